from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from dates.partial import PartialDate, Qualifier, validate_partial

PRINTED = [
    ("2025-06-19", "on", "19 June 2025"),
    ("2025-06", "on", "June 2025"),
    ("2025", "on", "2025"),
    ("2025-06-19", "by", "by 19 June 2025"),
    ("2025-06", "by", "by June 2025"),
    ("2025-06-19", "after", "after 19 June 2025"),
    ("2024", "after", "after 2024"),
    ("2025", "about", "about 2025"),
    ("2025-01-02", "about", "about 2 January 2025"),
    ("", "on", "date not known"),
    ("", "by", "date not known"),
]

BOUNDS = [
    ("2025-06-19", "on", date(2025, 6, 19), date(2025, 6, 19)),
    ("2025-06", "on", date(2025, 6, 1), date(2025, 6, 30)),
    ("2024-02", "about", date(2024, 2, 1), date(2024, 2, 29)),
    ("2025", "about", date(2025, 1, 1), date(2025, 12, 31)),
    ("2025-06", "by", None, date(2025, 6, 30)),
    ("2025", "after", date(2025, 1, 1), None),
    ("", "on", None, None),
    ("", "about", None, None),
]

known_values = st.dates(date(1900, 1, 1), date(2100, 12, 31)).flatmap(
    lambda day: st.sampled_from([str(day), str(day)[:7], str(day)[:4]])
)
known_dates = st.builds(PartialDate, known_values, st.sampled_from(Qualifier.values))


@pytest.mark.parametrize(("value", "qualifier", "words"), PRINTED)
def test_date_is_printed_as_exactly_as_it_is_known(value, qualifier, words):
    assert str(PartialDate(value, qualifier)) == words


@pytest.mark.usefixtures("several_languages")
def test_months_are_printed_in_the_language_of_the_reader():
    with translation.override("de"):
        assert str(PartialDate("2025-10-19")) == "19 Oktober 2025"


@pytest.mark.parametrize(("value", "qualifier", "earliest", "latest"), BOUNDS)
def test_qualifier_decides_the_bounds(value, qualifier, earliest, latest):
    partial = PartialDate(value, qualifier)

    assert (partial.earliest, partial.latest) == (earliest, latest)


def test_the_other_bound_stands_in_for_an_empty_one():
    by, after = PartialDate("2025-06", "by"), PartialDate("2025-06", "after")

    assert by.start == by.end == date(2025, 6, 30)
    assert after.start == after.end == date(2025, 6, 1)
    assert PartialDate().start is PartialDate().end is None


def test_value_spans_its_days_whatever_the_qualifier():
    by_june = PartialDate("2025-06", "by")

    assert (by_june.first_day, by_june.last_day) == (date(2025, 6, 1), date(2025, 6, 30))
    assert PartialDate().first_day is PartialDate().last_day is None


@pytest.mark.parametrize(
    ("value", "precision"),
    [("2025", "year"), ("2025-06", "month"), ("2025-06-19", "day"), ("", "")],
)
def test_precision_is_that_of_the_source(value, precision):
    assert PartialDate(value).precision == precision
    assert PartialDate(value).datetime_attribute == value


def test_only_a_known_date_is_true():
    assert PartialDate("2025", note="in spring")
    assert not PartialDate(note="shortly before the announcement")
    assert not PartialDate().is_known


@pytest.mark.parametrize(
    ("first", "last", "overlaps"),
    [
        (2024, 2024, True),
        (2025, 2025, True),
        (2023, None, True),
        (None, 2024, True),
        (None, None, True),
        (2026, None, False),
        (None, 2023, False),
    ],
)
def test_years_overlap_a_span(first, last, overlaps):
    class Span(PartialDate):
        earliest, latest = date(2024, 12, 1), date(2025, 1, 31)

    assert Span("2024-12").overlaps(first, last) is overlaps


def test_unbounded_date_overlaps_only_the_year_of_its_bound():
    assert PartialDate("2025", "by").overlaps(2025, 2025)
    assert not PartialDate("2025", "by").overlaps(2024, 2024)
    assert not PartialDate("2025", "after").overlaps(2026, None)


def test_unknown_date_overlaps_no_years():
    assert not PartialDate().overlaps(None, None)


@pytest.mark.parametrize("value", ["", "1900", "2100", "2025-12", "2024-02-29"])
def test_stored_value_is_valid(value):
    assert validate_partial(value) is None


@pytest.mark.parametrize(
    "value",
    ["25", "2025-6", "2025-13", "2025-02-30", "1899-12-31", "2101", "2025-", "2025\n", "June 2025"],
)
def test_other_stored_values_are_refused(value):
    with pytest.raises(ValidationError):
        validate_partial(value)
    with pytest.raises(ValidationError):
        PartialDate(value)


def test_unknown_qualifier_is_refused():
    with pytest.raises(ValidationError, match="one of on, by, after and about"):
        PartialDate("2025", "before")


def test_choice_and_its_text_make_equal_dates():
    chosen = PartialDate("2025", Qualifier.BY)

    assert chosen == PartialDate("2025", "by")
    assert repr(chosen) == repr(PartialDate("2025", "by"))


@settings(deadline=None)
@given(known_dates)
def test_printed_date_is_read_back(partial):
    assert PartialDate.parse(str(partial)) == partial


@settings(deadline=None)
@given(known_dates)
def test_bounds_are_in_order(partial):
    assert partial.first_day <= partial.last_day
    assert partial.start <= partial.end
    assert partial.overlaps(partial.start.year, partial.end.year)
