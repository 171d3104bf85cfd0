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
# Databases would go through the entries once for each part.
COUNTED_ONCE = """
    WITH found AS MATERIALIZED ({found})
    SELECT kind, count(*), NULL, NULL FROM found GROUP BY kind
    UNION ALL
    SELECT * FROM (
        SELECT '', 0, day, object_id FROM found WHERE %s OR kind = %s
        ORDER BY day DESC NULLS LAST, object_id LIMIT %s
    ) newest
"""


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


def counts_and_newest(entries, kind, most):
    """The CountsAndNewest of entries, the newest being of this kind, or of all where it is None."""
    rows = entries.order_by().values_list("kind", "day", "object_id")
    found, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        options = (kind is None, kind or "", most)
        cursor.execute(COUNTED_ONCE.format(found=found), [*params, *options])
        told = cursor.fetchall()
    counts = {kind: number for kind, number, _day, _key in told if kind}
    newest = sorted((row[2:] for row in told if not row[0]), key=itemgetter(1))
    newest.sort(key=lambda row: (row[0] is not None, row[0]), reverse=True)
    keys = [key if isinstance(key, UUID) else UUID(key) for _day, key in newest]
    return CountsAndNewest(counts, keys)
