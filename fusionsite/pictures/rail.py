"""The timeline on a narrow screen: a row for each record, the oldest first, with lines beside it.

The marks stand in one column. Each line runs in a column of its own, from the first record that
it leaves to the one that it leads to. The lower part of a row is stretched to the height of its
text, so that words may wrap or be enlarged.
"""

from dataclasses import dataclass

TOP_HEIGHT, MARK_Y, EDGE = 30, 15, 13
COLUMN, MOST_WIDTH = 14, 72


@dataclass(frozen=True)
class Strand:
    """One line: from some earlier records to a later one, by row number."""

    relation: str
    rows: tuple
    end: int

    @property
    def first(self):
        return min(self.rows)


@dataclass(frozen=True)
class Line:
    relation: str
    path: str


@dataclass(frozen=True)
class RailRow:
    record: object
    r: int
    top_lines: tuple
    bottom_lines: tuple
    links: tuple  # what the record says of others
    mark_x: int

    @property
    def halo(self):
        return self.r + 2

    @property
    def left(self):
        return self.mark_x - self.r

    @property
    def top(self):
        return MARK_Y - self.r

    @property
    def size(self):
        return self.r * 2


@dataclass(frozen=True)
class Rail:
    width: int
    mark_x: int
    rows: tuple
    columns: tuple  # (strand, x)


def rail(records, links):
    """`links`: those that the wide picture draws."""
    records = sorted(records, key=lambda record: (record.day, record.key))
    numbers = {record.key: number for number, record in enumerate(records)}
    columns = in_columns(strands_of(links, numbers))
    used = 1 + max((column for _strand, column in columns), default=-1)
    step = min(COLUMN, MOST_WIDTH / used) if used else COLUMN
    mark_x = round(EDGE + step * used)
    placed = tuple((strand, round(mark_x - step * (c + 1))) for strand, c in columns)
    rows = tuple(row_of(n, record, placed, mark_x, links) for n, record in enumerate(records))
    return Rail(mark_x + EDGE, mark_x, rows, placed)


def strands_of(links, numbers):
    """A link that leads back in time runs from the upper row to the lower one all the same."""
    rows = {}
    for link in links:
        first, last = sorted((numbers[link.earlier], numbers[link.later]))
        rows.setdefault((last, link.relation), set()).add(first)
    return [
        Strand(relation, tuple(sorted(firsts)), last) for (last, relation), firsts in rows.items()
    ]


def in_columns(strands):
    """[(strand, number of its column)]: two that pass one row never share a column."""
    found, busy_until = [], []
    for strand in sorted(strands, key=lambda s: (s.first, s.end, s.relation)):
        column = next((n for n, end in enumerate(busy_until) if end < strand.first), None)
        if column is None:
            column = len(busy_until)
            busy_until.append(0)
        busy_until[column] = strand.end
        found.append((strand, column))
    return found


def row_of(number, record, columns, mark_x, links):
    top, bottom = [], []
    for strand, x in columns:
        if strand.first < number < strand.end:
            top.append(Line(strand.relation, f"M{x} 0V{TOP_HEIGHT}"))
            bottom.append(Line(strand.relation, f"M{x} 0V100"))
        if number == strand.end:
            top.append(Line(strand.relation, f"M{x} 0Q{x} {MARK_Y} {mark_x} {MARK_Y}"))
        if number in strand.rows:
            top.append(Line(strand.relation, f"M{mark_x} {MARK_Y}V{TOP_HEIGHT}"))
            bottom.append(Line(strand.relation, f"M{mark_x} 0C{mark_x} 60 {x} 40 {x} 100"))
    own = tuple(link for link in links if link.later == record.key)
    return RailRow(record, 9 if record.is_large else 7, tuple(top), tuple(bottom), own, mark_x)
