"""The register is read as it was at one moment, and nobody's writing waits for that."""

from threading import Thread

import pytest
from django.db import connection

from fusionsite.register.one_moment import one_moment
from themes.models import Theme

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]


def test_somebody_else_writes_while_the_register_is_read():
    def write():
        Theme.objects.create(name="Magnets", slug="magnets")
        connection.close()

    with one_moment():
        assert Theme.objects.count() == 0
        other = Thread(target=write)
        other.start()
        other.join(timeout=10)
        assert not other.is_alive()
        assert Theme.objects.count() == 0

    assert Theme.objects.count() == 1
