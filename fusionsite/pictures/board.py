"""The board on which marks and labels find their places, in the order of time.

Each record takes the first place in its lane where its label meets nothing and its links to what
stands already find a way (routing.py).
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

from .routing import STEP, TURN, Router
from .shapes import GUTTER, NO_LABEL, ROOMS, WIDTH, Label, Record, label_of

GAP = 14  # between a label and what follows it in its row
CLEAR = 6  # between a link and a label
MOST_PLACES_TRIED = 6
BELOW_ROWS = 10**6  # the row of the counts below the records of a lane
LEFT_EDGE, RIGHT_EDGE = GUTTER + 4, WIDTH - 4


@dataclass(eq=False)
class Spot:
    """A record with its place: `x`, and (lane, row)."""

    record: Record
    x: float
    r: float
    bar: tuple  # from where to where the date may lie
    lane: int
    row: int = 0
    side: str = "start"
    label: Label = NO_LABEL

    @property
    def key(self):
        return self.record.key

    @cached_property
    def place(self):
        return (self.lane, self.row)

    @cached_property
    def left(self):
        return self.x - self.r

    @cached_property
    def right(self):
        return self.x + self.r

    @cached_property
    def words(self):
        """From where to where the label stands."""
        if self.side == "end":
            return (self.right - self.label.width, self.right)
        return (self.left, self.left + self.label.width)

    @cached_property
    def extent(self):
        x0, x1 = self.words
        return (min(x0, self.left, self.bar[0]), max(x1, self.right, self.bar[1]))


@dataclass(frozen=True)
class Count:
    """ "And n more" below the records of a lane."""

    lane: int
    words: tuple

    @property
    def place(self):
        return (self.lane, BELOW_ROWS)


@dataclass(eq=False)
class Row:
    spots: list = field(default_factory=list)
    claims: list = field(default_factory=list)  # (from, to, key): links of that record run there

    def lets_pass(self, x0, x1, ends=()):
        """Whether a link between the spots `ends` may run along the row."""
        keys = [spot.key for spot in ends]
        return not any(
            a < x1 and b > x0 for s in self.spots if s not in ends for a, b in [s.extent]
        ) and not any(a < x1 and b > x0 and key not in keys for a, b, key in self.claims)


class Board:
    def __init__(self, lanes, links, counts=()):
        self.rows = [[] for _lane in lanes]
        self.counts = counts
        self.spots, self.left_out = {}, []
        self.links_of = {}
        for link in links:
            self.links_of.setdefault(link.earlier, []).append(link)
            self.links_of.setdefault(link.later, []).append(link)
        self.router = Router(self)
        self.labels = {}

    @property
    def routes(self):
        return self.router.routes

    def row(self, place):
        lane, number = place
        return self.rows[lane][number]

    def add_all(self, spots):
        for spot in sorted(spots, key=lambda s: (s.x, s.lane, s.key)):
            self.add(spot)

    def add(self, spot):
        """The first place where all links find their way, else the one where most do."""
        best = None
        for tried, found in enumerate(self.places(spot), start=1):
            routes, failed = self.attempt(found)
            if best is None or len(failed) < len(best[2]):
                best = (found, routes, failed)
            if not failed or tried == MOST_PLACES_TRIED:
                break
        self.take(*best)

    def places(self, spot):
        """Where the record may stand: a narrower label before a further row."""
        used = sum(bool(row.spots) for row in self.rows[spot.lane])
        self.keep_rows(spot.lane, used + 1)
        rows = [(number, room) for number in range(used) for room in ROOMS[:2]]
        fresh = [(used, room) for room in (*ROOMS, 0)]
        for number, room in [*rows, *fresh]:
            label = self.label(spot.record, room)
            for side in ("start", "end"):
                found = replace(spot, row=number, side=side, label=label)
                if self.is_free(found):
                    yield found

    def keep_rows(self, lane, number):
        while len(self.rows[lane]) < number:
            self.rows[lane].append(Row())

    def label(self, record, room):
        labels = self.labels.setdefault(record.key, {})
        if room not in labels:
            labels[room] = label_of(record, room) if room else NO_LABEL
        return labels[room]

    def is_free(self, spot):
        x0, x1 = spot.words
        if x0 < LEFT_EDGE or x1 > RIGHT_EDGE:
            return False
        row = self.row(spot.place)
        left, right = spot.extent
        if not row.lets_pass(min(left, spot.left - self.approach(spot)) - GAP, right + GAP):
            return False
        return not spot.label.lines or not self.router.strikes(spot.place, x0 - CLEAR, x1 + CLEAR)

    def approach(self, spot):
        """How much room the links into the mark need on its left."""
        incoming = sum(link.later == spot.key for link in self.links_of.get(spot.key, ()))
        return TURN - GAP + STEP * min(incoming, 4) if incoming else 0

    def attempt(self, spot):
        """The ways of the links between the record there and what stands, and the links without."""
        row = self.row(spot.place)
        row.spots.append(spot)
        routes, failed = [], []
        for link, start, end in self.ready(spot):
            route = self.router.find(link, start, end, routes)
            if route:
                routes.append(route)
            else:
                failed.append(link)
        row.spots.remove(spot)
        return routes, failed

    def ready(self, spot):
        """The links between the record and what stands already, the farthest first."""
        found = []
        for link in self.links_of.get(spot.key, ()):
            other = self.spots.get(link.later if link.earlier == spot.key else link.earlier)
            if other:
                found.append((link, other, spot) if link.later == spot.key else (link, spot, other))
        return sorted(found, key=lambda f: (-distance(f[1], f[2]), f[1].x, f[0].earlier))

    def take(self, spot, routes, failed):
        row = self.row(spot.place)
        row.spots.append(spot)
        self.spots[spot.key] = spot
        self.left_out += failed
        for route in routes:
            self.router.keep(route)


def distance(start, end):
    return abs(start.lane - end.lane) * BELOW_ROWS + abs(start.row - end.row)
