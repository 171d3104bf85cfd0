"""Readers: what a source holds, row by row, before anybody knows what it means."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imports.problems import Unreadable

from .csv_tables import CsvReader
from .encodings import ENCODINGS
from .govuk import GovukReader
from .json_documents import JsonLinesReader, JsonReader
from .recognising import recognise
from .ror import RorReader
from .rows import RawRow
from .tables import MOST_ROWS

__all__ = ["ENCODINGS", "FORMATS", "RawRow", "open_reader", "recognise"]

FORMATS = {
    "csv": gettext_lazy("CSV"),
    "xlsx": gettext_lazy("Excel workbook (XLSX)"),
    "json": gettext_lazy("JSON"),
    "jsonl": gettext_lazy("JSON Lines"),
    "govuk": gettext_lazy("GOV.UK documents"),
    "ror": gettext_lazy("ROR records"),
    "feed": gettext_lazy("RSS, Atom or JSON feed"),
    "package": gettext_lazy("Data package of the register"),
}


def open_reader(input, *, format=None, encoding=None, sheet=None, most_rows=MOST_ROWS):
    """The reader of the input, told by its content unless `format` is a key of FORMATS.

    It has `format`, `version` of its behaviour, `columns` of a table, `notes` in sentences, and
    `rows()`, which gives each RawRow and can be called again. Raises Unreadable, and so does
    `rows()`.
    """
    format = format or recognise(input)
    if format == "package":
        raise Unreadable(_("It is a data package: import_register reads it."))
    if sheet is not None and format != "xlsx":
        raise Unreadable(_("It has no sheets: only a workbook has."))
    # What few imports need would take memory from each process of the server.
    if format == "xlsx":
        from .xlsx_tables import XlsxReader

        return XlsxReader(input, sheet=sheet, most_rows=most_rows)
    if format == "feed":
        from .feeds import FeedReader

        return FeedReader(input)
    return READERS[format](input, encoding=encoding, most_rows=most_rows)


READERS = {
    reader.format: reader
    for reader in (CsvReader, JsonReader, JsonLinesReader, GovukReader, RorReader)
}
