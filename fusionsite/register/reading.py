"""From the files of a package to rows of values, each with its place for whoever must mend it."""

import codecs
import csv
import io
from dataclasses import dataclass, field

from imports.readers.formulas import restored

from .cells import read
from .descriptor import read_descriptor
from .files import DESCRIPTOR, check_sizes
from .tables import CHANGES, CHILDREN, GONE, TABLES, VERSIONS, Table

MOST_ROWS = 200_000
LONGEST_CELL = 1_000_000


@dataclass
class Row:
    """One row of a table. What it stands for is filled in by building.py: an unsaved `instance`,
    its many-to-many `sets`, and the `owner`, the row of the record that it belongs to.
    """

    table: Table
    number: int
    values: dict
    instance: object = None
    sets: dict = field(default_factory=dict)
    owner: "Row | None" = None


@dataclass
class Package:
    """`rows`: the rows of each table. `absent`: the optional columns that it leaves out."""

    files: object
    rows: dict = field(default_factory=dict)
    absent: dict = field(default_factory=dict)

    def of(self, tables):
        return [row for table in tables for row in self.rows.get(table, ())]

    def children_by_owner(self):
        """{(id of the record's row, model): rows}; a row is no key by itself."""
        found = {}
        for row in self.of(CHILDREN):
            found.setdefault((id(row.owner), row.table.model), []).append(row)
        return found

    @property
    def gone(self):
        """How rows name the records that were taken back or merged: AG-0009, theme:magnets."""
        return {
            row.values.get("identifier") or f"{row.values.get('model')}:{row.values.get('slug')}"
            for row in self.of(GONE)
        }


def read_package(files, problems):
    """Every table of the package; cells that cannot be read are added to the problems.

    Raises Unreadable, or Refused when a file is not a table at all.
    """
    check_sizes(files, [DESCRIPTOR, *(table.file for table in TABLES)])
    read_descriptor(files, problems)
    package = Package(files)
    texts = {}
    for table in TABLES:
        if files.has(table.file):
            texts[table] = cells_of(table, files.read(table.file), problems)
        elif not table.optional:
            problems.add(table.file, None, "", "The file is missing.")
    if CHANGES in texts and VERSIONS not in texts:
        problems.add(VERSIONS.file, None, "", "The file is missing: changes.csv needs it.")
    problems.refuse_if_any()
    for table, lines in texts.items():
        header, *lines = lines
        names = set(header[1])
        package.absent[table] = {c.name for c in table.columns} - names
        package.rows[table] = [row_of(table, header[1], line, problems) for line in lines]
    return package


def cells_of(table, raw, problems):
    """[(row number, cells)], the header first; blank lines are counted and left out."""
    text = text_of(table, raw, problems)
    lines = list(lines_of(table, text, problems)) if text is not None else []
    if text is not None and not lines:
        problems.add(table.file, 1, "", "The file is empty: it has no header.")
    if lines:
        check_header(table, lines[0][1], problems)
        check_shape(table, lines, problems)
    return lines


def text_of(table, raw, problems):
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        row, column = place_after(raw[: error.start].decode())
        reason = f"The byte 0x{raw[error.start]:02X} is not UTF-8. Save the file as UTF-8."
        problems.add(table.file, row, column, reason)
        return None


def place_after(text):
    """The row and the column in which a text breaks off."""
    lines = list(parsed(text))
    header, last = (lines or [[]])[0], (lines or [[]])[-1]
    inside = len(lines) > 1 and 0 < len(last) <= len(header)
    return max(len(lines), 1), header[len(last) - 1] if inside else ""


def lines_of(table, text, problems):
    number = 0
    try:
        for number, cells in enumerate(parsed(text, strict=True), start=1):
            if number > MOST_ROWS:
                problems.add(table.file, number, "", f"More than {MOST_ROWS} rows.")
                return
            if cells:
                yield number, cells
    except csv.Error as error:
        problems.add(table.file, number + 1, "", f"It cannot be read as CSV: {error}.")
    else:
        if text and not text.endswith("\n"):
            problems.add(table.file, number, "", "The file ends within this row: it is cut off.")


def parsed(text, **options):
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(io.StringIO(text, newline=""), **options)


def check_header(table, header, problems):
    known = {column.name for column in table.columns}
    needed = [column.name for column in table.columns if column.name not in table.extra.split()]
    for name in header:
        if name not in known:
            problems.add(table.file, 1, name[:40], "The register knows no such column.")
        elif header.count(name) > 1:
            problems.add(table.file, 1, name, "The column is there twice.")
    for name in needed:
        if name not in header:
            problems.add(table.file, 1, name, "The column is missing.")


def check_shape(table, lines, problems):
    width = len(lines[0][1])
    for number, cells in lines[1:]:
        if len(cells) != width:
            reason = f"The row has {len(cells)} cells, the header has {width}."
            problems.add(table.file, number, "", reason)


def row_of(table, header, line, problems):
    number, cells = line
    by_name = dict(zip(header, cells, strict=True))
    row = Row(table, number, {})
    for column in table.columns:
        if column.name in by_name:
            try:
                row.values[column.name] = read(column, restored(by_name[column.name]))
            except ValueError as error:
                problems.at(row, column.name, error)
    return row
