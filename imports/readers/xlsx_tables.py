"""Tables in workbooks of Excel and its like.

https://openpyxl.readthedocs.io/en/stable/optimized.html#read-only-mode
"""

import warnings
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

import openpyxl
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imports.problems import Unreadable

from .archives import MEGABYTE, is_zip, open_archive, told_when_broken
from .tables import MOST_ROWS, blank_rows_note, columns_of, is_blank, row_of
from .xlsx_bounds import scan, uncomputed_sentence
from .xlsx_cells import text_of

VERSION = 1
MOST_UNPACKED = 200 * MEGABYTE
MOST_NAMES_SHOWN = 20
# What Excel allows; others may write more.
LONGEST_NAME = 31
ROWS_AT_ONCE = 500


class XlsxReader:
    """`sheet`: its name, or its number from 1; else the first that holds something."""

    format = "xlsx"
    version = VERSION

    def __init__(self, input, *, sheet=None, most_rows=MOST_ROWS):
        """Checks the workbook and finds the header. Raises Unreadable."""
        if not is_zip(input):
            raise Unreadable(_("It is no workbook in XLSX."))
        sheets = scanned(input, most_rows)
        self.workbook = loaded(input)
        self.worksheet, self.sheet = chosen(self.workbook.worksheets, sheets, sheet)
        self.blank_rows = 0
        header = next(self.filled_rows(), None)
        if header is None:
            raise Unreadable(_("The sheet “%(name)s” is empty.") % {"name": self.name})
        self.header_row, cells, _problem = header
        self.columns = columns_of(cells)

    @property
    def name(self):
        return self.worksheet.title[:LONGEST_NAME]

    @property
    def notes(self):
        """What a person might miss. Blank rows are counted once all rows have been read."""
        notes = []
        if len(self.workbook.worksheets) > 1:
            notes.append(_("The sheet “%(name)s” was read.") % {"name": self.name})
        if self.sheet.merged:
            notes.append(merged_note(self.sheet.merged))
        if self.blank_rows:
            notes.append(blank_rows_note(self.blank_rows))
        return notes

    def rows(self):
        """Each row under its number in the sheet. Raises Unreadable."""
        last = self.header_row
        blank = 0
        rows = self.filled_rows()
        next(rows)
        for number, cells, problem in rows:
            blank += number - last - 1
            last = number
            row = row_of(number, self.columns, cells)
            yield replace(row, problem=problem) if problem else row
        self.blank_rows = blank

    def filled_rows(self):
        """(number, texts, problem) of each row that is not blank."""
        self.worksheet.reset_dimensions()
        rows = self.worksheet.iter_rows(max_row=self.sheet.last_row, max_col=self.sheet.width)
        before = None
        for number, cells in enumerate(quietly(rows), start=1):
            # Rows that the sheet leaves out, a million of them perhaps, are given as one object.
            if cells is before:
                continue
            before = cells
            texts = list(map(text_of, cells))
            problem = self.problem_of(number, cells)
            if problem or not is_blank(texts):
                yield number, texts, problem

    def problem_of(self, number, cells):
        uncomputed = self.sheet.uncomputed.get(number)
        if uncomputed:
            return uncomputed_sentence(uncomputed)
        for cell in cells:
            if cell.data_type == "e":
                return _("Cell %(cell)s holds the error %(error)s.") % {
                    "cell": cell.coordinate,
                    "error": str(cell.value)[:20],
                }
        return ""


def scanned(input, most_rows):
    """{path of a sheet: what it holds}; every part is looked at, for any may be read as a sheet."""
    archive = open_archive(input.open(), MOST_UNPACKED)
    found = {}
    for name in archive.namelist():
        with told_when_broken(), archive.open(name) as part:
            sheet = scan(part, most_rows)
        if sheet:
            found[name] = sheet
    return found


def loaded(input):
    with told_by_openpyxl():
        # Values that formulas had when the workbook was saved; nothing is computed here.
        return openpyxl.load_workbook(
            input.open(), read_only=True, data_only=True, keep_links=False
        )


def quietly(rows):
    """The same rows; a few at a time, for what openpyxl remarks on is asked for around them."""
    while True:
        with told_by_openpyxl():
            some = list(islice(rows, ROWS_AT_ONCE))
        if not some:
            return
        yield from some


@contextmanager
def told_by_openpyxl():
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Unreadable:
        raise
    except Exception as error:
        # openpyxl raises whatever a broken part leads it to.
        raise Unreadable(_("The workbook is broken: it cannot be read as XLSX.")) from error


def chosen(worksheets, sheets, wanted):
    """(worksheet, what was found in it)."""
    # Where a worksheet stands is known to openpyxl alone.
    found = [(each, sheets.get(each._worksheet_path)) for each in worksheets]
    found = [(worksheet, sheet) for worksheet, sheet in found if sheet]
    if not found:
        raise Unreadable(_("The workbook is broken: it cannot be read as XLSX."))
    if wanted in (None, ""):
        shown = [each for each in found if each[0].sheet_state == "visible" and each[1].width]
        return next(iter(shown), found[0])
    return named(found, str(wanted))


def named(found, wanted):
    for worksheet, sheet in found:
        if worksheet.title == wanted:
            return worksheet, sheet
    if wanted.isascii() and wanted.isdigit() and 0 < int(wanted[:9]) <= len(found):
        return found[int(wanted) - 1]
    names = "”, “".join(each.title[:LONGEST_NAME] for each, _sheet in found[:MOST_NAMES_SHOWN])
    raise Unreadable(
        _("There is no sheet “%(sheet)s”. The workbook has “%(names)s”.")
        % {"sheet": wanted[:100], "names": names}
    )


def merged_note(count):
    return ngettext(
        "%(count)s group of cells is merged: its value counts in the first of them.",
        "%(count)s groups of cells are merged: their values count in the first of each.",
        count,
    ) % {"count": f"{count:,}"}
