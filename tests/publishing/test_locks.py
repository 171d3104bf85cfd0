"""Who publishes a record holds up nobody who names it: they would wait for each other."""

from threading import Thread

import pytest
from django.db import connection, transaction

from organisations.models import Organisation
from publishing.locks import all_locked
from tests.factories import make_organisation

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_record_can_be_named_while_it_is_being_published():
    if connection.vendor == "sqlite":
        pytest.skip("One at a time writes to SQLite.")
    parent, part = make_organisation("Parent"), make_organisation("Part")

    def name_it():
        Organisation.objects.filter(pk=part.pk).update(parent=parent)
        connection.close()

    with transaction.atomic():
        all_locked([parent])
        naming = Thread(target=name_it)
        naming.start()
        naming.join(timeout=20)
        assert not naming.is_alive()
    part.refresh_from_db()
    assert part.parent == parent
