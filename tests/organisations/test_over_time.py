"""The marks of an organisation's agreements along time."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

import pytest

from organisations.over_time import LEFT, MARK, MOST_ROWS, RIGHT, ROOM_OF_YEAR, over_time


@dataclass
class Dated:
    pk: int
    day: date | None
    last_day: date | None


def dated(*days):
    return [Dated(number, day, day) for number, day in enumerate(days)]


def crowded(number, apart):
    return dated(*(date(2023, 1, 1) + timedelta(days=apart * each) for each in range(number)))


@pytest.mark.parametrize(
    "agreements",
    [crowded(3, 300), crowded(40, 11), crowded(200, 0), dated(*[date(2025, 6, 19)] * 3)],
)
def test_no_mark_covers_another_and_none_leaves_the_picture(agreements):
    picture = over_time(agreements)

    for one, other in combinations(picture.marks, 2):
        assert abs(one.x - other.x) >= MARK or abs(one.y - other.y) >= MARK
    for mark in picture.marks:
        assert LEFT <= mark.x <= RIGHT
        assert mark.top >= 0
        assert mark.y <= picture.axis_y < picture.height
    for one, other in zip(picture.years, picture.years[1:], strict=False):
        assert other.x - one.x >= ROOM_OF_YEAR


def test_marks_stand_in_the_order_of_their_days():
    picture = over_time(dated(date(2025, 6, 19), date(1988, 1, 1), date(2023, 11, 8)))

    assert [mark.agreement.day.year for mark in picture.marks] == [1988, 2023, 2025]
    assert [mark.x for mark in picture.marks] == sorted(mark.x for mark in picture.marks)
    assert (picture.first_year, picture.last_year) == (1988, 2025)


def test_a_month_stands_at_its_middle():
    month = Dated(1, date(2024, 7, 1), date(2024, 7, 31))
    ends = dated(date(2024, 1, 1), date(2024, 12, 31))

    [first, middle, last] = over_time([*ends, month]).marks

    assert first.x < middle.x < last.x
    assert middle.x == pytest.approx((first.x + last.x) / 2, abs=20)


def test_what_finds_no_room_is_said_and_not_drawn():
    picture = over_time(dated(*[date(2025, 6, 19)] * (MOST_ROWS + 1)))

    assert len(picture.marks) == MOST_ROWS
    assert not picture.is_whole


def test_few_dates_make_no_picture():
    assert over_time([*dated(date(2025, 1, 1), date(2024, 1, 1)), Dated(3, None, None)]) is None
