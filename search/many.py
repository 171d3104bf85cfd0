"""All that is found, however much: told by the database in one value.

A hundred thousand rows one by one would take it, and Python, several times as long.
"""

from collections import namedtuple
from itertools import chain
from operator import itemgetter
from struct import Struct
from uuid import UUID

from django.db import connection

KEY = Struct("16s")
PACKED = {
    "sqlite": "group_concat(object_id, '')",
    "postgresql": "string_agg(uuid_send(object_id), '')",
}
# {kind: how many}; the keys of the newest.
CountsAndNewest = namedtuple("CountsAndNewest", ["counts", "newest"])
# Databases would go through the entries once for each part, and SQLite sort them to group them.
COUNTED_ONCE = """
    WITH found AS MATERIALIZED ({found})
    SELECT {counts}, NULL, NULL FROM found
    UNION ALL
    SELECT * FROM (
        SELECT {zeros}, day, object_id FROM found WHERE %s OR kind = %s
        ORDER BY day DESC NULLS LAST, object_id LIMIT %s
    ) newest
"""
COLUMNS = {"counts": "count(*) FILTER (WHERE kind = %s)", "zeros": "0"}


class PackedKeys:
    """The keys of records, sixteen bytes each, in no order; held as one value."""

    def __init__(self, value):
        self.value = value

    def __len__(self):
        return len(self.value) // KEY.size

    def __iter__(self):
        return chain.from_iterable(KEY.iter_unpack(self.value))


def keys_of(entries):
    """The PackedKeys of their records."""
    sql, params = entries.order_by().values_list("object_id").query.sql_with_params()
    packed = PACKED[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {packed} FROM ({sql}) found", params)  # noqa: S608 - nothing typed
        (value,) = cursor.fetchone()
    return PackedKeys(bytes.fromhex(value) if isinstance(value, str) else bytes(value or b""))


def counts_and_newest(entries, kinds, kind, most):
    """The CountsAndNewest of entries of these kinds, the newest of `kind`, or of any where None."""
    rows = entries.order_by().values_list("kind", "day", "object_id")
    found, params = rows.query.sql_with_params()
    columns = {name: ", ".join([each] * len(kinds)) for name, each in COLUMNS.items()}
    statement = COUNTED_ONCE.format(found=found, **columns)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, *kinds, kind is None, kind or "", most])
        told = cursor.fetchall()
    # That of the counts has no key; an order is promised for neither part.
    [numbers] = (row[:-2] for row in told if row[-1] is None)
    newest = sorted((row[-2:] for row in told if row[-1] is not None), key=itemgetter(1))
    newest.sort(key=lambda row: (row[0] is not None, row[0]), reverse=True)
    keys = [key if isinstance(key, UUID) else UUID(key) for _day, key in newest]
    counts = {kind: number for kind, number in zip(kinds, numbers, strict=True) if number}
    return CountsAndNewest(counts, keys)
