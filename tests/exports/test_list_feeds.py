"""A list as a feed: the last changed first, each record under a name that lasts."""

import pytest

from publishing.actions import publish, unpublish, withdraw
from tests.changes import changed
from tests.factories import add_event, make_agreement, make_article, make_organisation, make_theme
from tests.feeds import entries_of, link_of, read_feed, slug_of
from tests.publishing.drafting import draft_of

pytestmark = pytest.mark.django_db


def test_the_last_changed_comes_first_and_a_minor_change_moves_nothing(client):
    first = make_agreement("First")
    make_agreement("Second")
    before = entries_of(client, "/agreements.atom")

    changed(first, minor=True, place="London")

    assert entries_of(client, "/agreements.atom") == before
    assert [entry.title for entry in before] == ["Second", "First"]

    changed(first, place="Culham")

    after = entries_of(client, "/agreements.atom?sort=title")
    assert [entry.title for entry in after] == ["First", "Second"]
    assert after[1].updated == before[0].updated
    assert after[0].updated >= before[1].updated
    assert after[0].published == before[1].published


def test_an_entry_stays_the_same_one_under_another_name_and_address(client):
    agreement = make_agreement("Pact", slug="pact")
    [before] = entries_of(client, "/agreements.atom")

    changed(agreement, title="Treaty", slug="treaty")

    [after] = entries_of(client, "/agreements.atom")
    assert after.id == before.id
    assert after.id.endswith(f"/id/{agreement.identifier}")
    assert (after.title, slug_of(after)) == ("Treaty", "treaty")
    assert link_of(after, "version-history").endswith("/agreements/treaty/history/")


def test_an_entry_says_what_the_record_is_about(client):
    heat = make_theme(name="Heat", slug="heat")
    ministry = make_organisation("Ministry", country="JP")
    pact = make_agreement("Pact", themes=[heat], parties=[ministry], body="<p>They <em>met</em>.")

    [entry] = entries_of(client, "/agreements.atom")

    assert {tag.scheme.rpartition("?")[2] + tag.term for tag in entry.tags} == {
        "kind=memorandum_of_understanding", "level=government", "theme=heat", "country=jp",
    }  # fmt: skip
    assert entry.summary == pact.summary
    assert entry.content[0].value == (
        "<p>They agreed to work together.</p>"
        "<p>Memorandum of understanding, 19 June 2025.</p><p>By: Ministry (Japan).</p>"
        "<p>They <em>met</em>.</p>"
    )


def test_news_leads_to_what_it_is_about(client):
    make_article("Signed", original_url="https://ministry.example/news", publisher="Ministry")

    [entry] = entries_of(client, "/news.atom")

    assert link_of(entry, "via") == "https://ministry.example/news"
    assert "News story, 19 June 2025, Ministry." in entry.content[0].value


def test_only_what_lists_show_is_in_a_feed(client):
    live, gone, back = (make_organisation(name) for name in ("Live", "Gone", "Back"))
    make_organisation("Never", published=False)
    draft_of(live, name="Drafted")
    withdraw(gone, by=None, reason="It was wrong.")
    unpublish(back, by=None, reason="It was private.")

    response = client.get("/organisations.atom")

    assert [entry.title for entry in read_feed(response).entries] == ["Live"]
    assert "Drafted" not in response.text


def test_a_feed_is_about_an_earlier_day_too(client):
    make_agreement("Early", signed="2020-01-01")
    make_agreement("Late", signed="2024-01-01")

    feed = read_feed(client.get("/agreements.atom?as_of=2021-01-01"))

    assert [entry.title for entry in feed.entries] == ["Early"]
    assert feed.feed.title.endswith("as it stood on 1 January 2021")
    assert link_of(feed.feed, "self").endswith("/agreements.atom?as_of=2021-01-01")


def test_a_feed_is_sent_again_only_when_the_register_has_told_of_something(client):
    make_agreement("Pact")
    response = client.get("/agreements.atom")
    known = {"If-None-Match": response["ETag"]}
    seen = {"If-Modified-Since": response["Last-Modified"]}

    assert response["Cache-Control"] == "no-cache"
    for headers in (known, seen, {**known, "If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}):
        again = client.get("/agreements.atom", headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == response["ETag"]
        assert client.head("/agreements.atom", headers=headers).status_code == 304

    make_article("Another", published=False)
    assert client.get("/agreements.atom", headers=known).status_code == 304
    make_article("News")
    assert client.get("/agreements.atom", headers=known).status_code == 200
    assert client.get("/agreements.atom?q=pact", headers=known).status_code == 200


def test_the_head_alone_can_be_asked_for(client):
    whole, head = client.get("/news.atom"), client.head("/news.atom")

    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == whole["ETag"]
    assert client.post("/news.atom").status_code == 405


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/agreements.atom?contry=jp", "“contry” is no parameter"),
        ("/agreements.atom?country=atlantis", "the register has no “atlantis”"),
        ("/news.atom?as_of=tomorrow", "give a day"),
        ("/organisations.rss", "There is no .rss of this"),
    ],
)
def test_what_a_feed_does_not_understand_is_refused_with_a_sentence(client, address, sentence):
    response = client.get(address)

    assert response.status_code == 400
    assert sentence in response.text


def test_a_feed_of_a_status_is_new_when_the_day_is(client, time_machine):
    time_machine.move_to("2026-11-25T23:00:00Z")
    agreement = make_agreement("Pact", published=False)
    add_event(agreement, "expires", "2026-11-25")
    publish(agreement, by=None)
    address = "/agreements.atom?status=signed"
    response = client.get(address)
    assert [entry.title for entry in entries_of(client, address)] == ["Pact"]

    time_machine.move_to("2026-11-26T01:00:00Z")

    for name, header in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        assert client.get(address, headers={name: response[header]}).status_code == 200
    assert entries_of(client, address) == []
