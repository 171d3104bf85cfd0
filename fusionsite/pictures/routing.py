"""The ways of links: out of the earlier record, up or down, along the row of the later one.

A link leaves its mark to the right, or to the left where the later mark stands nearly above or
below; where that way is taken it leaves below the mark. Going up or down it meets no label: where
one is in the way it steps aside between two rows, where nothing stands.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from .shapes import GUTTER

APART = 6  # between two links that run side by side
CLEAR = 6  # between a link and a label or mark
TURN, STEP = 18, 9  # of a link before its mark
EXIT = 14
MOST_TRACKS = 4
HALF = 0.5  # between two rows
# What a bend counts, in units of way.
ASIDE_COST, BELOW_COST, FAR = 90, 40, float("inf")
LEFT_EDGE = GUTTER + 4


@dataclass(frozen=True)
class Leg:
    """A part of a link that runs up or down at x, through the rows from `top` to `bottom`.

    A leg that begins or ends between two rows has all of the rows `top` and `bottom`. The mark's
    own row is passed from the middle of the mark.
    """

    x: float
    top: tuple
    bottom: tuple
    from_mark: bool  # `top` is the row of a mark, which only its lower half is passed of

    def passes(self, place):
        return self.top <= place <= self.bottom

    def strikes(self, place):
        """Whether it runs through the labels of the row."""
        return self.passes(place) and not (self.from_mark and place == self.top)


@dataclass(frozen=True)
class Route:
    """A link's way from its later record (`end`) back; no legs when it runs straight.

    `leaves`: the earlier record to the right, to the left, or below.
    """

    link: object
    start: object
    end: object
    leaves: str = "right"
    track: object = None
    legs: tuple = ()

    @property
    def goes_down(self):
        return self.start.place < self.end.place

    @property
    def places(self):
        """The upper and the lower row, as far as the link runs up or down through them."""
        lane, row = self.start.place
        begin = (lane, row + HALF) if self.leaves == "below" and self.goes_down else (lane, row)
        return min(begin, self.end.place), max(begin, self.end.place)


@dataclass(frozen=True)
class Way:
    """What a way costs, and its runs from the later record: [(x, first row, last row)]."""

    cost: float
    runs: list


class Router:
    def __init__(self, board):
        self.board = board
        self.routes = []

    def strikes(self, place, x0, x1):
        """Whether a link runs through the labels of that row between x0 and x1."""
        return any(
            x0 < leg.x < x1 and leg.strikes(place) for route in self.routes for leg in route.legs
        )

    def find(self, link, start, end, others):
        """The shortest way for the link beside those that stand and `others`, or None."""
        track = self.track_of(link, end)
        if start.place == end.place and self.is_straight(start, end):
            return Route(link, start, end, track=track)
        found = []
        for leaves in self.exits(start, end):
            route = Route(link, start, end, leaves, track)
            way = self.way_of(route, [*self.routes, *others])
            if way:
                found.append((way.cost + BELOW_COST * (leaves == "below"), leaves, route, way))
        if not found:
            return None
        _cost, _leaves, route, way = min(found, key=lambda f: f[:2])
        return replace(route, legs=as_legs(route, way.runs))

    def exits(self, start, end):
        """How the link may leave its mark; on the left the links into the mark arrive."""
        if start.place == end.place:
            return ["below"]
        if end.left - TURN >= start.right + EXIT:
            return ["right", "below"]
        links = self.board.links_of[start.key]
        has_incoming = any(link.later == start.key for link in links)
        return ["below"] if has_incoming else ["left", "below"]

    def is_straight(self, start, end):
        row = self.board.row(start.place)
        return end.left - start.right >= EXIT and row.lets_pass(start.right, end.left, (start, end))

    def track_of(self, link, end):
        """Links into a mark that many lead to share a way with those of their relation."""
        links = self.board.links_of[end.key]
        incoming = sum(other.later == link.later for other in links)
        return (link.later, link.relation) if incoming > MOST_TRACKS else link

    def way_of(self, route, others):
        """The cheapest way through the rows from the later record to the earlier one, or None."""
        xs, places = self.turns(route), self.places_between(route)
        if not xs:
            return None
        costs, steps = [xs[-1] - x for x in xs], []
        for place in places:
            if steps:
                costs, origins = step_aside(costs, xs)
            else:
                origins = list(range(len(xs)))
            steps.append(origins)
            is_open = self.open_at(route, place, xs, others)
            costs = [c if ok else FAR for c, ok in zip(costs, is_open, strict=True)]
        exit_x = route.start.right if route.leaves == "right" else route.start.x
        ends = [round(cost + abs(x - exit_x), 1) for cost, x in zip(costs, xs, strict=True)]
        cost = min(ends)
        # Of ways of one length that with the bend nearest to the later mark.
        last = len(ends) - 1 - ends[::-1].index(cost)
        return None if cost == FAR else Way(cost, runs_of(last, steps, xs, places))

    def turns(self, route):
        """Where it may run up or down: on a grid, and where its track runs already.

        Never beyond the mark: the marks that come later in time find that room free.
        """
        near = min(route.start.left, route.end.left) if route.leaves == "left" else route.end.left
        grid = []
        x = near - TURN
        while x >= LEFT_EDGE:
            grid.append(round(x, 1))
            x -= STEP
        shared = [leg.x for o in self.routes if o.track == route.track for leg in o.legs]
        return sorted({*grid, *(x for x in shared if x <= near - TURN)})

    def places_between(self, route):
        """Every row from that of the later record to that of the earlier one, counts too."""
        top, bottom = route.places
        places = {bottom, route.end.place} | {count.place for count in self.board.counts}
        for lane in range(top[0], bottom[0] + 1):
            places |= {(lane, row) for row in range(len(self.board.rows[lane]))}
        return sorted((p for p in places if top <= p <= bottom), reverse=route.goes_down)

    def open_at(self, route, place, xs, others):
        """For each x: whether the link may run up or down there through the row."""
        is_open = [True] * len(xs)

        def block(x0, x1):
            for n in range(bisect_right(xs, x0), bisect_left(xs, x1)):
                is_open[n] = False

        for x0, x1 in self.taken(route, place):
            block(x0 - CLEAR, x1 + CLEAR)
        for other in others:
            for leg in other.legs:
                if leg.passes(place):
                    at = bisect_left(xs, leg.x)
                    is_shared = other.track == route.track and xs[at : at + 1] == [leg.x]
                    before = is_open[at] if is_shared else None
                    block(leg.x - APART, leg.x + APART)
                    if is_shared:
                        is_open[at] = before
        if place in (route.start.place, route.end.place):
            return [ok and self.reaches(route, x, place) for x, ok in zip(xs, is_open, strict=True)]
        return is_open

    def taken(self, route, place):
        """From where to where labels and marks stand in the row."""
        lane, row = place
        if row >= len(self.board.rows[lane]):
            yield from (count.words for count in self.board.counts if count.place == place)
            return
        for spot in self.board.row(place).spots:
            yield (spot.left, spot.right)
            if place != route.places[0] and spot.label.lines:
                yield spot.words

    def reaches(self, route, x, place):
        """In the row of a mark: whether the link gets from x to the mark."""
        start, end = route.start, route.end
        if place == end.place:
            return x <= end.left - TURN and self.runs(route, place, x, end.left)
        if place != start.place or route.leaves == "below":
            return True
        if route.leaves == "left":
            return x <= start.left - TURN and self.runs(route, place, x, start.left)
        return x >= start.right + EXIT and self.runs(route, place, start.right, x)

    def runs(self, route, place, x0, x1):
        return self.board.row(place).lets_pass(x0, x1, (route.start, route.end))

    def keep(self, route):
        self.routes.append(route)
        start, end = route.start, route.end
        if not route.legs:
            self.claim(start, start.right, end.left)
            return
        near, far = route.legs[0].x, route.legs[-1].x
        self.claim(end, near, end.left)
        if route.leaves == "left":
            self.claim(start, far, start.left)
        elif route.leaves == "right":
            self.claim(start, start.right, far)

    def claim(self, spot, x0, x1):
        self.board.row(spot.place).claims.append((x0, x1, spot.key))


def as_legs(route, runs):
    """Legs from the later record back; rows that are added between two belong to the upper one."""
    top, _bottom = route.places
    downward = sorted(runs, key=lambda run: min(run[1:]))
    legs = []
    for number, (x, *ends) in enumerate(downward):
        first = top if number == 0 else min(ends)
        last = max(ends)
        if number + 1 < len(downward):
            last = just_above(min(downward[number + 1][1:]), last)
        legs.append(Leg(x, first, last, from_mark=number == 0 and top[1] % 1 == 0))
    return tuple(legs[::-1] if route.goes_down else legs)


def just_above(place, row_above):
    lane, row = place
    return row_above if row else (lane - 1, float("inf"))


def step_aside(costs, xs):
    """For each x the cheapest way there, as it runs or from another x, and the place of that x."""
    found, origins = list(costs), list(range(len(xs)))
    for order in (range(len(xs)), range(len(xs) - 1, -1, -1)):
        best, at, came_from = FAR, 0, 0
        for n in order:
            cost = best + abs(xs[n] - at)
            if cost < found[n]:
                found[n], origins[n] = cost, came_from
            if costs[n] + ASIDE_COST < cost:
                best, at, came_from = costs[n] + ASIDE_COST, xs[n], n
    return found, origins


def runs_of(last, steps, xs, places):
    """The way that ends at `last` as runs from the first row on."""
    path = [last]
    for origins in reversed(steps[1:]):
        path.append(origins[path[-1]])
    runs = []
    for at, place in zip(reversed(path), places, strict=True):
        if runs and runs[-1][0] == xs[at]:
            runs[-1] = (xs[at], runs[-1][1], place)
        else:
            runs.append((xs[at], place, place))
    return runs
