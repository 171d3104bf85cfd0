"""A database that nobody else uses, which a fault may hit; the test writes to it too."""

from contextlib import contextmanager, nullcontext

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections

from .crashing import SUPERUSER, crashing_server


@contextmanager
def own_database(folder, django_db_blocker):
    """An empty register in the folder; gives the Server, or None where there is none."""
    is_postgres = connection.vendor == "postgresql"
    server = crashing_server(folder) if is_postgres else nullcontext()
    there = connection.settings_dict
    usual = dict(there)
    with server as running, django_db_blocker.unblock():
        connections.close_all()
        if running:
            there.update(NAME=SUPERUSER, USER=SUPERUSER, HOST="127.0.0.1", PORT=running.port)
        else:
            there.update(NAME=str(folder / "db.sqlite3"))
        try:
            call_command("migrate", verbosity=0)
            yield running
        finally:
            connections.close_all()
            there.update(usual)
            # The keys of that one.
            ContentType.objects.clear_cache()
