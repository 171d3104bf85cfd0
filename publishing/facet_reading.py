"""Reads the public rows of a list: which there are, their days, and which of them have which codes.

One query for the rows and their own columns, one more for each relation.
"""

from django.db import connection

from .facet_numbers import Codes, Numbers

# Rows that are held at once while all are read.
READ_AT_ONCE = 2000


def read(index, rows):
    """({name: {code: numbers}}, the numbers of these rows); notes their keys and days in the index.

    A row published since the rows were read counts from the next reading on.
    """
    found = {name: Codes() for name in index.filters}
    columns = columns_of(index.filters)
    numbers = list(read_rows(index, rows, columns.pop("", []), found))
    there = Numbers(numbers)
    for of_relation in columns.values():
        lookups, note = [lookup for lookup, _name in of_relation], noting(index, found, of_relation)
        for key, *values in at_once(rows.order_by().values_list("pk", *lookups)):
            number = index.keys.get(key)
            if number is not None and number in there:
                note(number, values)
    return {name: codes.as_numbers() for name, codes in found.items()}, numbers


def read_rows(index, rows, columns, found):
    span, note = index.filterset_class.span, noting(index, found, columns)
    lookups = [lookup for lookup, _name in columns]
    # Many rows have the same days: equal spans are kept once.
    once = {}
    for key, *values in at_once(rows.values_list("pk", *span, *lookups)):
        number, days = index.keys.add(key), tuple(values[: len(span)])
        index.spans += [None] * (len(index.keys) - len(index.spans))
        index.spans[number] = once.setdefault(days, days)
        note(number, values[len(span) :])
        yield number


def columns_of(filters):
    """{relation: (lookup, name of the filter) pairs}; the relation "" is the row itself."""
    columns = {}
    for name, filter_ in filters.items():
        for lookup in () if filter_.by_day else filter_.lookups:
            relation, separator, _rest = lookup.partition("__")
            columns.setdefault(relation if separator else "", []).append((lookup, name))
    return columns


def noting(index, found, columns):
    """A function that notes the values of a row in these columns."""
    steps = [(index.filters[name].code_of, found[name].note) for _lookup, name in columns]

    def note(number, values):
        for (code_of, note_code), value in zip(steps, values, strict=True):
            if value:
                note_code(code_of(value), number)

    return note


def at_once(rows):
    """The rows of a query, of which a part at a time is held.

    Django closes a cursor of PostgreSQL outside of its own wrapper: where the connection was cut
    by then, nobody would take the error for that.
    """
    with connection.wrap_database_errors:
        yield from rows.iterator(chunk_size=READ_AT_ONCE)
