"""What had happened to agreements by a day, and what was then known to come."""

from datetime import date

import pytest
from django.db.models import Prefetch
from hypothesis import given, settings

from agreements.models import Agreement, Event, Milestone
from tests.factories import add_event, add_link, make_agreement

from .generated import agreements_with, days, registers

pytestmark = pytest.mark.django_db

DAY = date(2024, 3, 1)


def known(agreement, day=DAY):
    return {f"{e.code} {e.date}".strip() for e in agreement.events.known_by(day)}


@pytest.mark.parametrize(
    ("code", "when", "fields", "is_known"),
    [
        ("signed", "2024-03-01", {}, True),
        ("signed", "2024-03-02", {}, False),
        ("signed", "2024", {}, True),
        ("signed", "by June 2024", {}, False),
        ("signed", "", {}, True),
        ("amended", "2024-04", {}, False),
        ("terminated", "2024-02-29", {}, True),
        ("terminated", "2024-03-01", {}, False),
        ("terminated", "2024", {}, False),
        ("superseded", "2025", {}, False),
        ("expires", "2030", {}, True),
        ("review_due", "2026", {}, True),
        ("in_effect", "2026", {"planned": True}, True),
        ("in_effect", "2023", {"planned": True}, True),
    ],
)
def test_what_happened_later_is_not_known_and_what_was_set_in_advance_is(
    code, when, fields, is_known
):
    agreement = make_agreement(published=False, signed=None)
    add_event(agreement, code, when, **fields)

    assert bool(known(agreement)) is is_known


def test_an_expiry_that_a_later_extension_gave_is_not_known_before_it():
    agreement = make_agreement(published=False, signed="2014")
    add_event(agreement, "expires", "2018")
    add_event(agreement, "extended", "2019-01")
    add_event(agreement, "expires", "2028")

    assert known(agreement, date(2016, 1, 1)) == {"signed 2014", "expires 2018"}
    assert known(agreement, date(2019, 2, 1)) == {
        "signed 2014", "expires 2018", "extended 2019-01", "expires 2028"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "when", "is_known"),
    [
        ("meeting", "2024-03-01", True),
        ("meeting", "2024-03-02", False),
        ("meeting", "", False),
        ("planned", "2026", True),
    ],
)
def test_a_plan_is_known_and_a_later_or_undated_happening_is_not(kind, when, is_known):
    agreement = make_agreement(published=False)
    Milestone.objects.create(agreement=agreement, kind=kind, text="They meet", date=when)

    assert agreement.milestones.known_by(DAY).exists() is is_known
    assert agreement.milestones.known_by(None).exists()


def test_links_stand_when_both_ends_do():
    old, new = make_agreement(published=False), make_agreement(published=False, signed="2026")
    add_link(new, "builds_on", old)

    assert not old.incoming_links.stood_by(date(2025, 12, 31)).exists()
    assert not new.links.stood_by(date(2025, 12, 31)).exists()
    assert new.links.stood_by(date(2026, 1, 1)).exists()


@settings(max_examples=25, deadline=None)
@given(registers=registers, day=days)
def test_an_agreement_stands_from_the_day_of_its_first_leading_event(registers, day):
    with agreements_with(registers) as agreements:
        events = Prefetch("events", Event.objects.known_by(day))
        then = {a.pk: a.lead_event for a in Agreement.objects.prefetch_related(events)}
        standing = {key: event for key, event in then.items() if event}
        found = agreements.stood_by(day).with_days(day)

        assert {a.pk: a.day for a in found} == {
            key: event.partial_date.start for key, event in standing.items()
        }


@settings(max_examples=25, deadline=None)
@given(registers=registers, day=days)
def test_what_is_not_known_yet_changes_no_status(registers, day):
    with agreements_with(registers) as agreements:
        events = Prefetch("events", Event.objects.known_by(day))
        then = {a.pk: a.status_on(day).code for a in Agreement.objects.prefetch_related(events)}

        assert then == {a.pk: a.status_on(day).code for a in agreements}


@settings(max_examples=25, deadline=None)
@given(registers=registers)
def test_every_agreement_is_dated_or_undated(registers):
    with agreements_with(registers) as agreements:
        dated = {a.pk for a in agreements if a.lead_event}

        assert {a.pk for a in agreements.dated()} == dated
        assert {a.pk for a in agreements.undated()} == {a.pk for a in agreements} - dated
