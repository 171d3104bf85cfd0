"""The table that a list is as a file: columns with names that stay, and what they hold of a row."""

from collections.abc import Callable
from dataclasses import dataclass

TEXT, CODE, ADDRESS, MARKUP = "text", "code", "address", "markup"
SEVERAL, CODES = "several", "codes"
DATE, DAY = "date", "day"
NUMBER, WHOLE_NUMBER, YES_NO = "number", "whole_number", "yes_no"


@dataclass(frozen=True)
class Column:
    """`help`: what stands there, for docs/tables.md and the description of the file.

    The value of a column of `sort` "several" is a list of texts, of "codes" a list of texts without
    spaces and semicolons, of "number" and "whole_number" a number or None, of "yes_no" a truth;
    every other is a text, empty where nothing is known.
    """

    name: str
    help: str
    sort: str = TEXT


@dataclass(frozen=True)
class Table:
    """`name` is that of the list in addresses.

    `read(records, as_of)` gives {name of a column: value} of each, in a number of queries that is
    the same for one record and for many. `records()`: the public ones as it needs them, where that
    is less than the page of the list reads.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    read: Callable
    records: Callable | None = None

    @property
    def names(self):
        return [column.name for column in self.columns]

    def portions(self, found):
        """Lists of rows, each a list of values in the order of the columns."""
        names, rows = self.names, self.records and self.records()
        for records in found.portions(rows=rows):
            yield [[row[name] for name in names] for row in self.read(records, found.as_of)]
