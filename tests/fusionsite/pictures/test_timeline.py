"""The geometry of the timeline: nothing overlaps, no label is struck, no link hangs loose."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fusionsite.pictures.shapes import Link, More
from fusionsite.pictures.timeline import axis_of, layout

from .drawing import LANES, RELATIONS, faults, made_up, record

keys = [f"r{number}" for number in range(9)]
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
near_days = st.dates(min_value=date(2024, 1, 1), max_value=date(2024, 2, 20))
records_of_any_sort = st.builds(
    lambda day, lane, known, large, label: record(
        "r", day.isoformat(), lane=lane, known=known, is_large=large, label=label
    ),
    day=st.one_of(days, near_days),
    lane=st.integers(0, 2),
    known=st.sampled_from(["exact", "month", "year", "by", "after", "about"]),
    large=st.booleans(),
    label=st.text(max_size=60),
)
pairs = st.tuples(st.integers(0, 8), st.integers(0, 8), st.sampled_from(RELATIONS))


few_records = st.lists(records_of_any_sort, min_size=1, max_size=len(keys))
few_links = st.sets(pairs, max_size=10)


@settings(max_examples=10, deadline=None)
@given(few_records, few_links)
def test_any_few_records_make_a_picture_without_faults(records, links):
    check_picture(records, links)


@pytest.mark.drill
@settings(max_examples=200, deadline=None)
@given(few_records, few_links)
def test_very_many_sorts_of_records_make_pictures_without_faults(records, links):
    check_picture(records, links)


def check_picture(records, links):
    records = [replace(each, key=key) for key, each in zip(keys, records, strict=False)]
    links = [
        Link(keys[a], keys[b], relation)
        for a, b, relation in sorted(links)
        if a != b and max(a, b) < len(records)
    ]
    picture = layout(records, links, LANES[:3])
    assert faults(picture) == []
    assert {mark.record.key for mark in picture.marks} == {each.key for each in records}
    assert len(picture.links) + len(picture.left_out) == len(links)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("number", [10, 40])
def test_records_in_many_lanes_make_a_picture_without_faults(number, seed):
    records, links = made_up(number, seed=seed)
    picture = layout(records, links, LANES)
    assert faults(picture) == []
    assert picture.left_out == ()
    assert all(mark.lines for mark in picture.marks)


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("number", "years"), [(60, 3), (87, 2), (87, 38), (150, 12)])
def test_crowded_pictures_have_no_faults(number, years, seed):
    records, links = made_up(number, seed=seed, years=years)
    picture = layout(records, links, LANES)
    assert faults(picture) == []
    assert len(picture.links) + len(picture.left_out) == len(links)


@pytest.mark.drill
def test_a_thousand_records_drawn_at_once_have_no_faults():
    records, links = made_up(1000, seed=1, links=60, years=30)
    assert faults(layout(records, links, LANES)) == []


def test_the_same_records_give_the_same_picture_in_any_order():
    records, links = made_up(30, seed=3)
    first = layout(records, links, LANES)
    assert repr(layout(records, links, LANES)) == repr(first)
    again = layout(records[::-1], links[::-1], LANES)
    assert sorted(map(repr, again.marks)) == sorted(map(repr, first.marks))


def test_a_later_record_stands_further_to_the_right():
    early, late = record("early", "2024-02-14"), record("late", "2025-06-19", lane=1)
    picture = layout([late, early], [], LANES[:2])
    places = {mark.record.key: mark.x for mark in picture.marks}
    assert places["early"] < places["late"]


@pytest.mark.parametrize(
    ("known", "has_bar", "tail"),
    [
        ("exact", False, None),
        ("month", True, None),
        ("year", True, None),
        ("about", True, None),
        ("by", False, "left"),
        ("after", False, "right"),
    ],
)
def test_a_date_is_drawn_no_more_exactly_than_it_is_known(known, has_bar, tail):
    [mark] = layout(
        [record("a", "2025-06-01", until="2025-06-30", known=known)], [], LANES[:1]
    ).marks
    assert bool(mark.bar) == has_bar
    if has_bar:
        assert mark.bar[0] < mark.x < mark.bar[1]
    assert bool(mark.tail) == bool(tail)
    if tail:
        end = float(mark.tail.partition("L")[2].split()[0])
        assert (end < 0) == (tail == "left")


def test_what_governments_agree_and_what_many_build_on_is_larger():
    records = [record(key, f"2024-0{n}-01") for n, key in enumerate("abcd", start=1)]
    records += [record("target", "2025-01-01"), record("small", "2025-02-01", is_large=False)]
    links = [Link(key, "target", "builds") for key in "abcd"]
    sizes = {m.record.key: m.r for m in layout(records, links, LANES[:1]).marks}
    assert sizes["target"] > sizes["a"] > sizes["small"]


def test_many_links_into_one_mark_share_a_way_and_none_is_lost():
    records = [record(f"r{n}", f"2024-{n:02}-01", lane=n % 5) for n in range(1, 13)]
    records.append(record("target", "2025-06-19", lane=5))
    links = [Link(each.key, "target", "builds") for each in records[:-1]]
    picture = layout(records, links, LANES)
    assert faults(picture) == []
    assert len(picture.links) == 12


def test_counts_stand_in_their_lane_and_years_and_links_keep_off_them():
    records, links = made_up(20, seed=2, years=12)
    axis = axis_of([each.day for each in records])
    more = [More(lane.key, number, 7) for lane in LANES[:4] for number in range(len(axis.groups))]
    picture = layout(records, links, LANES, more, axis=axis)
    assert faults(picture) == []
    bands = {band.lane.key: band.box for band in picture.bands}
    for count in picture.counts:
        group, band = axis.groups[count.more.group], bands[count.more.lane]
        assert group.x0 <= count.x <= group.x1
        assert band.y < count.y < band.y + band.height
        assert count.words == "and 7 more"


def test_a_title_that_is_too_long_is_cut_with_an_ellipsis():
    [mark] = layout([record("a", label="A very long title " * 12)], [], LANES[:1]).marks
    assert len(mark.lines) == 2
    assert mark.lines[-1].text.endswith("…")


def test_a_picture_of_one_record_stands():
    assert faults(layout([record()], [], LANES[:1])) == []
