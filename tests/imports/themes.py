"""An importer of a plain noun, to try what all importers share."""

from dataclasses import dataclass, field

from imports.cleaned import Cleaned, Match
from imports.options import Options
from imports.readers.rows import RawRow
from imports.registry import importer
from imports.tables import Column, TableImporter
from publishing.ordering import fold
from themes.models import Theme


@importer
class ThemeTable(TableImporter):
    name = "themes of a test"
    model = Theme
    formats = ("test",)
    columns = (
        Column("name", "What it is called.", required=True),
        Column("description", "A sentence."),
        Column("above", "The name of the theme above it, in the same file or here."),
    )

    def clean_name(self, text):
        return text

    def clean_description(self, text):
        return text

    def clean_above(self, text):
        return text

    def build(self, number, values):
        above = values.pop("above", None)
        return Cleaned(
            number=number,
            key=fold(values["name"]),
            label=values["name"],
            fields=values,
            references={"above": above} if above else {},
        )

    def match(self, rows):
        there = dict(Theme.objects.values_list("name_key", "pk"))
        return {r.number: Match(there[r.key], "same name") for r in rows if r.key in there}

    def link(self, rows, targets):
        for row in rows:
            above = fold(row.references.get("above", ""))
            if above and above in targets:
                key = targets[above]
                row.waits = key is None
                if key is not None:
                    row.fields["parent"] = str(key)
        return {}

    def natural_key(self, relation, values):
        raise NotImplementedError


@dataclass
class Rows:
    """A reader of rows that a test writes."""

    values: list
    format: str = "test"
    version: int = 1
    notes: list = field(default_factory=list)

    @property
    def columns(self):
        return tuple(dict.fromkeys(name for row in self.values for name in row))

    def rows(self):
        for number, row in enumerate(self.values, 2):
            yield RawRow(number, dict(row))


@dataclass
class File:
    name: str = "themes.csv"
    address: str = ""
    sha256: str = "0" * 64
    size: int = 100


def importer_of(*rows, **options):
    return ThemeTable(Rows(list(rows)), File(), Options(**options))
