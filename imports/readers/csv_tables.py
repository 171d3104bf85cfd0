"""Tables in CSV files as people and their programs write them.

https://www.rfc-editor.org/rfc/rfc4180 is what most come close to.
"""

import re
from contextlib import contextmanager
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imports.problems import Unreadable

from .csv_records import records_of
from .delimiters import DELIMITERS, delimiter_of
from .formulas import restored
from .lines import Lines
from .tables import MOST_ROWS, blank_rows_note, check_count, columns_of, is_blank, row_of

VERSION = 1
SAMPLE_LINES = 50
SAMPLE_CHARACTERS = 65_536
BLANK = "".join(DELIMITERS) + " \r\n"
# “#” before a delimiter may well be a heading: “#;Name;Country”. Excel writes “sep=;”.
COMMENT = re.compile(r"""#(?![,;\t|"])|sep=.\s*\Z""")


class CsvReader:
    """`encoding`: one of ENCODINGS, where it cannot be told from the file."""

    format = "csv"
    version = VERSION

    def __init__(self, input, *, encoding=None, most_rows=MOST_ROWS):
        """Finds the header. Raises Unreadable."""
        self.input = input
        self.encoding = encoding
        self.most_rows = most_rows
        self.blank_rows = 0
        with self.lines() as lines:
            self.lines_before, self.comments = skip_to_header(lines)
            self.delimiter = delimiter_of(sample(lines))
        with self.records() as records:
            line, cells, problem = next(records)
        if problem:
            raise Unreadable(_("Line %(line)s: %(problem)s") % {"line": line, "problem": problem})
        self.columns = columns_of(cells)

    @property
    def notes(self):
        """What was left out. Blank rows are counted once all rows have been read."""
        notes = []
        if self.comments:
            notes.append(comments_note(self.comments))
        if self.blank_rows:
            notes.append(blank_rows_note(self.blank_rows))
        return notes

    def rows(self):
        """Each row under the number of the line that it begins in. Raises Unreadable."""
        blank = count = 0
        with self.records() as records:
            next(records)
            for line, cells, problem in records:
                if is_blank(cells) and not problem:
                    blank += 1
                    continue
                count += 1
                check_count(count, self.most_rows)
                row = row_of(line, self.columns, list(map(restored, cells)))
                yield replace(row, problem=problem) if problem else row
        self.blank_rows = blank

    @contextmanager
    def lines(self):
        lines = Lines(self.input, self.encoding)
        try:
            yield lines
        finally:
            lines.text.close()

    @contextmanager
    def records(self):
        """Those from the header on."""
        with self.lines() as lines:
            for _line in range(self.lines_before):
                lines.begin_row()
                next(lines)
            yield records_of(lines, self.delimiter)


def skip_to_header(lines):
    """(lines before it, how many of them are comments); the header is the line given last."""
    comments = 0
    for line in lines:
        if COMMENT.match(line):
            comments += 1
        elif line.strip(BLANK):
            return lines.number - 1, comments
        lines.begin_row()
    if lines.number:
        raise Unreadable(_("The file holds blank lines alone."))
    raise Unreadable(_("The file is empty."))


def sample(lines):
    """Some lines from the header on."""
    found, length = [lines.line], len(lines.line)
    while len(found) < SAMPLE_LINES and length < SAMPLE_CHARACTERS:
        lines.begin_row()
        line = next(lines, None)
        if line is None:
            break
        found.append(line)
        length += len(line)
    return found


def comments_note(count):
    return ngettext(
        "%(count)s line of comment before the header was left out.",
        "%(count)s lines of comment before the header were left out.",
        count,
    ) % {"count": f"{count:,}"}
