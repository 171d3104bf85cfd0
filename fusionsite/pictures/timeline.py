"""The timeline: lanes of marks along time, with links between them, as numbers for a template.

Standard library only. The same records give the same picture to the byte.
"""

from collections import Counter
from dataclasses import dataclass

from .axis import MONTHS, build_axis
from .board import BELOW_ROWS, Board, Spot
from .board import Count as Reserved
from .lettering import text_width
from .paths import Ways, number, path_of
from .shapes import (
    ABOVE_LABEL,
    BELOW_LABEL,
    BELOW_MARK,
    GUTTER,
    LINE,
    META_LINE,
    META_SIZE,
    RIGHT,
    SHORTEST_BAR,
    TAIL,
    TOP,
    WIDTH,
    lane_name,
    radius_of,
)

PAD = 5  # above and below the rows of a lane
HEADING = 32  # of a lane's count, below its name
LANE_LINE = 20
MORE_ROW = 36
MORE_PAD = 8


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Line:
    """A line of text; `y` is its baseline."""

    text: str
    y: float


@dataclass(frozen=True)
class Mark:
    record: object
    x: float
    y: float
    r: float
    bar: tuple  # where the date may lie; empty when the day is known
    tail: str  # the path of "by" and "after" from the middle of the mark
    text_x: float
    anchor: str
    lines: tuple
    meta: Line | None
    label: Box | None
    hit: Box

    @property
    def is_whole(self):
        """Whether the label says all that a reader is told of the record."""
        record = self.record
        told = self.meta is not None and self.meta.text == f"{record.kind} · {record.when}"
        return told and "".join(line.text for line in self.lines).replace(" ", "") == (
            record.label.replace(" ", "")
        )

    # A template draws a mark around its own middle: most numbers are then the same for all marks.
    @property
    def corner(self):
        return -self.r

    @property
    def words_x(self):
        return self.text_x - self.x

    @property
    def words(self):
        return [Line(line.text, line.y - self.y) for line in self.lines]

    @property
    def meta_y(self):
        return self.meta.y - self.y

    @property
    def hit_x(self):
        return self.hit.x - self.x

    @property
    def hit_y(self):
        return self.hit.y - self.y

    @property
    def bar_path(self):
        return f"M{self.bar[0] - self.x} 0H{self.bar[1] - self.x}"

    @property
    def size(self):
        return self.r * 2


@dataclass(frozen=True)
class LaneBand:
    lane: object
    is_shaded: bool
    box: Box
    lines: tuple
    count_y: float
    hit: Box


@dataclass(frozen=True)
class Count:
    """ "and n more", with where it stands."""

    more: object
    words: str
    x: float
    y: float
    hit: Box

    # Around its own beginning, as a mark around its middle.
    @property
    def hit_x(self):
        return self.hit.x - self.x

    @property
    def hit_y(self):
        return self.hit.y - self.y


@dataclass(frozen=True)
class Drawn:
    """A link: its path from the later record back, so that shared ways share their dashes."""

    link: object
    path: str
    points: tuple


@dataclass(frozen=True)
class Picture:
    width: int
    height: float
    top: int
    gutter: int
    axis: object
    bands: tuple
    marks: tuple
    counts: tuple
    links: tuple
    left_out: tuple  # links for which no way was left

    @property
    def bottom(self):
        return self.height - 8

    @property
    def tick_y(self):
        return self.top - 12

    @property
    def relations(self):
        return {drawn.link.relation for drawn in self.links}


def axis_of(days, months=MONTHS):
    """The axis of a picture that shows all of these days, drawn or counted."""
    return build_axis(days, GUTTER + 14, WIDTH - RIGHT, months)


def layout(records, links, lanes, more=(), *, axis=None, more_words="and {} more".format):
    """The picture of these records; `more_words(count, shown)` gives "and 5 more"."""
    axis = axis or axis_of([record.day for record in records])
    board = placed(records, links, lanes, more, axis, more_words)
    bands, heights = stack(board, lanes)
    return Picture(
        width=WIDTH,
        height=rounded(bands[-1].box.y + bands[-1].box.height + 8),
        top=TOP,
        gutter=GUTTER,
        axis=axis,
        bands=bands,
        marks=tuple(mark_of(spot, heights.centres[spot.key]) for spot in board.spots.values()),
        counts=tuple(
            count_of(item, more_words(item.count, item.shown), where, bands[where.lane].box)
            for item, where in zip(more, board.counts, strict=True)
        ),
        links=tuple(drawn_links(board, heights)),
        left_out=tuple(board.left_out),
    )


def placed(records, links, lanes, more, axis, more_words):
    numbers = {lane.key: place for place, lane in enumerate(lanes)}
    incoming = Counter(link.later for link in links)
    board = Board(lanes, links, [reserved(item, numbers, axis, more_words) for item in more])
    board.add_all(
        spot_of(record, radius_of(record, incoming[record.key]), numbers[record.lane], axis)
        for record in records
    )
    return board


