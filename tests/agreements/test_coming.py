"""What comes next in agreements: Python for a row and SQL for the order say the same."""

from datetime import date

import pytest
from django.db.models import Prefetch
from hypothesis import given, settings

from agreements.coming import next_of
from agreements.models import Agreement, Event, Milestone
from publishing.actions import publish
from tests.factories import add_event, make_agreement

from .generated import agreements_with, days, happenings, registers

pytestmark = pytest.mark.django_db


@settings(max_examples=15, deadline=None)
@given(registers=registers, milestones=happenings, day=days)
def test_python_and_sql_find_the_same_next_day(registers, milestones, day):
    with agreements_with(registers, milestones):
        for by in (None, day):
            events = Prefetch("events", Event.objects.known_by(by))
            for agreement in Agreement.objects.with_next_day(day, by).prefetch_related(events):
                coming = next_of(agreement, day)
                expected = coming.row.partial_date.end if coming else None
                assert agreement.next_day == expected


@pytest.mark.parametrize(
    ("code", "when", "planned", "day", "words"),
    [
        ("review_due", "2027", False, "2026-11-26", "Review due 2027"),
        ("review_due", "2027", False, "2027-12-31", "Review due 2027"),
        ("review_due", "2027", False, "2028-01-01", None),
        ("expires", "2029-03-31", False, "2029-03-31", "Expires 31 March 2029"),
        ("expires", "2029-03-31", False, "2029-04-01", None),
        ("expires", "about 2029", False, "2026-11-26", "Expires about 2029"),
        ("signed", "2027-02", True, "2027-02-28", "Planned: signing February 2027"),
        ("signed", "2027-02", True, "2027-03-01", None),
        ("in_effect", "2027-01-01", False, "2026-12-31", "Taking effect 1 January 2027"),
        ("in_effect", "2027-01-01", False, "2027-01-01", None),
        ("review_due", "", False, "2026-11-26", None),
    ],
)
def test_what_comes_next_is_said_with_exactly_what_is_known(code, when, planned, day, words):
    agreement = make_agreement(published=False)
    add_event(agreement, code, when, planned=planned)

    coming = next_of(agreement, date.fromisoformat(day))

    assert (coming.sentence if coming else None) == words


@pytest.mark.parametrize("end", ["terminated", "superseded"])
def test_nothing_comes_of_what_has_ended(end):
    agreement = make_agreement(published=False)
    add_event(agreement, "review_due", "2027")
    add_event(agreement, end, "2026-01-01")

    assert next_of(agreement, date(2026, 11, 26)) is None


@pytest.fixture
def titles(client, time_machine):
    time_machine.move_to("2026-11-26T12:00:00Z")

    def read(query):
        response = client.get(f"/agreements/?sort=next-date{query}")
        return [agreement.title for agreement in response.context["agreements"]]

    return read


def make_register():
    for title, code, when in (
        ("Later", "expires", "2029"),
        ("Soon", "review_due", "June 2027"),
        ("That year", "review_due", "2027"),
        ("Over", "expires", "2025"),
    ):
        agreement = make_agreement(title, signed="2020", published=False)
        add_event(agreement, code, when)
        publish(agreement, by=None)
    meeting = make_agreement("Meeting", signed="2024", published=False)
    Milestone.objects.create(
        agreement=meeting, kind="planned", text="The committee meets", date="2026-12"
    )
    publish(meeting, by=None)
    make_agreement("Newest", signed="2025")
    make_agreement("Undated", signed=None)


def test_the_list_may_begin_with_what_comes_next(titles):
    make_register()

    assert titles("") == ["Meeting", "Soon", "That year", "Later", "Newest", "Over", "Undated"]
    assert titles("&as_of=2024-06-01") == [
        "Over", "Meeting", "Soon", "That year", "Later"
    ]  # fmt: skip


def test_a_row_a_record_and_the_home_page_say_what_comes_and_when(client, time_machine):
    time_machine.move_to("2026-11-26T12:00:00Z")
    make_register()

    rows = client.get("/agreements/?sort=next-date").text
    assert "Next: The committee meets, December 2026" in rows
    assert "Next: Review due June 2027" in rows
    assert "Next:" not in client.get("/agreements/").text
    record = " ".join(client.get("/agreements/soon/").text.split())
    assert "<dt>Next</dt> <dd>Review due June 2027" in record
    assert "<dt>Next</dt>" not in client.get("/agreements/over/").text
    response = client.get("/")
    assert [a.title for a in response.context["coming"]] == [
        "Meeting",
        "Soon",
        "That year",
        "Later",
    ]
    assert 'href="/agreements/?sort=next-date"' in response.text


def test_the_home_page_shows_at_most_five_and_says_nothing_where_nothing_comes(client):
    assert "What comes next" not in client.get("/").text
    for _number in range(6):
        agreement = make_agreement(published=False)
        add_event(agreement, "expires", "2100")
        publish(agreement, by=None)

    assert len(client.get("/").context["coming"]) == 5


@pytest.mark.parametrize("looked_at", [(50, 500), (1, 2), (1,), ()])
def test_the_soonest_are_the_same_however_many_rows_are_looked_at(monkeypatch, looked_at):
    monkeypatch.setattr("agreements.models.agreement.SOONEST_LOOKED_AT", looked_at)
    for title, expires in [("A", "2029"), ("B", "2028"), ("C", "2027-05"), ("D", "2027-05")]:
        add_event(make_agreement(title), "expires", expires)
    ended = make_agreement("Ended", signed="2019")
    add_event(ended, "terminated", "2020")
    add_event(ended, "review_due", "2026-12")

    found = Agreement.objects.coming_first(date(2026, 11, 26), 3)

    assert [agreement.title for agreement in found] == ["C", "D", "B"]
