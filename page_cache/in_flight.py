"""Whether what a dead publisher began may still be committed: the server works on without it."""

import sqlite3

from django.db import connection


class InFlight:
    """Asked again and again about one state of affairs, until it is settled."""

    def __init__(self):
        self.closings = self.barrier = None

    def is_settled(self, closings):
        """Whether no transaction can be committed any more that was open at the first question.

        `closings`: what names the state of affairs. Raises the database's Error.
        """
        if connection.vendor == "sqlite":
            return nobody_writes(connection.settings_dict["NAME"])
        if self.closings != closings:
            self.closings, self.barrier = closings, number("pg_current_xact_id()")
        # Until then a snapshot does not see what one of those that were open has written.
        return number("pg_snapshot_xmin(pg_current_snapshot())") >= self.barrier


def nobody_writes(path):
    """SQLite has one writer at a time, and none that outlives its process."""
    if connection.is_in_memory_db():
        return True
    database = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        database.execute("BEGIN IMMEDIATE")
        database.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return False
    finally:
        database.close()
    return True


def number(function):
    """Of a transaction: a new one gets the highest so far, those below it are done or open.

    https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}::text::bigint")
        return cursor.fetchone()[0]
