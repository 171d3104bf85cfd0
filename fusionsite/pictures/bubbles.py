"""Where the bubbles stand: in their countries, or beside them with a line that leads there."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from fusionsite.pictures.projection import Frame

SMALLEST = 9
GROWTH = 6
LARGEST = 46
GAP = 6
# Sizes are taken down together until each bubble has room. Where even the least will not do, as
# among all the islands of the Caribbean, lines may cross one another and pass below bubbles; with
# more bubbles than MOST_CLEAR nothing else is tried.
MOST_CLEAR = 100
TRIES = [(part, True) for part in (1, 0.8, 0.62, 0.48, 0.36)]
TRIES += [(part, False) for part in (0.36, 0.2, 0.05)]
# A bubble is this far from the edge of the map: its line may pass.
MARGIN = 6
STEP = 5
FARTHEST = 400
FARTHEST_FOR_RAY = 100
ANGLES = 24


@dataclass(frozen=True)
class Bubble:
    """`leader`: the place that it stands for, where the bubble does not cover it."""

    code: str
    x: float
    y: float
    radius: float
    leader: tuple | None = None

    @property
    def circle(self):
        return self.x, self.y, self.radius


def growth_for(counts):
    """By how much a bubble grows with the root of its number: no more than LARGEST in all."""
    return min(GROWTH, (LARGEST - SMALLEST) / math.sqrt(max(counts, default=1)))


def radius_of(count, growth):
    return SMALLEST + growth * math.sqrt(count)


def no_ray(_bubble):
    return []


def place_bubbles(frame, wanted, taken=(), clear_lines=True, ray_to=no_ray):
    """{code: Bubble} for `wanted`: (code, (x, y), radius), the most important first.

    None where there is no room. `taken`: circles that are there before them. `ray_to(bubble)`:
    the points of the ray to a bubble, which those that have to move keep clear.
    """
    if clear_lines and len(wanted) > MOST_CLEAR:
        return None
    placed, drawn_rays = {}, []
    spots = {code: (*spot, 0) for code, spot, _radius in wanted}
    for code, spot, radius in wanted:
        others = list(placed.values())
        circles = [*taken, *(other.circle for other in others)]
        if clear_lines:
            # A line has to reach the place of each of the others.
            circles += [place for other, place in spots.items() if other != code]
        room = Room(frame, circles, drawn_rays, others if clear_lines else None, ray_to)
        bubble = room.find(code, spot, radius)
        if bubble is None:
            return None
        placed[code] = bubble
        drawn_rays += ray_to(bubble)
    return placed


@dataclass
class Room:
    """What the next bubble finds. `others`: bubbles before it, or None to cross their lines."""

    frame: Frame
    circles: list
    rays: list
    others: list | None
    ray_to: Callable

    def find(self, code, spot, radius):
        """Its own place, else the nearest; rather one that its ray reaches below no other."""
        second = None
        for x, y in spots_around(spot):
            leader = tuple(spot) if math.dist((x, y), spot) > radius + 1 else None
            bubble = Bubble(code, x, y, radius, leader)
            is_moved = (x, y) != spot
            if within(self.frame, bubble) and self.is_clear_for(bubble, is_moved):
                if not is_moved or self.ray_is_clear(bubble):
                    return bubble
                second = second or bubble
            if second and math.dist((x, y), spot) > FARTHEST_FOR_RAY:
                break
        return second

    def ray_is_clear(self, bubble):
        points = self.ray_to(bubble)
        return not any(touches(other.circle, points, 0) for other in self.others or ())

    def is_clear_for(self, bubble, is_moved):
        if not stands_clear(bubble, self.circles):
            return False
        if self.others is None:
            return True
        on_ray = is_moved and touches(bubble.circle, self.rays)
        return not on_ray and line_is_clear(bubble, self.circles, self.others)


def spots_around(spot):
    """The spot, then rings about it, each from the south round: there is more often sea."""
    yield spot
    for ring in range(1, FARTHEST // STEP + 1):
        for turn in range(ANGLES):
            angle = 2 * math.pi * turn / ANGLES
            away = ring * STEP
            yield spot[0] + away * math.sin(angle), spot[1] + away * math.cos(angle)


def within(frame, bubble):
    edge = bubble.radius + MARGIN
    return edge <= bubble.x <= frame.width - edge and edge <= bubble.y <= frame.height - edge


def stands_clear(bubble, circles):
    x, y, radius = bubble.circle
    return all((x - a) ** 2 + (y - b) ** 2 >= (radius + r + GAP) ** 2 for a, b, r in circles)


def touches(circle, points, gap=GAP):
    x, y, radius = circle
    return any((x - a) ** 2 + (y - b) ** 2 < (radius + gap) ** 2 for a, b in points)


def line_is_clear(bubble, circles, others):
    """Neither is its line hidden or crossed, nor does it hide that of another."""
    lines = [(other.leader, (other.x, other.y)) for other in others if other.leader]
    if any(distance(bubble.circle, line) < bubble.radius + 3 for line in lines):
        return False
    if not bubble.leader:
        return True
    line = (bubble.leader, (bubble.x, bubble.y))
    if any(distance(circle, line) < circle[2] + 3 for circle in circles if circle[2]):
        return False
    return not any(cross(line, other) for other in lines)


def distance(point, line):
    """From a point to a piece of a straight line."""
    (px, py), ((ax, ay), (bx, by)) = point[:2], line
    dx, dy = bx - ax, by - ay
    along = ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy or 1)
    along = min(1, max(0, along))
    return math.hypot(ax + along * dx - px, ay + along * dy - py)


def cross(one, other):
    (a, b), (c, d) = one, other
    return side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b)


def side(a, b, point):
    return (b[0] - a[0]) * (point[1] - a[1]) > (b[1] - a[1]) * (point[0] - a[0])
