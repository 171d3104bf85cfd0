"""Longitude and latitude to units of a map, by Equal Earth (https://equal-earth.com)."""

import math
from dataclasses import dataclass

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
ROOT = math.sqrt(3) / 2


def equal_earth(lon, lat):
    """On a globe of radius 1, with the equator at y = 0 and north at negative y."""
    angle = math.asin(ROOT * math.sin(math.radians(lat)))
    square = angle * angle
    sixth = square**3
    across = ROOT * (A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square))
    y = -angle * (A1 + A2 * square + sixth * (A3 + A4 * square))
    return math.radians(lon) * math.cos(angle) / across, y


@dataclass(frozen=True)
class Frame:
    """One cut of the world: its size in units, the meridian that stands upright, its scale."""

    name: str
    width: int
    height: int
    meridian: float
    scale: float
    left: float
    top: float

    def project(self, lon, lat):
        x, y = equal_earth(lon - self.meridian, lat)
        return (x - self.left) * self.scale, (y - self.top) * self.scale


HALF = equal_earth(180, 0)[0]
# From the north of Greenland to Cape Horn: Antarctica has no agreements.
NORTH, SOUTH = equal_earth(0, 83.7)[1], equal_earth(0, -56)[1]
SCALE = 1200 / (2 * HALF)
WORLD = Frame("world", 1200, round((SOUTH - NORTH) * SCALE), 0, SCALE, -HALF, NORTH)
# From Iceland to the east of Türkiye, from the North Cape to Cyprus.
EUROPE = Frame("europe", 1200, 780, 12, 1364, -0.41, -1.235)

# Drawn in EUROPE; in WORLD there is no room for their marks.
EUROPEAN = frozenset(
    ("AD", "AL", "AT", "AX", "BA", "BE", "BG", "BY", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI",
     "FO", "FR", "GB", "GG", "GI", "GR", "HR", "HU", "IE", "IM", "IS", "IT", "JE", "LI", "LT", "LU",
     "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM",
     "TR", "UA", "VA")
)  # fmt: skip


def simplify(points, tolerance):
    """Douglas–Peucker: the points without which the line would move by more than that."""
    if len(points) < 3:
        return points
    kept, spans = {0, len(points) - 1}, [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        far, place = farthest(points, first, last)
        if far > tolerance:
            kept.add(place)
            spans += [(first, place), (place, last)]
    return [points[place] for place in sorted(kept)]


def farthest(points, first, last):
    """(distance, place) of the point between two that is farthest from the line through them."""
    (ax, ay), (bx, by) = points[first], points[last]
    dx, dy = bx - ax, by - ay
    length = math.hypot(dx, dy)
    best = (0.0, first)
    for place in range(first + 1, last):
        x, y = points[place][0] - ax, points[place][1] - ay
        away = abs(dy * x - dx * y) / length if length else math.hypot(x, y)
        best = max(best, (away, place))
    return best
