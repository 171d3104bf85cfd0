"""What tables have in common: headings, rows of cells beneath them, and bounds."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imports.problems import Unreadable

from .rows import RawRow

MOST_ROWS = 1_000_000
MOST_COLUMNS = 500
LONGEST_CELL = 100_000
LONGEST_HEADING = 200


def columns_of(cells):
    """The headings, without empty columns at the end. Raises Unreadable."""
    names = [" ".join(cell.split()) for cell in without_empty_end(cells)]
    if not names:
        raise Unreadable(_("The table has no headings."))
    if len(names) > MOST_COLUMNS:
        raise Unreadable(
            _("The table has %(count)s columns; %(most)s are allowed.")
            % {"count": f"{len(names):,}", "most": MOST_COLUMNS}
        )
    for number, name in enumerate(names, start=1):
        if not name:
            raise Unreadable(_("Column %(number)s has no heading.") % {"number": number})
        if len(name) > LONGEST_HEADING:
            raise Unreadable(
                _("The heading of column %(number)s has more than %(most)s characters.")
                % {"number": number, "most": LONGEST_HEADING}
            )
    name, count = Counter(names).most_common(1)[0]
    if count > 1:
        raise Unreadable(
            _("%(count)s columns are headed “%(name)s”.") % {"count": count, "name": name}
        )
    return tuple(names)


def without_empty_end(cells):
    count = len(cells)
    while count and not cells[count - 1].strip():
        count -= 1
    return cells[:count]


def is_blank(cells):
    return not any(cells) or not any(cell.strip() for cell in cells)


def row_of(number, columns, cells):
    """The row with the cells under their headings; None for a cell that the row does not have."""
    missing = [None] * (len(columns) - len(cells))
    values = dict(zip(columns, [*cells, *missing], strict=False))
    return RawRow(number, values, problem_of(columns, cells))


def problem_of(columns, cells):
    if len(cells) > len(columns):
        count = len(without_empty_end(cells))
        if count > len(columns):
            return _("The row has %(count)s cells under %(columns)s headings.") % {
                "count": f"{count:,}",
                "columns": len(columns),
            }
    if sum(map(len, cells)) > LONGEST_CELL:
        for name, cell in zip(columns, cells, strict=False):
            if len(cell) > LONGEST_CELL:
                return _(
                    "The cell under “%(name)s” has %(count)s characters; %(most)s are allowed."
                ) % {"name": name, "count": f"{len(cell):,}", "most": f"{LONGEST_CELL:,}"}
    return ""


def check_count(count, most_rows):
    """Raises Unreadable when there are more rows than are read."""
    if count > most_rows:
        raise Unreadable(_("There are more than %(count)s rows.") % {"count": f"{most_rows:,}"})


def blank_rows_note(count):
    return ngettext(
        "%(count)s blank row was left out.", "%(count)s blank rows were left out.", count
    ) % {"count": f"{count:,}"}
