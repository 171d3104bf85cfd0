"""What changed in the register, as a page and as feeds."""

from datetime import UTC, datetime, timedelta
from html import unescape
from re import findall

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.uniting import merge
from publishing import told
from publishing.actions import publish, unpublish, withdraw
from publishing.models import Change
from tests.changes import changed, titles_on, told_on
from tests.factories import (
    add_link,
    make_agreement,
    make_article,
    make_organisation,
    make_page,
    make_theme,
)
from tests.feeds import entries_of, link_of, pages_of, read_feed

pytestmark = pytest.mark.django_db


def test_changes_are_told_newest_first_with_notes_and_versions(client):
    pact = make_agreement("Pact", slug="pact", parties=[make_organisation("Ministry")])
    changed(pact, "The place was added.", place="London")

    first, second, *_others = told_on(client)

    assert first == ("Changed", "Pact", f"The place was added. Agreement {pact.identifier}, "
                     "version 2 of Pact")  # fmt: skip
    assert second[:2] == ("Published", "Pact")
    page = client.get("/changes/").text
    assert 'href="/agreements/pact/versions/2/"' in page
    assert 'href="/changes.atom"' in page


def test_all_kinds_of_records_are_told_of(client):
    make_theme(name="Heat")
    make_page(title="About us")
    make_article("Signed")

    assert titles_on(client) == ["Signed", "About us", "Heat"]
    assert {
        link_of(e, "alternate").partition("8000")[2] for e in entries_of(client, "/changes.atom")
    } == {"/news/signed/versions/1/", "/about/", "/changes/"}


def test_a_withdrawal_is_named(client):
    pact = make_agreement("Pact", parties=[make_organisation("Ministry", country="JP")])
    withdraw(pact, by=None, reason="It was never signed.")

    for query in ("", "?country=jp", "?kind=withdrawn"):
        what, title, rest = told_on(client, query)[0]
        assert (what, title) == ("Withdrawn", "Pact")
        assert rest.startswith("It was never signed.")


def test_of_a_record_that_was_taken_back_no_more_is_told_than_by_its_page(client):
    ministry = make_organisation("Ministry", slug="ministry", country="JP")
    pact = make_agreement("Secret pact", slug="pact", parties=[ministry])
    changed(pact, "A secret note.", place="London")
    unpublish(pact, by=None, reason="It was private.")

    what, title, rest = told_on(client)[0]

    assert (what, title, rest) == ("Taken back", pact.identifier, "It was private. Agreement")
    for address in ("/changes/", "/changes.atom", f"/changes.atom?record={pact.identifier}"):
        assert "ecret" not in client.get(address).text
    assert [row[0] for row in told_on(client, f"?record={pact.identifier}")] == ["Taken back"]
    for query in ("?country=jp", "?organisation=ministry"):
        assert titles_on(client, query) == ["Ministry"]


def test_a_record_that_is_public_again_is_told_of_again(client):
    pact = make_agreement("Pact")
    unpublish(pact, by=None, reason="It was private.")
    publish(pact, by=None, note="It may be read again.")

    told = told_on(client, f"?record={pact.identifier}")

    assert [row[:2] for row in told] == [
        ("Published", "Pact"), ("Taken back", "Pact"), ("Published", "Pact"),
    ]  # fmt: skip


def test_a_merged_organisation_leads_to_the_other(client):
    gone, into = make_organisation("Gone"), make_organisation("Into", slug="into")
    merge(gone, into, by=None, note="They are one.")

    [(what, title, rest)] = told_on(client, f"?record={gone.identifier}")

    assert (what, title) == ("Merged into another record", gone.identifier)
    assert rest.startswith("They are one.")
    assert f'href="/id/{gone.identifier}"' in client.get("/changes/").text
    assert client.get(f"/id/{gone.identifier}")["Location"] == "/organisations/into/"


def test_since_is_a_day_here(client):
    summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    Change.objects.of(make_theme(name="Late")).update(at=summer)
    Change.objects.of(make_theme(name="Early")).update(at=summer - timedelta(hours=1))

    assert titles_on(client, "?since=2026-07-01") == ["Late"]
    assert '<time datetime="2026-07-01">1 July 2026</time>' in client.get("/changes/").text


def test_a_change_that_is_still_to_come_is_not_told(client):
    theme = make_theme(name="Heat")
    Change.objects.of(theme).update(at=timezone.now() + timedelta(days=1))

    assert titles_on(client) == []
    assert entries_of(client, "/changes.atom") == []


