"""A table as a workbook, written row by row: the memory holds one.

https://openpyxl.readthedocs.io/en/stable/optimized.html#write-only-mode
"""

import re

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from .cells import text_of
from .tables import MARKUP, SEVERAL, TEXT

# What a cell holds in Excel; a longer text cannot be opened.
LONGEST_CELL = 32_767
# A spreadsheet counts with fifteen figures.
MOST_FIGURES = 15
# Characters that XML has not, texts that look like the escape of one, and ends of lines that XML
# would change. ECMA-376, Part 1, 22.9.2.19 (ST_Xstring).
ESCAPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)|\r\n?")
# What openpyxl would take for something else than text.
NO_TEXT = re.compile(r"[=#]")
WIDE = {SEVERAL, MARKUP}
NARROW_WIDTH, USUAL_WIDTH, WIDE_WIDTH = 12, 24, 48


def write_workbook(file, table, portions):
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "B2"
    for place, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width_of(column)
    sheet.append([heading(sheet, name) for name in table.names])
    for rows in portions:
        for row in rows:
            sheet.append([cell_of(sheet, value) for value in row])
    book.save(file)


def width_of(column):
    if column.sort in WIDE:
        return WIDE_WIDTH
    return USUAL_WIDTH if column.sort == TEXT else NARROW_WIDTH


def heading(sheet, name):
    cell = WriteOnlyCell(sheet, name)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="top")
    return cell


def cell_of(sheet, value):
    """A number, a text that is one whatever it looks like, or nothing."""
    if value in (None, "", []):
        return None
    if not isinstance(value, str | list | bool) and figures(value) <= MOST_FIGURES:
        return value
    text = ESCAPED.sub(escape, text_of(value))
    if len(text) > LONGEST_CELL:
        return None
    if not NO_TEXT.match(text):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def figures(number):
    return sum(character.isdigit() for character in text_of(number))


def escape(found):
    character = found[0]
    if character[0] == "\r":
        return "\n"
    return f"_x{ord(character):04X}_"
