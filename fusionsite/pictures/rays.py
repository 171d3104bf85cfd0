"""Lines from the UK to its partners: great circles, bent where a mark of another is in the way."""

import math
from itertools import pairwise

from fusionsite.pictures.projection import simplify

STEPS = 60
# Part of its length by which the middle of a line moves sideways, the least first.
BENDS = (0, 0.05, -0.05, 0.1, -0.1, 0.15, -0.15, 0.2, -0.2)
CLEAR = 3
# By how many units a line may be less round than it is.
SMOOTH = 0.25
# No line on the map is this far from one point to the next, unless it goes round the back.
LONGEST_STEP = 100
GROWTH, THINNEST, WIDEST = 0.5, 1, 6


def growth_for(counts):
    """By how much a ray is wider for each agreement: no more than WIDEST in all."""
    return min(GROWTH, (WIDEST - THINNEST) / max(counts, default=1))


def width_of(count, growth):
    return round(THINNEST + count * growth, 1)


def great_circle(frame, start, end):
    """The shortest way over the globe, as points of the map."""
    first, last = on_globe(*start), on_globe(*end)
    angle = math.acos(max(-1, min(1, sum(a * b for a, b in zip(first, last, strict=True)))))
    points = []
    for step in range(STEPS + 1):
        one = math.sin((1 - step / STEPS) * angle) / math.sin(angle)
        other = math.sin(step / STEPS * angle) / math.sin(angle)
        x, y, z = (one * a + other * b for a, b in zip(first, last, strict=True))
        lon, lat = math.degrees(math.atan2(y, x)), math.degrees(math.asin(max(-1, min(1, z))))
        points.append(frame.project(lon, lat))
    return points


def on_globe(lon, lat):
    lon, lat = math.radians(lon), math.radians(lat)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def straight(start, end):
    return [between(start, end, step / STEPS) for step in range(STEPS + 1)]


def between(start, end, part):
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def moved(points, start, end):
    """The same line from another start to another end, for marks beside their places."""
    first, last = points[0], points[-1]
    found = []
    for step, (x, y) in enumerate(points):
        part = step / (len(points) - 1)
        dx = (start[0] - first[0]) * (1 - part) + (end[0] - last[0]) * part
        dy = (start[1] - first[1]) * (1 - part) + (end[1] - last[1]) * part
        found.append((x + dx, y + dy))
    return found


def bent(points, bend):
    (ax, ay), (bx, by) = points[0], points[-1]
    found = []
    for step, (x, y) in enumerate(points):
        aside = math.sin(math.pi * step / (len(points) - 1)) * bend
        found.append((x - (by - ay) * aside, y + (bx - ax) * aside))
    return found


def cut(points, first, last):
    """Between two circles (x, y, radius): from the edge of the one to the edge of the other."""
    return cut_at_start(cut_at_start(points, first)[::-1], last)[::-1]


def cut_at_start(points, circle):
    x, y, radius = circle
    for place, (before, after) in enumerate(pairwise(points)):
        if math.dist(after, (x, y)) >= radius:
            inner, outer = 0.0, 1.0
            for _halving in range(20):
                middle = (inner + outer) / 2
                if math.dist(between(before, after, middle), (x, y)) < radius:
                    inner = middle
                else:
                    outer = middle
            return [between(before, after, outer), *points[place + 1 :]]
    return []


def stays_on(frame, points):
    inside = all(2 <= x <= frame.width - 2 and 2 <= y <= frame.height - 2 for x, y in points)
    return inside and all(math.dist(a, b) < LONGEST_STEP for a, b in pairwise(points))


def hits(points, circles):
    return sum(
        any((x - cx) ** 2 + (y - cy) ** 2 < (radius + CLEAR) ** 2 for x, y in points)
        for cx, cy, radius in circles
    )


def way(frame, start, end, hub=None, mark=None):
    """The great circle, or a straight line where that leaves the map; ends where the marks are."""
    line = great_circle(frame, start, end)
    first, last = hub or line[0], mark or line[-1]
    line = moved(line, first, last)
    return line if stays_on(frame, line) else straight(first[:2], last[:2])


def draw_ray(frame, start, end, hub, mark, others):
    """Points from the edge of the hub to that of the mark, past as many other marks as can be.

    `start`, `end`: longitude and latitude; the rest: circles (x, y, radius).
    """
    line = way(frame, start, end, hub, mark)
    best = None
    for bend in BENDS:
        points = cut(bent(line, bend), hub, mark)
        if bend and not stays_on(frame, points):
            continue
        struck = hits(points, others)
        if best is None or struck < best[0]:
            best = struck, points
        if not struck:
            break
    return simplify(best[1], SMOOTH)