def test_a_long_list_goes_on_where_the_last_page_ended(client, monkeypatch):
    names = [f"Theme {letter}" for letter in "ABCDE"]
    for name in names:
        make_theme(name=name)
    # Several at one moment, as an import publishes them.
    Change.objects.update(at=timezone.now())
    whole = titles_on(client)
    monkeypatch.setattr(told.Portion.__init__, "__defaults__", (None, 2))

    feeds = list(pages_of(client, "/changes.atom?kind=published"))
    first = client.get("/changes/").text
    make_theme(name="New")

    assert [e.title.partition(":")[0] for feed in feeds for e in feed.entries] == whole
    assert len(feeds) == 3
    assert len({feed.feed.id for feed in feeds}) == 1
    further = unescape(findall(r'rel="next" href="([^"]*)"', first)[0])
    assert titles_on(client, further) == whole[2:4]
    assert 'href="/changes/">Newest changes' in client.get(f"/changes/{further}").text


def test_minor_changes_are_entries_but_do_not_make_a_feed_new(client):
    pact = make_agreement("Pact", parties=[make_organisation()])
    before = read_feed(client.get("/changes.atom")).feed.updated
    Change.objects.update(at=timezone.now() - timedelta(days=2))
    two_days_old = read_feed(client.get("/changes.atom")).feed.updated

    changed(pact, "A comma.", minor=True, place="London")

    feed = read_feed(client.get("/changes.atom"))
    assert feed.feed.updated == two_days_old < before
    assert feed.entries[0].summary == "A comma."
    assert {tag.term for tag in feed.entries[0].tags} == {"changed", "minor", pact.identifier}


def test_each_record_has_a_feed_of_its_changes(client):
    first = make_agreement("First", slug="first")
    second = make_agreement("Second", slug="second", published=False)
    add_link(second, "builds_on", first)
    publish(second, by=None, note="First publication")
    changed(first, "It was renamed.", title="Older", slug="older")

    assert client.get("/agreements/first.atom")["Location"] == "/agreements/older.atom"
    feed = read_feed(client.get("/agreements/older.atom"))

    assert [entry.title for entry in feed.entries] == [
        "Older: version 2, changed",
        "Older: linked from another record",
        "Older: version 1, published",
    ]
    assert feed.feed.id.endswith(f"/id/{first.identifier}#changes")
    assert len({entry.id for entry in feed.entries}) == 3
    assert link_of(feed.entries[0], "alternate").endswith("/agreements/older/versions/2/")
    assert link_of(feed.feed, "alternate").endswith("/agreements/older/history/")
    assert 'href="/agreements/older.atom"' in client.get("/agreements/older/").text
    assert 'href="/agreements/older.atom"' in client.get("/agreements/older/history/").text


def test_the_feed_of_a_record_is_there_as_long_as_its_page(client):
    gone, back = make_article("Gone", slug="gone"), make_article("Back", slug="back")
    make_article("Never", slug="never", published=False)
    withdraw(gone, by=None, reason="It was wrong.")
    unpublish(back, by=None, reason="It was private.")

    assert read_feed(client.get("/news/gone.atom")).entries[0].summary == "It was wrong."
    assert client.get("/news/back.atom").status_code == 410
    assert client.get("/news/never.atom").status_code == 404


def test_change_feeds_are_sent_again_only_when_there_is_something_new(client):
    make_agreement("Pact", slug="pact")
    for address in ("/changes.atom", "/agreements/pact.atom"):
        known = {"If-None-Match": client.get(address)["ETag"]}
        assert client.get(address, headers=known).status_code == 304
        make_theme()
        assert client.get(address, headers=known).status_code == 200
        assert client.head(address).content == b""


def test_many_changes_ask_the_database_as_often_as_few(client):
    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def one_of_each():
        make_agreement(parties=[make_organisation(country="JP")], themes=[make_theme()])
        make_article()
        merge(make_organisation(), make_organisation(), by=None, note="They are one.")
        unpublish(make_article(), by=None, reason="It was private.")

    one_of_each()
    addresses = ("/changes/", "/changes.atom", "/changes/?country=jp&since=2026-01-01")
    few = [queries(address) for address in addresses]
    one_of_each()

    assert [queries(address) for address in addresses] == few
    assert max(few) <= 20
