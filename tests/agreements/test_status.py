"""The status of an agreement: Python for a page and SQL for a list say the same."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.models import Agreement
from agreements.vocabulary import Status
from tests.factories import add_event, make_agreement

from .generated import agreements_with, days, registers

pytestmark = pytest.mark.django_db

statuses = st.sets(st.sampled_from(Status.values), min_size=1)


@settings(max_examples=25, deadline=None)
@given(registers=registers, day=days)
def test_python_and_sql_derive_the_same_status(registers, day):
    with agreements_with(registers) as agreements:
        for agreement in agreements.with_status(day):
            assert agreement.status_code == agreement.status_on(day).code


@settings(max_examples=25, deadline=None)
@given(registers=registers, day=days, codes=statuses)
def test_python_and_sql_keep_the_same_statuses(registers, day, codes):
    with agreements_with(registers) as agreements:
        expected = {a.pk for a in agreements if a.status_on(day).code in codes}

        assert {a.pk for a in agreements.of_status(codes, day)} == expected


@settings(max_examples=25, deadline=None)
@given(registers=registers)
def test_python_and_sql_sort_by_the_same_day(registers):
    with agreements_with(registers) as agreements:
        for agreement in agreements.with_days():
            event = agreement.lead_event
            assert agreement.day == (event.partial_date.start if event else None)


@pytest.mark.parametrize(
    ("happened", "day", "expected"),
    [
        ([], "2025-01-01", "unknown"),
        ([("announced", "2024")], "2025-01-01", "announced"),
        ([("announced", "2024"), ("signed", "")], "2025-01-01", "signed"),
        ([("signed", "2025-06-19")], "2025-06-18", "unknown"),
        ([("signed", "2025-06-19")], "2025-06-19", "signed"),
        ([("signed", "by June 2025")], "2025-06-29", "unknown"),
        ([("signed", "2020"), ("in_effect", "2021")], "2025-01-01", "in_effect"),
        ([("signed", "2020"), ("expires", "2024")], "2024-12-31", "signed"),
        ([("signed", "2020"), ("expires", "2024")], "2025-01-01", "expired"),
        (
            [("signed", "2020"), ("expires", "2023"), ("extended", "2024")],
            "2025-01-01",
            "signed",
        ),
        ([("signed", "2020"), ("paused", "2021"), ("resumed", "2022")], "2025-01-01", "signed"),
        (
            [("in_effect", "2020"), ("paused", "2021"), ("resumed", "2022")],
            "2025-01-01",
            "in_effect",
        ),
        ([("signed", "2020"), ("amended", "2021"), ("review_due", "2022")], "2025-01-01", "signed"),
        ([("signed", "2020"), ("terminated", "2023-05-01")], "2023-05-01", "signed"),
        ([("signed", "2020"), ("terminated", "2023-05-01")], "2023-05-02", "terminated"),
    ],
)
def test_the_latest_counted_event_decides(happened, day, expected):
    agreement = make_agreement(published=False, signed=None)
    for code, when in happened:
        add_event(agreement, code, when)

    status = agreement.status_on(date.fromisoformat(day))
    in_sql = Agreement.objects.with_status(date.fromisoformat(day)).get(pk=agreement.pk)

    assert (status.code, in_sql.status_code) == (expected, expected)


def test_what_is_planned_decides_nothing():
    agreement = make_agreement(published=False, signed="2020")
    add_event(agreement, "in_effect", "2021", planned=True)

    assert agreement.status_on(date(2025, 1, 1)).code == "signed"
