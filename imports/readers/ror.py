"""Records of the Research Organization Registry, one or all of them.

https://ror.readme.io/docs/schema-v2 and, for the zip of all, https://ror.readme.io/docs/data-dump
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from imports.problems import Unreadable

from .archives import MEGABYTE, is_zip, open_archive, told_when_broken
from .json_documents import JsonLinesReader, JsonReader, has_lines
from .tables import MOST_ROWS

VERSION = 1
MOST_UNPACKED = 1024 * MEGABYTE
ADDRESS = "https://ror.org/"


class RorReader:
    format = "ror"
    version = VERSION
    columns = ()
    notes = ()

    def __init__(self, input, *, encoding=None, most_rows=MOST_ROWS):
        """Finds the records. Raises Unreadable."""
        if is_zip(input):
            input = Dump(input)
        with told_when_broken():
            reader = JsonLinesReader if has_lines(input, encoding) else JsonReader
            self.documents = reader(input, encoding=encoding, most_rows=most_rows)

    def rows(self):
        """Each record under its position, or its line. Raises Unreadable."""
        with told_when_broken():
            for row in self.documents.rows():
                problem = row.problem or problem_of(row)
                yield replace(row, problem=problem) if problem else row


class Dump:
    """The JSON in the zip of all records."""

    def __init__(self, input):
        self.archive = open_archive(input.open(), MOST_UNPACKED)
        self.name = member_of(self.archive.namelist())

    def open(self):
        return self.archive.open(self.name)


def member_of(names):
    """The JSON of schema 2, where there is one of schema 1 too."""
    found = [name for name in names if name.lower().endswith(".json") and name[:2] != "__"]
    second = [name for name in found if "schema_v2" in name.lower()]
    if len(second or found) != 1:
        raise Unreadable(
            _("The zip holds %(count)s files of JSON; the one with the records has to stand alone.")
            % {"count": len(second or found)}
        )
    return (second or found)[0]


def problem_of(row):
    if is_ror(row.values):
        return ""
    if isinstance(row.values.get("name"), str):
        raise Unreadable(
            _(
                "Record %(number)s follows schema 1 of ROR, which ended in 2025. "
                "Schemas 2.0 and 2.1 are read."
            )
            % {"number": f"{row.number:,}"}
        )
    return _("It is no record of ROR.")


def is_ror(values):
    """Whether it has what each record of schema 2 has."""
    return isinstance(values.get("names"), list) and is_ror_id(values.get("id"))


def is_ror_id(value):
    return isinstance(value, str) and value.startswith(ADDRESS)
