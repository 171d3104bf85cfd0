"""The ways of links as corners, and as paths with the corners rounded."""

from itertools import pairwise

from .shapes import BELOW_MARK

CORNER = 11
BEFORE_MARK = 7  # where the head of an arrow ends
AFTER_MARK = 4
SLOT = 7  # between two links that enter a mark side by side
FAN = 6  # between two relations that leave a mark side by side
ASIDES = (0, 4, -4)  # of links that step aside between the same rows


class Ways:
    """The corners of all links. Links that step aside between the same rows keep apart."""

    def __init__(self, routes, heights):
        self.routes, self.heights = routes, heights
        self.taken = {}  # {y between two rows: [(from, to, offset, link)]}

    def points_of(self, route):
        """The corners from the later record back to the earlier one."""
        start, end = route.start, route.end
        x1 = end.left - BEFORE_MARK
        if not route.legs:
            y = self.heights.centres[end.key] + exit_of(route, self.routes)
            return ((x1, y), (start.right + AFTER_MARK, y))
        y1 = self.heights.centres[end.key] + entry_of(route, self.routes)
        points = [(x1, y1), (route.legs[0].x, y1)]
        for leg, following in pairwise(route.legs):
            # Between the rows of the two legs, just above the lower one.
            edge = self.heights.tops[max(leg.top, following.top)]
            y = self.aside(edge, leg.x, following.x)
            points += [(leg.x, y), (following.x, y)]
        return (*points, *self.beginning(route, route.legs[-1].x))

    def beginning(self, route, x):
        start, y0 = route.start, self.heights.centres[route.start.key]
        if route.leaves == "below":
            y = self.aside(y0 + BELOW_MARK, x, start.x)
            return [(x, y), (start.x, y), (start.x, y0 + start.r + AFTER_MARK)]
        y0 += exit_of(route, self.routes)
        x0 = start.left - AFTER_MARK if route.leaves == "left" else start.right + AFTER_MARK
        return [(x, y0), (x0, y0)]

    def aside(self, edge, *xs):
        """A height near the edge between two rows at which no other link runs there."""
        x0, x1 = min(xs), max(xs)
        taken = self.taken.setdefault(edge, [])
        free = (o for o in ASIDES if not any(a < x1 and b > x0 and o == p for a, b, p in taken))
        offset = next(free, ASIDES[len(taken) % len(ASIDES)])
        taken.append((x0, x1, offset))
        return edge + offset


def entry_of(route, routes):
    """How far from the middle of the mark the link enters, so that nested ways do not cross."""
    tracks = []
    for other in sorted((o for o in routes if o.end is route.end), key=from_the_top):
        if other.track not in tracks:
            tracks.append(other.track)
    return spread(tracks.index(route.track), len(tracks), SLOT, route.end.r)


def from_the_top(route):
    """Links from above by where they turn, the nearest to the mark first; then those from below."""
    is_above = route.start.place < route.end.place
    x = route.legs[0].x if route.legs else route.end.left
    return (not is_above, bool(route.legs), -x if is_above else x, route.link.earlier)


def exit_of(route, routes):
    relations = sorted(
        {
            other.link.relation
            for other in routes
            if other.start is route.start and other.leaves == route.leaves
        }
    )
    return spread(relations.index(route.link.relation), len(relations), FAN, route.start.r)


def spread(place, places, step, r):
    if places < 2:
        return 0
    step = min(step, (2 * r - 4) / (places - 1))
    return round((place - (places - 1) / 2) * step, 1)


def path_of(points):
    """The path through the corners, rounded where there is room."""
    parts = [f"M{pair(points[0])}"]
    for (a, b), (c, d), (e, f) in zip(points, points[1:], points[2:], strict=False):
        r = min(CORNER, (abs(c - a) + abs(d - b)) / 2, (abs(e - c) + abs(f - d)) / 2)
        before = (c - r * sign(c - a), d - r * sign(d - b))
        after = (c + r * sign(e - c), d + r * sign(f - d))
        parts.append(f"L{pair(before)}Q{pair((c, d))} {pair(after)}")
    return "".join([*parts, f"L{pair(points[-1])}"])


def sign(value):
    return (value > 0) - (value < 0)


def pair(point):
    return f"{number(point[0])} {number(point[1])}"


def number(value):
    """Half a unit is less than anybody sees."""
    return f"{value:.0f}"
