"""Days along the axis of time."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from fusionsite.pictures.axis import MOST_GROUPS, ROOM_OF_YEAR, build_axis

LEFT, RIGHT = 160, 1220
some_days = st.lists(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)), min_size=1, max_size=30
)


@settings(max_examples=25, deadline=None)
@given(some_days)
def test_later_is_further_right_within_the_axis_and_every_year_has_its_group(days):
    axis = build_axis(days, LEFT, RIGHT)
    places = [axis.x(day) for day in sorted(set(days))]
    assert all(one < other for one, other in pairwise(places))
    assert all(LEFT <= place <= RIGHT for place in places)
    assert len(axis.groups) <= MOST_GROUPS
    for day in days:
        group = axis.groups[axis.group_of(day.year)]
        assert group.first <= day.year <= group.last
        assert group.x0 - 0.01 <= axis.x(day) <= group.x1 + 0.01
    assert all(one.last + 1 == other.first for one, other in pairwise(axis.groups))


@settings(max_examples=25, deadline=None)
@given(some_days)
def test_the_words_on_the_axis_never_touch(days):
    ticks = [tick for tick in build_axis(days, LEFT, RIGHT).ticks if tick.label]
    assert all(b.x - a.x >= min(ROOM_OF_YEAR, 8 * len(a.label)) for a, b in pairwise(ticks))


def test_few_years_run_evenly_in_quarters():
    axis = build_axis([date(2023, 11, 8), date(2025, 6, 19)], LEFT, RIGHT)
    days = [date(2024, 1, 1) + timedelta(days=100 * n) for n in range(5)]
    steps = [axis.x(b) - axis.x(a) for a, b in pairwise(days)]
    assert max(steps) - min(steps) < 0.01
    assert "Jan 2024" in [tick.label for tick in axis.ticks]


def test_years_with_many_records_take_more_room():
    days = [date(1988, 4, 21), date(1996, 1, 1), *[date(2025, 1, 1)] * 20, date(2026, 1, 1)]
    axis = build_axis(days, LEFT, RIGHT)
    crowded = axis.groups[axis.group_of(2025)]
    assert (crowded.first, crowded.last) == (2025, 2025)
    assert crowded.x1 - crowded.x0 > (RIGHT - LEFT) / 4
    assert (axis.first_year, axis.last_year) == (1988, 2026)
