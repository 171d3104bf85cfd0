"""Made-up records for a timeline, and what is wrong with the picture of some."""

import random
from datetime import date, timedelta
from itertools import combinations, pairwise

from fusionsite.pictures.shapes import Lane, Link, Record

RELATIONS = ("builds", "follows", "under", "led")
WORDS = ("Memorandum", "between", "on", "fusion", "energy", "UK–Japan", "Cooperation", "磁場閉込")
LANES = tuple(Lane(f"lane-{number}", f"Country number {number}") for number in range(6))


def record(key="a", day="2025-06-19", *, until=None, lane=0, known="exact", **fields):
    d0 = date.fromisoformat(day)
    plain = {
        "symbol": "k-treaty",
        "level": "lv-gov",
        "is_large": True,
        "label": f"Agreement {key}",
        "kind": "Memorandum of understanding",
        "when": "19 June 2025",
        "date": "19 June 2025",
        "address": f"/agreements/{key}/",
    }
    d1 = date.fromisoformat(until) if until else d0
    return Record(key, LANES[lane].key, d0=d0, d1=d1, known=known, **{**plain, **fields})


def made_up(number, *, seed, links=None, years=3):
    """Records of all sorts in six lanes, and links from earlier to later ones."""
    chance = random.Random(seed)  # noqa: S311
    records = [any_record(f"r{n:04}", chance, years) for n in range(number)]
    found = set()
    for _ in range(number // 2 if links is None else links):
        ends = sorted(chance.sample(records, 2), key=lambda r: (r.day, r.key))
        found.add((*(end.key for end in ends), chance.choice(RELATIONS)))
    return records, [Link(*parts) for parts in sorted(found)]


def any_record(key, chance, years):
    d0 = date(2023, 11, 1) + timedelta(days=chance.randrange(365 * years))
    known = chance.choice(["exact", "exact", "month", "year", "by", "after", "about"])
    d1 = d0 + timedelta(days={"month": 30, "year": 364, "about": 30}.get(known, 0))
    return record(
        key,
        d0.isoformat(),
        until=d1.isoformat(),
        lane=chance.randrange(len(LANES)),
        known=known,
        is_large=chance.random() < 0.5,
        label=" ".join(chance.choice(WORDS) for _ in range(chance.randrange(1, 14))),
    )


def faults(picture):
    """A sentence for whatever overlaps, is struck through, hangs loose or leaves the canvas."""
    return [
        *overlaps(picture),
        *(fault for drawn in picture.links for fault in strikes(drawn, picture)),
        *(fault for drawn in picture.links for fault in loose_ends(drawn, picture)),
        *outside(picture),
    ]


def solids(picture):
    """(what, whose, left, top, right, bottom) of all that must stay legible."""
    for mark in picture.marks:
        x, y, r = mark.x, mark.y, mark.r
        yield ("mark", mark.record.key, x - r, y - r, x + r, y + r)
        if mark.label:
            yield ("label", mark.record.key, *corners(mark.label))
    for count in picture.counts:
        box = count.hit
        yield ("count", count.more, box.x + 5, box.y + 6, box.x + box.width - 5, box.y + 28)
    for band in picture.bands:
        yield ("heading", band.lane.key, *corners(band.hit))


def corners(box):
    return (box.x, box.y, box.x + box.width, box.y + box.height)


def overlaps(picture):
    for one, other in combinations(list(solids(picture)), 2):
        if one[1] != other[1] and meet(one[2:], other[2:]):
            yield f"{one[:2]} overlaps {other[:2]}"


def meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def strikes(drawn, picture):
    ends = (drawn.link.earlier, drawn.link.later)
    for (x0, y0), (x1, y1) in pairwise(drawn.points):
        stroke = (min(x0, x1) - 1, min(y0, y1) - 1, max(x0, x1) + 1, max(y0, y1) + 1)
        for what, whose, *box in solids(picture):
            if not (what == "mark" and whose in ends) and meet(stroke, box):
                yield f"{drawn.link} strikes {what} {whose}"


def loose_ends(drawn, picture):
    marks = {mark.record.key: mark for mark in picture.marks}
    for key, (x, y) in (
        (drawn.link.later, drawn.points[0]),
        (drawn.link.earlier, drawn.points[-1]),
    ):
        mark = marks[key]
        if abs(x - mark.x) > mark.r + 8 or abs(y - mark.y) > mark.r + 8:
            yield f"{drawn.link} does not reach {key}"


def outside(picture):
    for what, whose, *box in solids(picture):
        if box[0] < 0 or box[1] < 0 or box[2] > picture.width or box[3] > picture.height:
            yield f"{what} {whose} leaves the canvas"
    for drawn in picture.links:
        if any(not (0 <= x <= picture.width and 0 <= y <= picture.height) for x, y in drawn.points):
            yield f"{drawn.link} leaves the canvas"
    for mark in picture.marks:
        if mark.bar and not (picture.gutter <= mark.bar[0] <= mark.bar[1] <= picture.width):
            yield f"the date of {mark.record.key} leaves the canvas"
