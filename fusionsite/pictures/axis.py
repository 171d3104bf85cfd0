"""The axis of time of a timeline: whole quarters, or groups of years when it spans many.

A year with many records takes more room than one with few, so that the crowded years can be read.
Within one group of years time runs evenly.
"""

import calendar
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

EVEN_YEARS = 4  # an axis of so many years or fewer runs evenly all the way
MOST_GROUPS = 8
ROOM_AT_END = 190
ROOM_OF_YEAR = 46  # of the tick of a year
ROOM_OF_QUARTER = 58
MONTHS = tuple(calendar.month_abbr)


@dataclass(frozen=True)
class Tick:
    x: float
    label: str = ""
    is_year: bool = False


@dataclass(frozen=True)
class YearGroup:
    """Consecutive years that "and n more" counts together."""

    first: int
    last: int
    x0: float
    x1: float


@dataclass(frozen=True)
class Axis:
    """Where a day stands: evenly between the days of `points`."""

    points: tuple
    groups: tuple
    ticks: tuple
    first_year: int = 0
    last_year: int = 0

    def x(self, day):
        at = day.toordinal()
        place = bisect_right(self.points, (at, float("inf"))) - 1
        place = min(max(place, 0), len(self.points) - 2)
        (day0, x0), (day1, x1) = self.points[place : place + 2]
        return x0 + (at - day0) * (x1 - x0) / (day1 - day0)

    def group_of(self, year):
        """The place of the group among `groups`."""
        return next(n for n, group in enumerate(self.groups) if year <= group.last)


def build_axis(days, left, right, months=MONTHS):
    """The axis from `left` to `right` for records of these days; months: "", "Jan", "Feb", …"""
    first, last = min(days), max(days)
    if last.year - first.year < EVEN_YEARS:
        axis = even_axis(first, last, left, right, months)
    else:
        axis = grouped_axis(Counter(day.year for day in days), left, right, months)
    return replace(axis, first_year=first.year, last_year=last.year)


def even_axis(first, last, left, right, months):
    """From the quarter before the first day; ends so that a label after the last day has room."""
    start = quarter_of(add_months(first, -1))
    end = add_months(quarter_of(last), 3)
    for _quarter in range(8):
        if x_between(last, start, end, left, right) <= right - ROOM_AT_END:
            break
        end = add_months(end, 3)
    points = ((start.toordinal(), left), (end.toordinal(), right))
    groups = []
    for year in range(start.year, max(last.year, end.year - 1) + 1):
        x0 = x_between(max(start, date(year, 1, 1)), start, end, left, right)
        x1 = x_between(min(end, date(year + 1, 1, 1)), start, end, left, right)
        groups.append(YearGroup(year, year, x0, x1))
    axis = Axis(points, tuple(groups), ())
    return replace(axis, ticks=tuple(even_ticks(axis, start, end, months)))


def even_ticks(axis, start, end, months):
    day, free_from = start, 0
    while day <= end:
        x = axis.x(day)
        is_year = day.month == 1
        room = ROOM_OF_QUARTER * (1.5 if day == start or is_year else 1)
        label = ""
        next_year = axis.x(date(day.year + 1, 1, 1))
        crowds_the_year = not is_year and next_year - x < room
        if day < end and x >= free_from and (is_year or not crowds_the_year):
            named = f"{months[day.month]} {day.year}" if is_year or day == start else ""
            label, free_from = named or months[day.month], x + room
        yield Tick(x, label, is_year)
        day = add_months(day, 3)


def grouped_axis(counts, left, right, months):
    spans = group_years(counts)
    mean = sum(counts.values()) / len(spans)
    weights = [0.6 + min(1.6, 0.4 * in_years(counts, *span) / mean) for span in spans]
    unit = (right - left) / sum(weights)
    points, groups, x = [], [], left
    for (first, last), weight in zip(spans, weights, strict=True):
        points.append((date(first, 1, 1).toordinal(), x))
        groups.append(YearGroup(first, last, x, x + weight * unit))
        x += weight * unit
    points.append((date(spans[-1][1] + 1, 1, 1).toordinal(), right))
    axis = Axis(tuple(points), tuple(groups), ())
    ticks = tuple(tick for group in groups for tick in ticks_of(axis, group, months))
    return replace(axis, ticks=ticks)


def group_years(counts):
    """[(first year, last year)] of groups with about as many records each, without a gap.

    A year with many records is a group of its own.
    """
    share = sum(counts.values()) / MOST_GROUPS
    groups, held = [], 0
    for year in range(min(counts), max(counts) + 1):
        number = counts.get(year, 0)
        if not groups or held >= share or number >= share:
            groups.append((year, year))
            held = 0
        groups[-1] = (groups[-1][0], year)
        held += number
    while len(groups) > MOST_GROUPS:
        sizes = [in_years(counts, one[0], other[1]) for one, other in pairwise(groups)]
        least = sizes.index(min(sizes))
        groups[least : least + 2] = [(groups[least][0], groups[least + 1][1])]
    return groups


def in_years(counts, first, last):
    return sum(number for year, number in counts.items() if first <= year <= last)


def ticks_of(axis, group, months):
    free_from = group.x0
    for year in range(group.first, group.last + 1):
        x = axis.x(date(year, 1, 1))
        label = ""
        if x >= free_from and (year == group.first or group.x1 - x >= ROOM_OF_YEAR):
            label, free_from = str(year), x + ROOM_OF_YEAR
        if label:
            yield Tick(x, label, is_year=year == group.first)
    if group.first == group.last and (group.x1 - group.x0) / 4 >= ROOM_OF_QUARTER:
        for month in (4, 7, 10):
            yield Tick(axis.x(date(group.first, month, 1)), months[month])


def x_between(day, start, end, left, right):
    return left + (day - start).days * (right - left) / (end - start).days


def quarter_of(day):
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def add_months(day, number):
    months = day.year * 12 + day.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)
