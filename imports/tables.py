"""Importers of tables: documented columns, one row a record, one cleaning for each column."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _

from publishing.ordering import fold

from . import columns
from .cleaned import Cleaned, RowRefused
from .importer import Importer
from .problems import Unreadable

LONGEST_LISTED = 30


@dataclass(frozen=True)
class Column:
    """`help`: what an editor writes there; it goes into the template and the documentation."""

    name: str
    help: str
    required: bool = False


class TableImporter(Importer):
    """`clean_<column>(text)` gives the plain value of a cell or raises ValidationError.

    `build(number, values)` makes the Cleaned row of the values of its filled cells; `there` has the
    names of its columns, empty ones too. `passed_over`: columns that the register writes into its
    own files for others to read; of them nothing is said. `texts`: columns of free words.
    """

    formats = ("csv", "xlsx", "json", "jsonl")
    columns = ()
    passed_over = ()
    texts = ()
    there = frozenset()

    def check(self):
        """The columns that must be there. Raises Unreadable."""
        found = [name for name in self.reader.columns if name]
        if not found:
            return
        known = {column_name(name) for name in found}
        missing = [column.name for column in self.columns if column.required]
        missing = [name for name in missing if name not in known]
        if missing:
            words = _("There is no column “%(missing)s”. Its columns are: %(columns)s.")
            said = {
                "missing": missing[0],
                "columns": ", ".join(name[:40] for name in found[:LONGEST_LISTED]),
            }
            raise Unreadable(words % said)

    @property
    def notes(self):
        names = {*(column.name for column in self.columns), *self.passed_over}
        unknown = [name for name in self.reader.columns if name and column_name(name) not in names]
        if not unknown:
            return []
        listed = ", ".join(f"“{name[:40]}”" for name in unknown[:LONGEST_LISTED])
        return [_("Columns that were not read: %(columns)s.") % {"columns": listed}]

    def clean(self, raw):
        values = {}
        cells = {column_name(name): value for name, value in raw.values.items() if name}
        self.there = cells.keys()
        for column in self.columns:
            value = cells.get(column.name)
            if is_empty(value):
                if column.required:
                    raise RowRefused(_("It is empty."), column.name, label=self.label_of(raw))
                continue
            try:
                values[column.name] = self.cleaned(column.name, value)
            except ValidationError as error:
                sentence = " ".join(error.messages)
                raise RowRefused(sentence, column.name, shown(value)) from error
        row = self.build(raw.number, values)
        if self.options.keep_identifiers and "identifier" in values:
            row.brings = {name: values[name] for name in ("identifier", "slug") if name in values}
        return row

    def cleaned(self, name, value):
        """The plain value of a cell; words that another register printed stay as they are."""
        clean = getattr(self, f"clean_{name}")(value)
        if self.options.keep_identifiers and name in self.texts and isinstance(value, str):
            return value
        return clean

    def clean_slug(self, value):
        slug = columns.text(value, self.model._meta.get_field("slug").max_length)
        validate_slug(slug)
        return slug

    def build(self, number, values) -> Cleaned:
        raise NotImplementedError

    def label_of(self, raw):
        """The first column that must be filled names the row."""
        cells = {column_name(name): value for name, value in raw.values.items() if name}
        first = next(column.name for column in self.columns if column.required)
        return shown(cells.get(first) or "")

    def template(self):
        """The text of a CSV file with the columns, each described in a comment."""
        comments = [f"# {column.name}: {column.help}" for column in self.columns]
        return "\r\n".join([*comments, ",".join(column.name for column in self.columns), ""])


def column_name(header):
    """ "Legal character" is legal_character."""
    return fold(str(header)).replace(" ", "_")


def is_empty(value):
    return (
        value is None
        or (isinstance(value, str | list) and not value)
        or (isinstance(value, str) and not value.strip())
    )


def shown(value):
    text = str(value)
    return text if len(text) <= 100 else f"{text[:99]}…"
