"""What a timeline is made from, and the sizes of its parts in units of the drawing."""

from dataclasses import dataclass
from datetime import date, timedelta

from .lettering import Fitted, cut, fit, text_width

WIDTH, GUTTER, RIGHT, TOP = 1240, 150, 16, 40
NAME_SIZE, META_SIZE, LANE_SIZE = 15.5, 13, 16
LARGE, SMALL, MOST_GROWTH = 13, 9, 3
LINE, META_LINE = 18, 16
ABOVE_LABEL, BELOW_LABEL, BELOW_MARK = 6, 18, 22
ROOMS = (220, 160, 110, 80)  # the width of a label, the widest first
TAIL = 62  # of "by" and "after"
SHORTEST_BAR = 26


@dataclass(frozen=True)
class Record:
    """What is drawn of a record. `known`: exact, month, year, by, after or about."""

    key: str
    lane: str
    symbol: str
    level: str
    is_large: bool
    d0: date
    d1: date
    known: str
    label: str
    kind: str
    when: str
    date: str
    address: str

    @property
    def day(self):
        """The day of the mark: the middle of what is known."""
        return self.d0 + timedelta(days=(self.d1 - self.d0).days // 2)


@dataclass(frozen=True)
class Link:
    """From the record that came first to the one that states the relation."""

    earlier: str
    later: str
    relation: str
    words: str = ""


@dataclass(frozen=True)
class Lane:
    key: str
    name: str
    address: str = ""
    count: int = 0


@dataclass(frozen=True)
class More:
    """Records of one lane and one group of years that are counted and not drawn."""

    lane: str
    group: int
    count: int
    shown: int = 0  # of the same lane and years, drawn
    address: str = ""
    years: str = ""
    lane_name: str = ""


@dataclass(frozen=True)
class Label:
    """The words beside a mark: the title in lines, and what it is and when."""

    lines: tuple
    meta: str
    width: float


def label_of(record, room):
    name = fit(record.label, NAME_SIZE, room)
    meta = meta_of(record, room)
    width = max(name.width, text_width(meta, META_SIZE, bold=True))
    return Label(name.lines, meta, width)


def meta_of(record, room):
    """Where the kind has no room the date stands alone: the mark shows the kind as well."""
    for words in (f"{record.kind} · {record.when}", record.when, record.date):
        if text_width(words, META_SIZE, bold=True) <= room:
            return words
    return cut(record.date, META_SIZE, room, bold=True)


NO_LABEL = Label((), "", 0)


def radius_of(record, incoming):
    size = LARGE if record.is_large else SMALL
    return size + min(MOST_GROWTH, max(0, incoming - 1))


def lane_name(name) -> Fitted:
    return fit(name, LANE_SIZE, GUTTER - 22)
