"""Which of many records a timeline draws, and how many it counts beside them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

ALL_DRAWN = 40  # up to so many
MOST_DRAWN = 20  # of more than that: a page stays light
MOST_SINGLES = 4
MOST_LANES = 9
FEWEST_A_CELL = 3
OTHER = "other"


@dataclass(frozen=True)
class Entry:
    """A record before it is read: enough to choose by."""

    key: str
    lane: str
    day: date
    is_large: bool


def chosen(entries, links, axis, most=MOST_DRAWN):
    """The keys to draw: the most connected, then those between governments, then the newest.

    No lane and group of years takes more than its share. What would be counted alone is drawn.
    """
    if len(entries) <= ALL_DRAWN:
        return {entry.key for entry in entries}
    ends = Counter(end for link in links for end in (link.earlier, link.later))
    ranked = sorted(entries, key=lambda entry: rank_of(entry, ends))
    keys = fairly_shared(ranked, axis, most)
    alone = left_out(entries, keys, axis)
    singles = [e.key for e in ranked if e.key not in keys and alone[cell_of(e, axis)] == 1]
    return keys | set(singles[:MOST_SINGLES])


def fairly_shared(ranked, axis, most):
    """The first by rank: FEWEST_A_CELL of each lane and group of years, then one more of each…"""
    places, order = Counter(), []
    for rank, entry in enumerate(ranked):
        cell = cell_of(entry, axis)
        order.append((max(FEWEST_A_CELL, places[cell]), rank, entry.key))
        places[cell] += 1
    return {key for _place, _rank, key in sorted(order)[:most]}


def rank_of(entry, ends):
    return (-ends[entry.key], not entry.is_large, -entry.day.toordinal(), entry.key)


def cell_of(entry, axis):
    return (entry.lane, axis.group_of(entry.day.year))


def left_out(entries, drawn, axis):
    """{(lane, number of the group of years): count} of the records that are not drawn."""
    return Counter(cell_of(entry, axis) for entry in entries if entry.key not in drawn)


def few_lanes(entries, last, most=MOST_LANES):
    """{lane: lane}: what lanes of little use become, so that there are not too many.

    `last`: those that always stay, such as industry.
    """
    counts = Counter(entry.lane for entry in entries)
    countries = sorted((lane for lane in counts if lane not in last), key=lambda c: (-counts[c], c))
    kept = countries if len(countries) <= most else countries[: most - 1]
    return {lane: lane if lane in last or lane in kept else OTHER for lane in counts}


def in_order(entries, last):
    """Lanes in the order of their first record; the others after all countries, then `last`."""
    first = {}
    for entry in sorted(entries, key=lambda e: (e.day, e.key)):
        first.setdefault(entry.lane, len(first))
    places = {lane: number for number, lane in enumerate([OTHER, *last])}
    return sorted(first, key=lambda lane: (places.get(lane, -1), first[lane]))
