"""What is written into a feed, as two libraries read it."""

from datetime import UTC, datetime

from exports.atom import Category, Counted, Entry, Feed, Link, answer
from tests.feeds import link_of, read_feed

MOMENT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
ODD = "<b>&amp; ]]> \x00\x08\x0b\ufffe\uffff 文部科学省 \u202eevil\u202c \U0001f600 \"'"
SEEN = "<b>&amp; ]]>  文部科学省 \u202eevil\u202c \U0001f600 \"'"


def feed_with(**fields):
    entry = Entry(
        **{
            "key": "https://register.example/id/AG-0001",
            "title": "Pact",
            "address": "https://register.example/agreements/pact/",
            "published": MOMENT,
            "updated": MOMENT,
            **fields,
        }
    )
    return read_feed(
        answer(
            Feed(
                key="https://register.example/agreements.atom",
                title="Agreements",
                subtitle="All of them",
                address="https://register.example/agreements/",
                updated=MOMENT,
                entries=[entry],
                pages={"self": "https://register.example/agreements.atom?q=a&page=2"},
                counted=Counted(51, 51, 50),
            )
        )
    )


def test_text_is_text_and_what_xml_forbids_is_left_out():
    [entry] = feed_with(title=ODD, summary=ODD).entries

    assert (entry.title, entry.title_detail.type) == (SEEN, "text/plain")
    assert entry.summary == SEEN


def test_html_is_escaped_once_and_its_links_begin_at_the_record():
    [entry] = feed_with(content='<p>A &lt; B <a href="#members">here</a></p>').entries

    [content] = entry.content
    assert content.type == "text/html"
    assert content.base == "https://register.example/agreements/pact/"
    assert content.value.startswith("<p>A &lt; B <a href=")


def test_moments_are_told_in_utc():
    [entry] = feed_with().entries

    assert entry.updated == entry.published == "2026-03-29T01:30:00Z"


def test_categories_and_links_are_told():
    kind = Category("https://register.example/agreements/?kind=", "treaty", "Treaty")
    via = Link("via", "https://ministry.example/?a=1&b=2", hreflang="ja")

    [entry] = feed_with(categories=(kind,), links=(via,)).entries

    assert [(tag.scheme, tag.term, tag.label) for tag in entry.tags] == [
        ("https://register.example/agreements/?kind=", "treaty", "Treaty")
    ]
    assert link_of(entry, "via") == "https://ministry.example/?a=1&b=2"


def test_a_feed_says_whose_it_is_and_how_much_there_is():
    feed = feed_with().feed

    assert feed.author_detail.name == "Fusion Cooperation Register"
    assert feed.language == "en-GB"
    assert link_of(feed, "license") == "https://creativecommons.org/licenses/by/4.0/"
    assert link_of(feed, "self") == "https://register.example/agreements.atom?q=a&page=2"
    assert (feed.opensearch_totalresults, feed.opensearch_startindex) == ("51", "51")
