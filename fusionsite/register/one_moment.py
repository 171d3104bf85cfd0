"""The register as it is at one moment, whoever writes meanwhile."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment():
    """All queries see the register as it is when the first of them runs; nobody's writing waits."""
    begins = not connection.in_atomic_block
    with only_reading(), transaction.atomic():
        if begins and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@contextmanager
def only_reading():
    """On SQLite the transactions that begin inside take no lock of writers."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = usual
