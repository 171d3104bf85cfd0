import pytest
from django.db import transaction

from .packages import STARTER, read_in


@pytest.fixture(scope="module")
def starter(django_db_setup, django_db_blocker):
    """The whole starter register, read once a module and undone; gives what the import said."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield read_in(STARTER)
        transaction.set_rollback(True)
