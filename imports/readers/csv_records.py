"""The records of a CSV text; what is quoted wrongly is told, and never guessed."""

import csv

from django.utils.translation import gettext as _

from imports.problems import Unreadable

from .lines import LONGEST_ROW


def records_of(lines, delimiter):
    """(line where it begins, cells, problem) of each. Raises Unreadable.

    Reading goes on after a problem only where the record ends with its line beyond doubt.
    """
    # Cells are measured when their row is whole; the row itself is bounded by its lines.
    csv.field_size_limit(LONGEST_ROW)
    parser = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin_row()
        try:
            cells = next(parser)
        except StopIteration:
            return
        except csv.Error as error:
            if not ends_with_its_line(lines, delimiter):
                raise Unreadable(
                    _("Line %(line)s: %(problem)s")
                    % {"line": lines.row_began, "problem": misquoted()}
                ) from error
            yield lines.row_began, [], misquoted()
        else:
            yield lines.row_began, cells, ""


def ends_with_its_line(lines, delimiter):
    """Whether the record is one line, and no cell of it goes on in the next."""
    if lines.number > lines.row_began:
        return False
    asked_for_more = False

    def one_line():
        nonlocal asked_for_more
        yield lines.line
        asked_for_more = next(lines, None) is not None

    next(csv.reader(one_line(), delimiter=delimiter))
    return not asked_for_more


def misquoted():
    return _(
        "A quotation mark is not closed, or text follows one that is. "
        "A mark inside a quoted cell is written twice."
    )
