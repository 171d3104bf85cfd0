"""The agreements of an organisation along time: a mark each, piled up where they stand close."""

from dataclasses import dataclass
from datetime import date

WIDTH = 480
LEFT, RIGHT = 24, 456
MARK = 18
STEP = MARK + 3
MOST_ROWS = 8
YEARS_BELOW = 30
ROOM_OF_YEAR = 56
FEWEST = 3


@dataclass(frozen=True)
class Mark:
    """`x`, `y`: its middle."""

    agreement: object
    x: int
    y: int

    @property
    def left(self):
        return self.x - MARK // 2

    @property
    def top(self):
        return self.y - MARK // 2


@dataclass(frozen=True)
class Year:
    number: int
    x: int


@dataclass(frozen=True)
class OverTime:
    """`is_whole`: each agreement with a date has its mark."""

    marks: tuple
    years: tuple
    height: int
    axis_y: int
    first_year: int
    last_year: int
    is_whole: bool
    width: int = WIDTH
    size: int = MARK
    left: int = LEFT
    right: int = RIGHT


def over_time(agreements):
    """The picture of these (with_days()), or None where few have a date."""
    dated = sorted((a for a in agreements if a.day), key=lambda a: (middle_of(a), str(a.pk)))
    if len(dated) < FEWEST:
        return None
    first, last = middle_of(dated[0]).year, middle_of(dated[-1]).year
    start, end = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()

    def x_of(day):
        return round(LEFT + (day.toordinal() - start) * (RIGHT - LEFT) / (end - start))

    places = list(piled(dated, x_of))
    rows = 1 + max(row for _agreement, _x, row in places)
    axis_y = rows * STEP - MARK // 2
    return OverTime(
        marks=tuple(Mark(agreement, x, axis_y - row * STEP) for agreement, x, row in places),
        years=tuple(named_years(first, last, x_of)),
        height=axis_y + MARK // 2 + YEARS_BELOW,
        axis_y=axis_y,
        first_year=first,
        last_year=last,
        is_whole=len(places) == len(dated),
    )


def middle_of(agreement):
    return agreement.day + (agreement.last_day - agreement.day) // 2


def piled(dated, x_of):
    """(agreement, x, row): each in the lowest row with room, none where all rows are full."""
    ends = [0] * MOST_ROWS
    for agreement in dated:
        x = min(max(x_of(middle_of(agreement)), LEFT), RIGHT)
        row = next((row for row, end in enumerate(ends) if end <= x), None)
        if row is not None:
            ends[row] = x + STEP
            yield agreement, x, row


def named_years(first, last, x_of):
    """The first year, and each later one whose name has room."""
    free_from = 0
    for number in range(first, last + 1):
        x = x_of(date(number, 1, 1))
        if x >= free_from:
            yield Year(number, x)
            free_from = x + ROOM_OF_YEAR