def spot_of(record, r, lane, axis):
    x = rounded(axis.x(record.day))
    return Spot(record, x, r, bar_of(record, x, axis), lane)


def bar_of(record, x, axis):
    """From where to where the date may lie, within the drawing."""
    if record.known == "by":
        bar = (x - TAIL, x)
    elif record.known == "after":
        bar = (x, x + TAIL)
    elif record.known == "exact":
        return (x, x)
    else:
        bar = (
            min(axis.x(record.d0), x - SHORTEST_BAR / 2),
            max(axis.x(record.d1), x + SHORTEST_BAR / 2),
        )
    return (rounded(max(bar[0], GUTTER + 2)), rounded(min(bar[1], WIDTH - 2)))


def reserved(more, lanes, axis, more_words):
    x = axis.groups[more.group].x0 + MORE_PAD
    width = text_width(more_words(more.count, more.shown), META_SIZE, bold=True)
    x = min(x, WIDTH - RIGHT - width)
    return Reserved(lanes[more.lane], (rounded(x), rounded(x + width)))


@dataclass(frozen=True)
class Heights:
    centres: dict  # {key of a record: the middle of its mark}
    tops: dict  # {place of a row: its upper edge}


def stack(board, lanes):
    """The bands of the lanes from the top down, and the heights of rows and marks."""
    bands, heights, y = [], Heights({}, {}), TOP
    for place, lane in enumerate(lanes):
        name, top = lane_name(lane.name), y
        y += PAD
        for row_number, row in enumerate(board.rows[place]):
            heights.tops[place, row_number] = y
            if row.spots:
                y += height_of(row)
            heights.centres.update({spot.key: y - BELOW_MARK for spot in row.spots})
        heights.tops[place, BELOW_ROWS] = y
        y += MORE_ROW if any(count.lane == place for count in board.counts) else PAD
        y = max(y, top + len(name.lines) * LANE_LINE + HEADING)
        bands.append(band_of(lane, place, name.lines, Box(0, top, WIDTH, y - top)))
    return tuple(bands), heights


def band_of(lane, place, names, box):
    lines = tuple(Line(text, box.y + 22 + n * LANE_LINE) for n, text in enumerate(names))
    count_y = box.y + 20 + len(lines) * LANE_LINE
    hit = Box(2, box.y + 3, GUTTER - 12, count_y - box.y + 6)
    return LaneBand(lane, place % 2 == 0, box, lines, count_y, hit)


def height_of(row):
    lines = max(len(spot.label.lines) for spot in row.spots)
    return ABOVE_LABEL + lines * LINE + META_LINE + BELOW_LABEL + BELOW_MARK


def mark_of(spot, y):
    record, label = spot.record, spot.label
    x0, x1 = spot.words
    lines, meta, box = (), None, None
    if label.lines:
        base = y - BELOW_LABEL
        meta = Line(label.meta, base - 4) if label.meta else None
        first = base - META_LINE - (len(label.lines) - 1) * LINE - 4
        lines = tuple(Line(text, first + n * LINE) for n, text in enumerate(label.lines))
        top = first - LINE + 5
        box = Box(rounded(x0), top, rounded(x1 - x0), base - top)
    left, right = min(x0, spot.left) - 5, max(x1, spot.right) + 5
    top = (box.y if box else y - spot.r) - 2
    return Mark(
        record=record,
        x=spot.x,
        y=y,
        r=spot.r,
        bar=() if record.known in ("exact", "by", "after") else spot.bar,
        tail=tail_of(spot),
        text_x=rounded(spot.right if spot.side == "end" else spot.left),
        anchor=spot.side,
        lines=lines,
        meta=meta,
        label=box,
        hit=Box(rounded(left), top, rounded(right - left), y + spot.r + 4 - top),
    )


def tail_of(spot):
    if spot.record.known not in ("by", "after"):
        return ""
    end = spot.bar[0] if spot.record.known == "by" else spot.bar[1]
    return f"M0-5v10L{number(end - spot.x)} 0z"


def count_of(more, words, where, box):
    x0, x1 = where.words
    y = box.y + box.height - MORE_ROW
    hit = Box(rounded(x0 - 5), y + 1, rounded(x1 - x0 + 10), MORE_ROW - 4)
    return Count(more, words, x0, y + 22, hit)


def drawn_links(board, heights):
    ways = Ways(board.routes, heights)
    for route in sorted(
        board.routes, key=lambda r: (r.link.later, r.link.earlier, r.link.relation)
    ):
        points = ways.points_of(route)
        yield Drawn(route.link, path_of(points), points)


def rounded(value):
    return round(value)


__all__ = ["Picture", "axis_of", "layout"]
