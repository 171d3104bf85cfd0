"""The parts of a workbook, gone through once before anything is built from them.

https://ecma-international.org/publications-and-standards/standards/ecma-376/ has their names.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string

from imports.problems import Unreadable

from .tables import LONGEST_CELL, MOST_COLUMNS, check_count

CHUNK = 64 * 1024
LONGEST_TOKEN = 1024 * 1024
LONGEST_ROW = 16 * LONGEST_TOKEN
LONGEST_TEXT = 10 * LONGEST_CELL
DEEPEST = 64
MOST_CELLS = 5_000_000
MOST_CELLS_IN_A_ROW = 16_384
LAST_ROW = 1_048_576
LONGEST_CELL_NAME = len("XFD1048576")
MOST_UNCOMPUTED = 10_000
# A cell is three elements at most; a string of a rich text four or more.
MOST_ELEMENTS = {"worksheet": 3 * MOST_CELLS, "sst": 3_000_000}
MOST_OTHER_ELEMENTS = 200_000
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
DIGITS = "0123456789"


@dataclass
class Sheet:
    """What a sheet holds. `uncomputed`: {row: its first cell with a formula and no value}."""

    last_row: int = 0
    filled_rows: int = 0
    width: int = 0
    merged: int = 0
    uncomputed: dict = field(default_factory=dict)


def scan(file, most_rows):
    """The Sheet that a part is, or None for other parts; pictures and the like are passed over.

    Raises Unreadable when the part is more than a workbook needs.
    """
    part = Part(most_rows)
    fed = 0
    try:
        while chunk := file.read(CHUNK):
            part.parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - part.parser.CurrentByteIndex > LONGEST_TOKEN:
                raise too_large()
        part.parser.Parse(b"", True)
    except expat.ExpatError:
        return None
    return part.sheet if part.root == "worksheet" else None


class Part:
    """Follows the elements of a part, and counts."""

    def __init__(self, most_rows):
        self.most_rows = most_rows
        self.sheet = Sheet()
        self.root = ""
        self.depth = self.elements = self.cells = 0
        self.row = self.row_starts = self.cells_in_row = self.column = 0
        self.cell = self.cell_type = ""
        self.text_length = 0
        self.in_formula = self.has_formula = self.has_value = False
        self.starts = {
            "row": self.start_row,
            "c": self.start_cell,
            "f": self.start_formula,
            "mergeCell": self.start_merged,
        }
        self.ends = {"c": self.end_cell, "f": self.end_formula}
        # Elements count by their names alone, whatever namespace they claim: rather too many.
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def refuse_doctype(self, *_declared):
        raise Unreadable(_("A part of the workbook declares entities, which none needs."))

    def start(self, name, attributes):
        if not self.depth:
            self.start_root(name, attributes)
        self.depth += 1
        self.elements += 1
        self.text_length = 0
        if self.depth > DEEPEST or self.elements > self.most_elements:
            raise too_large()
        if start := self.starts.get(without_prefix(name) if ":" in name else name):
            start(attributes)

    def end(self, name):
        self.depth -= 1
        if end := self.ends.get(without_prefix(name) if ":" in name else name):
            end()

    def start_root(self, name, attributes):
        self.root = without_prefix(name)
        self.most_elements = MOST_ELEMENTS.get(self.root, MOST_OTHER_ELEMENTS)
        if STRICT in attributes.values():
            raise Unreadable(
                _("It is saved as “Strict Open XML”. Save it as an Excel workbook instead.")
            )

    def text(self, text):
        self.text_length += len(text)
        if self.text_length > LONGEST_TEXT:
            raise too_large()
        if not self.in_formula and text.strip():
            self.has_value = True

    def start_row(self, attributes):
        self.row = whole_number(attributes.get("r"), self.row + 1)
        self.row_starts = self.parser.CurrentByteIndex
        self.column = self.cells_in_row = 0
        if not 0 < self.row <= LAST_ROW:
            raise too_large()

    def start_cell(self, attributes):
        self.cells += 1
        self.cells_in_row += 1
        self.cell = attributes.get("r", "")[:LONGEST_CELL_NAME]
        self.column = column_of(self.cell) or self.column + 1
        self.cell_type = attributes.get("t")
        self.has_formula = self.has_value = False
        if (
            self.cells > MOST_CELLS
            or self.cells_in_row > MOST_CELLS_IN_A_ROW
            or self.parser.CurrentByteIndex - self.row_starts > LONGEST_ROW
        ):
            raise too_large()

    def end_cell(self):
        # A formula whose value is an empty text is marked as text.
        if self.has_formula and not self.has_value and self.cell_type != "str":
            self.sheet.uncomputed.setdefault(self.row, self.cell)
            if len(self.sheet.uncomputed) > MOST_UNCOMPUTED:
                raise Unreadable(uncomputed_sentence(self.cell))
        elif not self.has_value:
            return
        if self.column > MOST_COLUMNS:
            raise Unreadable(
                _("Cell %(cell)s stands behind the %(most)s columns that are allowed.")
                % {"cell": self.cell, "most": MOST_COLUMNS}
            )
        self.sheet.width = max(self.sheet.width, self.column)
        if self.row != self.sheet.last_row:
            self.sheet.last_row = self.row
            self.sheet.filled_rows += 1
            check_count(self.sheet.filled_rows - 1, self.most_rows)

    def start_formula(self, _attributes):
        self.in_formula = self.has_formula = True

    def end_formula(self):
        self.in_formula = False

    def start_merged(self, _attributes):
        self.sheet.merged += 1


def without_prefix(name):
    return name.rpartition(":")[2]


def whole_number(text, otherwise):
    if text is None:
        return otherwise
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def column_of(cell):
    """3 for C7; 0 where the cell does not say."""
    letters = cell.rstrip(DIGITS)
    try:
        return column_index_from_string(letters) if letters else 0
    except ValueError as error:
        raise too_large() from error


def too_large():
    return Unreadable(_("The workbook is larger, or made otherwise, than a table needs."))


def uncomputed_sentence(cell):
    return _(
        "Cell %(cell)s holds a formula without its value. "
        "Open the workbook in a spreadsheet program and save it there."
    ) % {"cell": cell}
