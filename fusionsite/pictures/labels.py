"""Names beside bubbles: each at the first spot that is clear, or none."""

import math
from dataclasses import dataclass
from itertools import pairwise, product

from fusionsite.pictures.lettering import text_width

# In units of the map: what a phone shows as 11 pixels, a wide page as 14 to 19.
ON_PHONES, ON_WIDE_PAGES = 38, 19
# What the system's own face may be wider than the register's.
SPARE = 1.04
AWAY = 5
# Tails of letters hang below the line of a text that stands above its bubble.
TAILS = 6
CLEAR, BETWEEN_TEXTS = 2, 8
SQUARE = 32
# From which side of the bubble the text leads away (across, down), and from which end it begins.
SPOTS = (
    (1, 0, "start"),
    (-1, 0, "end"),
    (0, 1, "middle"),
    (0, -1, "middle"),
    (1, 1, "start"),
    (1, -1, "start"),
    (-1, 1, "end"),
    (-1, -1, "end"),
    (0, 1, "start"),
    (0, 1, "end"),
    (0, -1, "start"),
    (0, -1, "end"),
)
BASELINES = {1: "hanging", 0: "central", -1: "auto"}
# Top and bottom of a text, from its line, in parts of its size.
REACH = {"central": (-0.55, 0.55), "hanging": (-0.1, 1.0), "auto": (-0.85, 0.28)}


@dataclass(frozen=True)
class Label:
    """`everywhere`: also where the map is as narrow as a phone."""

    x: float
    y: float
    anchor: str
    baseline: str
    everywhere: bool


def label_at(circle, spot, away, everywhere):
    (x, y, radius), (across, down, anchor) = circle, spot
    away = (radius + away) * (math.sqrt(0.5) if across and down else 1)
    y += down * away - (TAILS if down < 0 else 0)
    return Label(x + across * away, y, anchor, BASELINES[down], everywhere)


def box_of(label, text, size):
    """(left, top, right, bottom) of the text at that size."""
    width = text_width(text, size, bold=True) * SPARE
    left = label.x - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
    above, below = REACH[label.baseline]
    return left, label.y + above * size, left + width, label.y + below * size


@dataclass(frozen=True)
class Named:
    """A mark that wants a name: what stands beside it on a phone, and on a wide page.

    `away`: how far from the mark it may stand, the nearest first.
    """

    code: str
    circle: tuple
    on_phones: str
    on_wide_pages: str
    away: tuple = (AWAY,)

    def text(self, size):
        return self.on_phones if size == ON_PHONES else self.on_wide_pages


def place_labels(frame, wanted, lines):
    """{code: Label} for `wanted`: Named, the most important first.

    `lines`: lists of points that no text may cover. First what a phone can show, then, on wide
    pages alone, what finds room among these in smaller letters.
    """
    points = Points(lines)
    found = {}
    for size in (ON_PHONES, ON_WIDE_PAGES):
        for named in wanted:
            if named.code not in found:
                label = room_for(frame, named, size, wanted, points, found)
                if label:
                    found[named.code] = label
    return found


def room_for(frame, named, size, wanted, points, found):
    circles = [other.circle for other in wanted if other is not named]
    boxes = [box_of(found[o.code], o.text(size), size) for o in wanted if o.code in found]
    for away, spot in product(named.away, SPOTS):
        label = label_at(named.circle, spot, away, everywhere=size == ON_PHONES)
        box = box_of(label, named.text(size), size)
        if (
            stays_on(frame, box)
            and not any(overlap(box, other) for other in boxes)
            and not any(touches(box, circle) for circle in circles)
            and not points.within(box)
        ):
            return label
    return None


class Points:
    """The points of many lines, by the square of the map that they are in."""

    def __init__(self, lines):
        self.squares = {}
        for line in lines:
            for x, y in fine(line):
                self.squares.setdefault((x // SQUARE, y // SQUARE), []).append((x, y))

    def within(self, box):
        """Whether one is in the box or close to it."""
        left, top, right, bottom = box[0] - CLEAR, box[1] - CLEAR, box[2] + CLEAR, box[3] + CLEAR
        return any(
            left < x < right and top < y < bottom
            for column in range(int(left // SQUARE), int(right // SQUARE) + 1)
            for row in range(int(top // SQUARE), int(bottom // SQUARE) + 1)
            for x, y in self.squares.get((column, row), ())
        )


def fine(line, step=4):
    """The points of a line and those between, none farther than that from the next."""
    for (ax, ay), (bx, by) in pairwise(line):
        parts = max(1, math.ceil(math.dist((ax, ay), (bx, by)) / step))
        for part in range(parts + 1):
            yield ax + (bx - ax) * part / parts, ay + (by - ay) * part / parts


def stays_on(frame, box):
    left, top, right, bottom = box
    return left >= 2 and top >= 2 and right <= frame.width - 2 and bottom <= frame.height - 2


def overlap(one, other):
    across = one[0] < other[2] + BETWEEN_TEXTS and other[0] < one[2] + BETWEEN_TEXTS
    return across and one[1] < other[3] + CLEAR and other[1] < one[3] + CLEAR


def touches(box, circle):
    x, y, radius = circle
    near_x, near_y = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
    return math.dist((x, y), (near_x, near_y)) < radius + CLEAR
