"""Which of many records are drawn, and that every other one is counted."""

import random
from datetime import date, timedelta

import pytest

from fusionsite.pictures.axis import build_axis
from fusionsite.pictures.grouping import (
    ALL_DRAWN,
    MOST_DRAWN,
    MOST_SINGLES,
    OTHER,
    Entry,
    chosen,
    few_lanes,
    in_order,
    left_out,
)
from fusionsite.pictures.shapes import Link


def entries_of(number, *, lanes=6, seed=1):
    chance = random.Random(seed)  # noqa: S311
    return [
        Entry(
            f"r{n:04}",
            f"lane-{chance.randrange(lanes)}",
            date(1990, 1, 1) + timedelta(days=chance.randrange(13000)),
            chance.random() < 0.3,
        )
        for n in range(number)
    ]


def axis_of(entries):
    return build_axis([entry.day for entry in entries], 160, 1220)


def test_up_to_forty_are_all_drawn():
    entries = entries_of(ALL_DRAWN)
    assert chosen(entries, [], axis_of(entries)) == {entry.key for entry in entries}


@pytest.mark.parametrize("number", [41, 87, 1000])
def test_what_is_not_drawn_is_counted_once(number):
    entries = entries_of(number)
    axis = axis_of(entries)
    drawn = chosen(entries, [], axis)
    counts = left_out(entries, drawn, axis)
    assert MOST_DRAWN <= len(drawn) <= MOST_DRAWN + MOST_SINGLES
    assert len(drawn) + sum(counts.values()) == number
    assert chosen(entries[::-1], [], axis) == drawn


def test_the_most_connected_are_drawn():
    entries = entries_of(300)
    links = [Link(entries[n].key, entries[n + 1].key, "builds") for n in range(0, 20, 2)]
    ends = {end for link in links for end in (link.earlier, link.later)}
    assert ends <= chosen(entries, links, axis_of(entries))


def test_no_lane_takes_all_the_room():
    crowd = [Entry(f"c{n:03}", "crowd", date(2024, 1, 1), True) for n in range(200)]
    others = [Entry(f"o{n}", f"other-{n}", date(2024, 1, 1), False) for n in range(5)]
    drawn = chosen([*crowd, *others], [], axis_of(crowd))
    assert {entry.key for entry in others} <= drawn


def test_lanes_beyond_the_bound_become_one_and_industry_stays_last():
    entries = [
        Entry(f"r{n}-{m}", f"country-{n:02}", date(2000 + n, 1, 1), False)
        for n in range(15)
        for m in range(n + 1)
    ]
    entries.append(Entry("company", "industry", date(1990, 1, 1), False))
    joined = few_lanes(entries, ("industry",), most=9)
    assert sum(lane == OTHER for lane in joined.values()) == 7
    assert joined["country-14"] == "country-14"
    renamed = [Entry(e.key, joined[e.lane], e.day, e.is_large) for e in entries]
    order = in_order(renamed, ("industry",))
    assert order[0] == "country-07"
    assert order[-2:] == [OTHER, "industry"]
