"""The dates of agreements as calendars, as two libraries of others read them."""

import re
from datetime import date

import pytest
import vobject
from django.db import transaction
from icalendar import Calendar

from agreements.models import Agreement, Milestone
from publishing.actions import publish, withdraw
from tests.factories import add_event, make_agreement, make_organisation

pytestmark = pytest.mark.django_db

ODD = "Pact: a, b; c\\d “é” 核融合エネルギーに関する協力覚書についての共同声明及び附属書 😀 تعاون"
ODD_NOTE = "First line\nsecond, line;\r\nthird\x0bwith\ta tab"


@pytest.fixture(scope="module", autouse=True)
def register(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        japan = make_organisation("Ministry", country="JP")
        pact = make_agreement(
            ODD,
            slug="pact",
            place="Tōkyō, Japan",
            parties=[japan, make_organisation("Laboratory")],
            published=False,
        )
        add_event(pact, "in_effect", "July 2025", position=1)
        add_event(pact, "expires", "19 June 2030", position=2)
        add_event(pact, "amended", "about 3 May 2026", position=3)
        meeting = {"kind": "planned", "text": "The parties meet", "note": ODD_NOTE}
        Milestone.objects.create(agreement=pact, date="2026-03-04", place="Oxford", **meeting)
        Milestone.objects.create(agreement=pact, date="2027", kind="meeting", text="Again")
        publish(pact, by=None)
        make_agreement("Known by the month", slug="month", signed="June 2024", parties=[japan])
        make_agreement("Known by a day", slug="by", signed="by 19 June 2024")
        make_agreement("Older", slug="older", signed="1 February 2020")
        make_agreement("A draft", signed="2 February 2020", parties=[japan], published=False)
        yield
        transaction.set_rollback(True)


def file_at(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.getvalue()


def days_at(client, address):
    """{words: VEVENT} in the calendar at the address."""
    events = Calendar.from_ical(file_at(client, address)).walk("VEVENT")
    return {str(event["summary"]): event for event in events}


def test_a_calendar_has_the_days_of_the_agreements_that_the_list_finds(client):
    days = days_at(client, "/agreements.ics?country=jp&sort=date")

    assert {words: event["dtstart"].dt for words, event in days.items()} == {
        f"Signing: {ODD}": date(2025, 6, 19),
        "The parties meet": date(2026, 3, 4),
        f"Expiry: {ODD}": date(2030, 6, 19),
    }
    assert "Signing: Older" in days_at(client, "/agreements.ics")


def test_a_day_is_whole_and_says_where_it_is_from(client):
    days = days_at(client, "/agreements.ics?country=jp")
    signing, meeting = days[f"Signing: {ODD}"], days["The parties meet"]

    assert (signing["dtend"].dt - signing["dtstart"].dt).days == 1
    assert signing["dtstart"].params["VALUE"] == "DATE"
    identifier = Agreement.objects.get(slug="pact").identifier
    assert signing["url"].endswith(f"/id/{identifier}")
    assert signing["location"] == "Tōkyō, Japan"
    assert "Ministry (Japan) and Laboratory" in signing["description"]
    assert list(signing["categories"]) == ["Signed", "Memorandum of understanding", "Government"]
    assert (signing["status"], meeting["status"]) == ("CONFIRMED", "TENTATIVE")
    assert (signing["transp"], signing["class"]) == ("TRANSPARENT", "PUBLIC")
    assert signing["dtstamp"].dt == signing["last-modified"].dt


def test_what_is_not_known_to_the_day_is_counted_and_not_given_one(client):
    words = "4 dates that are not known to the day are not in the calendar."

    calendar = Calendar.from_ical(file_at(client, "/agreements.ics?country=jp"))
    page = client.get("/agreements/?country=jp").content.decode()
    record = client.get("/agreements/pact/").content.decode()

    assert calendar["description"] == f"3 dates are known to the day. {words}"
    assert "3 dates of these agreements" in page
    assert words in page
    assert re.search(r'href="webcal://[a-z0-9.:]+/agreements\.ics\?country=jp"', page)
    assert "3 dates that are not known to the day are not in the calendar." in record
    assert "/agreements/pact.ics" in record
    assert "for your calendar" not in client.get("/agreements/month/").content.decode()


def test_a_list_of_an_earlier_day_has_what_was_known_then(client):
    days = days_at(client, "/agreements.ics?country=jp&as_of=2025-12-31")

    # What is planned and how long it holds were known; the rest had not happened.
    assert list(days) == [f"Signing: {ODD}", "The parties meet", f"Expiry: {ODD}"]
    assert days_at(client, "/agreements.ics?country=jp&as_of=2024-12-31") == {}


def test_two_libraries_read_the_same_of_any_text(client):
    content = file_at(client, "/agreements.ics?country=jp")

    ours = Calendar.from_ical(content).walk("VEVENT")
    theirs = vobject.readOne(content.decode()).vevent_list

    assert [str(event["summary"]) for event in ours] == [e.summary.value for e in theirs]
    assert [str(event["uid"]) for event in ours] == [event.uid.value for event in theirs]
    assert [event["dtstart"].dt for event in ours] == [event.dtstart.value for event in theirs]
    note = "First line\nsecond, line;\nthird with\ta tab"
    for description in (ours[1]["description"], theirs[1].description.value):
        assert ODD in description
        assert note in description


def test_no_line_is_longer_than_75_octets(client):
    lines = file_at(client, "/agreements.ics").split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(line.decode() is not None for line in lines)


def moved(agreement, **when):
    event = agreement.events.get(code="signed")
    for name, value in when.items():
        setattr(event, name, value)
    event.save()
    publish(agreement, by=None, note="It was corrected.")


def signing_of(client, address="/agreements/moving.ics"):
    return next(iter(days_at(client, address).values()))


def test_the_sequence_rises_when_a_date_moves_and_not_otherwise(client):
    agreement = make_agreement("Moving", slug="moving", signed="19 June 2025")
    first = signing_of(client)

    agreement.title, agreement.slug = "Renamed", "renamed"
    agreement.save()
    publish(agreement, by=None, note="Renamed.")
    renamed = signing_of(client, "/agreements/renamed.ics")
    moved(agreement, date="2025-06-20")
    later = signing_of(client, "/agreements/renamed.ics")
    moved(agreement, date="2025-06")
    assert days_at(client, "/agreements/renamed.ics") == {}
    moved(agreement, date="2025-06-19")
    back = days_at(client, "/agreements.ics?q=&sort=-date")["Signing: Renamed"]

    assert [e["sequence"] for e in (first, renamed, later, back)] == [0, 0, 1, 3]
    assert len({str(e["uid"]) for e in (first, renamed, later, back)}) == 1
    assert first["dtstamp"].dt <= renamed["dtstamp"].dt <= back["dtstamp"].dt


def test_an_old_address_of_a_calendar_leads_to_the_new_one(client):
    agreement = make_agreement("Moving", slug="moving")
    agreement.slug = "renamed"
    agreement.save()
    publish(agreement, by=None, note="Renamed.")

    response = client.get("/agreements/moving.ics")

    assert (response.status_code, response["Location"]) == (301, "/agreements/renamed.ics")


def test_the_days_of_a_withdrawn_agreement_are_off(client):
    agreement = make_agreement("Moving", slug="moving")
    withdraw(agreement, by=None, reason="It was never signed.")

    event = signing_of(client)

    assert event["status"] == "CANCELLED"
    assert "It was never signed." in event["description"]
    assert "Signing: Moving" not in days_at(client, "/agreements.ics")


def test_the_same_register_gives_the_same_bytes_and_is_not_sent_twice(client):
    response = client.get("/agreements.ics?country=jp")
    etag = {"HTTP_IF_NONE_MATCH": response["ETag"]}

    assert file_at(client, "/agreements.ics?country=jp") == response.getvalue()
    assert client.get("/agreements.ics?country=jp", **etag).status_code == 304
    assert client.get("/agreements.ics", **etag).status_code == 200
    make_agreement("Newer")
    assert client.get("/agreements.ics?country=jp", **etag).status_code == 200


def test_a_calendar_takes_the_same_few_queries(client, django_assert_max_num_queries):
    for number in range(4):
        agreement = make_agreement(f"Of number {number}", parties=[make_organisation()])
        moved(agreement, date="2025-06-20")

    with django_assert_max_num_queries(14) as few:
        file_at(client, "/agreements.ics?country=jp")
    with django_assert_max_num_queries(len(few)):
        file_at(client, "/agreements.ics")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/agreements.ics?country=zz", "the register has no “zz”"),
        ("/agreements.ics?contry=jp", "“contry” is no parameter of this list"),
        ("/agreements.ics?as_of=tomorrow", "give a day, such as"),
        ("/agreements.icz", "There is no .icz of this"),
    ],
)
def test_what_cannot_be_read_is_answered_with_a_sentence(client, address, words):
    response = client.get(address)

    assert response.status_code == 400
    assert words in response.content.decode()
