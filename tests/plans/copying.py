"""Rows by the hundred thousand, copied by the database itself from one that the register made."""

import hashlib

from django.db import connection, models

# Of memory for what is written, so that it is written once.
SQLITE_KILOBYTES = 400_000


class Copies:
    """Writes rows for the numbers from 1 to `number`; SQL calls such a number `n`.

    Columns are given as SQL, the others are those of the row that is copied. The expressions below
    mean the same on both databases.
    """

    def __init__(self, number):
        self.number = number
        self.is_sqlite = connection.vendor == "sqlite"
        if self.is_sqlite:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA cache_size = -{SQLITE_KILOBYTES}")

    def key(self, kind, number="n"):
        """The UUID of the row of a kind that was made for a number."""
        of_kind = hashlib.sha256(kind.encode()).hexdigest()[:16]
        if self.is_sqlite:
            return f"'{of_kind}' || printf('%016x', {number})"
        return f"('{of_kind}' || lpad(to_hex({number}), 16, '0'))::uuid"

    def typed(self, text, of):
        """SQLite knows no types but those of columns."""
        return text if self.is_sqlite else f"({text})::{of}"

    def day(self, text):
        return self.typed(text, "date")

    def minutes_ago(self, minutes):
        if self.is_sqlite:
            return f"strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || ({minutes}) || ' minutes')"
        return f"now() - ({minutes}) * interval '1 minute'"

    def true(self, condition):
        return f"CASE WHEN {condition} THEN 1 ELSE 0 END" if self.is_sqlite else condition

    def like(self, row, where="1 = 1", **columns):
        """Copy a row of the register for each number of which `where` is true."""
        model, key = type(row), row.pk.hex if hasattr(row.pk, "hex") else row.pk
        quoted = connection.ops.quote_name
        of_row = {
            field.attname: f"t.{quoted(field.column)}"
            for field in model._meta.concrete_fields
            if not isinstance(field, models.AutoField)
        }
        assert columns.keys() <= of_row.keys(), columns.keys() - of_row.keys()
        table = f", {quoted(model._meta.db_table)} t"
        self.write(model, of_row | columns, table, f"{where} AND t.id = '{key}'")

    def pairs(self, model, where="1 = 1", **columns):
        """Write rows that tie one record to another."""
        self.write(model, columns, "", where)

    def write(self, model, columns, table, where):
        quoted = connection.ops.quote_name
        names = ", ".join(quoted(model._meta.get_field(name).column) for name in columns)
        first, following = "VALUES (CAST(1 AS bigint))", "SELECT n + 1 FROM numbers"
        parts = [
            f"WITH RECURSIVE numbers(n) AS ({first} UNION ALL",
            f"{following} WHERE n < {self.number})",
            f"INSERT INTO {quoted(model._meta.db_table)} ({names})",
            # What is written are expressions of a test.
            f"SELECT {', '.join(columns.values())} FROM numbers{table} WHERE {where}",  # noqa: S608
        ]
        with connection.cursor() as cursor:
            cursor.execute(" ".join(parts))


def one_of(values, number="n"):
    """The value whose turn it is; what stands in `values` more than once comes more often."""
    turns = " ".join(f"WHEN {turn} THEN '{value}'" for turn, value in enumerate(values))
    return f"CASE ({number}) % {len(values)} {turns} END"
