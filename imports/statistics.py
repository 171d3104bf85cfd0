"""What PostgreSQL knows of the tables that an import fills."""

from django.db import connection

from publishing.models import Change, Citation, Redirect, Source, Step, Version
from publishing.registry import content_of
from publishing.snapshots import child_relation

from .models import Said, Touch

BESIDE = (Change, Citation, Redirect, Said, Source, Step, Touch, Version)


def is_worth_a_look(batches):
    """After 1, 4, 16, 64 … batches."""
    return batches > 0 and batches & (batches - 1) == 0 and batches.bit_length() % 2 == 1


def look_at_tables(model):
    """Let the planner count again: plans that were made for empty tables read full ones whole."""
    if connection.vendor != "postgresql":
        return
    rows = [child_relation(model, name).model for name in content_of(model).children]
    tables = dict.fromkeys(other._meta.db_table for other in (model, *rows, *BESIDE))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(map(connection.ops.quote_name, tables)))
