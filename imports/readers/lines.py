"""The lines of a text, read one at a time and none of them without a bound."""

import io
import re

from django.utils.translation import gettext as _

from imports.problems import Unreadable

from .encodings import encoding_of, shown_name

# Characters of one row, which may have several lines.
LONGEST_ROW = 2_000_000
# Blank ones among them: a million rows of four lines each.
MOST_LINES = 4_000_000
# What stands for a byte that is not of the encoding.
ESCAPED = re.compile("[\ud800-\udfff]")


class Lines:
    """Gives lines with their ends, whichever of the three these are. Raises Unreadable.

    `number`: of the `line` given last. `row_began`: the line that `begin_row` was called before.
    """

    def __init__(self, input, encoding=None, longest_row=LONGEST_ROW):
        self.longest_row = longest_row
        self.encoding = encoding_of(input.open(), encoding)
        self.text = io.TextIOWrapper(
            input.open(), self.encoding, errors="surrogateescape", newline=""
        )
        self.number = 0
        self.line = ""
        self.begin_row()

    def __iter__(self):
        return self

    def __next__(self):
        try:
            line = self.text.readline(self.longest_row + 1)
        except UnicodeError as error:
            raise self.not_encoded() from error
        if not line:
            raise StopIteration
        self.row_length += len(line)
        if self.row_length > self.longest_row:
            raise self.too_long()
        if not line.isascii() and ESCAPED.search(line):
            raise self.not_encoded()
        self.number += 1
        if self.number > MOST_LINES:
            raise too_many_lines()
        self.line = line
        return line

    def begin_row(self):
        self.row_began = self.number + 1
        self.row_length = 0

    def not_encoded(self):
        return Unreadable(
            _(
                "Line %(line)s is not encoded in %(encoding)s. "
                "Say which encoding the file has, such as --encoding windows-1252."
            )
            % {"line": self.number + 1, "encoding": shown_name(self.encoding)}
        )

    def too_long(self):
        return Unreadable(
            _(
                "The row that begins in line %(line)s has more than %(count)s characters. "
                "Perhaps a quotation mark in it is not closed."
            )
            % {"line": self.row_began, "count": f"{self.longest_row:,}"}
        )


def too_many_lines():
    message = _("There are more than %(count)s lines, blank ones included.")
    return Unreadable(message % {"count": f"{MOST_LINES:,}"})
