import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.problems import Unreadable
from imports.readers import feeds, xml_bounds
from imports.readers.feeds import FeedReader


class Bytes:
    """An input as a reader sees it."""

    def __init__(self, content, address=""):
        self.content = content if isinstance(content, bytes) else content.encode()
        self.address = address

    def open(self):
        return io.BytesIO(self.content)


def rss(*items, head="<title>News of a laboratory</title><link>https://lab.example/</link>"):
    joined = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel>{head}{joined}</channel></rss>'


def atom(*entries, head="<title>News</title>"):
    joined = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">{head}{joined}</feed>'


def rows(content, **options):
    return list(FeedReader(Bytes(content), **options).rows())


def only(content, **options):
    [row] = rows(content, **options)
    return row.values


def refusal(content):
    with pytest.raises(Unreadable) as refused:
        FeedReader(Bytes(content))
    return str(refused.value)


RSS_ITEM = """
  <title>First plasma &amp;amp; more</title><link>/news/first</link>
  <guid isPermaLink="false">lab-1</guid>
  <pubDate>Thu, 19 Jun 2025 23:30:00 GMT</pubDate>
  <description>&lt;p&gt;The machine &lt;b&gt;ran&lt;/b&gt;.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description>
"""  # noqa: E501
ATOM_ENTRY = """
  <id>tag:lab.example,2025:1</id><title>First plasma</title>
  <link rel="alternate" href="https://lab.example/news/first"/>
  <published>2025-06-19T10:00:00Z</published><updated>2025-06-21T10:00:00+01:00</updated>
  <summary>The machine ran.</summary><content type="html">The whole text.</content>
"""
GOVUK = "https://www.gov.uk/government/news/first-plasma"


def test_an_item_of_rss_becomes_plain_values():
    head = "<title>A laboratory</title><link>https://lab.example/</link><language>en-gb</language>"

    assert only(rss(RSS_ITEM, head=head)) == {
        "key": "lab-1",
        "title": "First plasma & more",
        "link": "https://lab.example/news/first",
        "summary": "The machine ran.",
        "published": "2025-06-20",
        "updated": "",
        "publisher": "A laboratory",
        "language": "en-GB",
        "feed": "https://lab.example/",
    }


def test_an_entry_of_atom_becomes_plain_values():
    head = '<title>News</title><link rel="self" href="https://lab.example/news.atom"/>'

    assert only(atom(ATOM_ENTRY, head=head)) == {
        "key": "tag:lab.example,2025:1",
        "title": "First plasma",
        "link": "https://lab.example/news/first",
        "summary": "The machine ran.",
        "published": "2025-06-19",
        "updated": "2025-06-21",
        "publisher": "News",
        "language": "en-GB",
        "feed": "https://lab.example/news.atom",
    }


def test_an_item_of_json_feed_becomes_plain_values():
    item = {
        "id": 7,
        "url": "/news/first",
        "title": "First plasma",
        "content_html": "<p>The whole text.</p>",
        "summary": "The machine ran.",
        "date_published": "2025-06-19T10:00:00+09:00",
        "language": "ja",
    }
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "News",
        "home_page_url": "https://lab.example/",
        "feed_url": "https://lab.example/feed.json",
        "items": [item, "nonsense", {"title": ["x"], "url": "javascript:alert(1)"}],
    }

    read, *broken = rows(json.dumps(feed))

    assert read.values == {
        "key": "7",
        "title": "First plasma",
        "link": "https://lab.example/news/first",
        "summary": "The machine ran.",
        "published": "2025-06-19",
        "updated": "",
        "publisher": "News",
        "language": "ja",
        "feed": "https://lab.example/feed.json",
    }
    assert [row.problem for row in broken] == ["The entry has neither a title nor a link."] * 2


@pytest.mark.parametrize(
    "feed",
    [
        '<rss version="0.91"><channel><item><title>First</title></item></channel></rss>',
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/"><item><title>First</title></item></rdf:RDF>',
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#">'
        "<entry><title>First</title></entry></feed>",
    ],
)
def test_older_formats_are_read(feed):
    assert only(feed)["title"] == "First"


def test_the_rows_can_be_read_again():
    reader = FeedReader(Bytes(rss("<title>One</title>", "<title>Two</title>")))

    assert list(reader.rows()) == list(reader.rows())
    assert [row.number for row in reader.rows()] == [1, 2]
    assert (reader.format, reader.columns, reader.notes) == ("feed", (), [])


def test_the_key_of_an_entry_of_govuk_survives_an_update():
    entries = [f"<id>{GOVUK}#2025-06-{day}T10:00:00+01:00</id><title>x</title>" for day in (19, 20)]

    assert {row.values["key"] for row in rows(atom(*entries))} == {GOVUK}
    assert only(rss("<title>x</title><guid>https://a.example/t#comment:1</guid>"))["key"] == (
        "https://a.example/t#comment:1"
    )


@pytest.mark.parametrize(
    "body",
    [
        '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">The whole.'
        "</content:encoded>",
        '<body xmlns="http://www.w3.org/1999/xhtml"><p>The whole.</p></body>',
    ],
)
def test_the_body_of_others_is_never_taken(body):
    assert only(rss(f"<title>x</title>{body}"))["summary"] == ""
    both = f"<title>x</title><description>Short.</description>{body}"
    assert only(rss(both))["summary"] == "Short."


def test_a_summary_that_stands_behind_the_body_is_taken():
    content = '<content type="html">The whole text of the page.</content>'

    assert only(atom(f"<title>x</title>{content}"))["summary"] == ""
    assert only(atom(f"<title>x</title>{content}<summary>Short.</summary>"))["summary"] == "Short."


def test_a_long_summary_ends_at_a_word():
    words = only(rss(f"<title>x</title><description>{'fusion, ' * 60}</description>"))["summary"]

    assert words.endswith("fusion, fusion…")
    assert len(words) <= 200
    assert len(feeds.shortened("核" * 300)) == 200


@pytest.mark.parametrize(
    ("link", "whole"),
    [
        ("https://other.example/a", "https://other.example/a"),
        ("a?b=c", "https://lab.example/a?b=c"),
        ("javascript:alert(1)", ""),
        ("mailto:a@lab.example", ""),
        ("tag:lab.example,2025:1", ""),
        ("https://[broken", ""),
        ("https://user:word@lab.example/", ""),
    ],
)
def test_a_link_is_a_whole_address_of_the_web(link, whole):
    assert only(rss(f"<title>x</title><link>{link}</link>"))["link"] == whole


def test_relative_links_begin_at_the_address_of_the_feed_where_it_names_none():
    feed = Bytes(rss("<link>/a</link>", head=""), address="https://lab.example/news/feed.xml")

    [row] = FeedReader(feed).rows()

    assert row.values["link"] == "https://lab.example/a"
    assert row.values["feed"] == "https://lab.example/news/feed.xml"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Thu, 07 Dec 17 10:00:29 -0800", "2017-12-07"),
        ("2025-06-19", "2025-06-19"),
        ("19 Jun 2025", "2025-06-19"),
        ("2025-06", "2025-06"),
        ("2025", "2025"),
        ("yesterday", ""),
        ("Wed, 31 Feb 2025 10:00:00 GMT", ""),
        ("", ""),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_written(written, day):
    assert only(rss(f"<title>x</title><pubDate>{written}</pubDate>"))["published"] == day


def test_an_ill_formed_feed_is_read_as_far_as_it_can_be():
    broken = "<rss><channel><item><title>One</title></item><item><title>Fish & chips</title>&nbsp"
    reader = FeedReader(Bytes(broken))

    assert [row.values["title"] for row in reader.rows()] == ["One", "Fish & chips"]
    assert reader.notes == ["The feed is not well-formed; it was read as far as it can be."]


def test_an_entry_with_bytes_of_another_encoding_is_refused_alone():
    feed = rss("<title>Universit\xe9</title>", "<title>Fusion</title>").encode("latin-1")

    damaged, sound = rows(feed)

    assert "encoding that the feed declares" in damaged.problem
    assert (sound.problem, sound.values["title"]) == ("", "Fusion")
    assert only(rss("<title>Universit\xe9</title>").encode("latin-1"), encoding="latin-1")[
        "title"
    ] == "Université"  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "koi8-r"])
def test_an_encoding_that_is_declared_or_marked_is_read(encoding):
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'

    assert only((declared + rss("<title>Токамак</title>")).encode(encoding))["title"] == "Токамак"


def test_a_feed_in_another_encoding_than_it_declares_is_not_guessed_at():
    declared = '<?xml version="1.0" encoding="{}"?>' + rss("<title>Universit\xe9</title>")

    assert refusal(declared.format("us-ascii").encode("latin-1")) == (
        "The feed is not written in the encoding that it declares, us-ascii."
    )
    assert only(declared.format("utf-16").encode())["title"] == "Universit\xe9"


def test_control_characters_are_left_out():
    assert only(rss("<title>A\x07B &#1; \u202eC</title>"))["title"] == "A B C"


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    "content",
    [
        LAUGHS + rss("<title>&b;</title>"),
        (LAUGHS + rss("<title>&b;</title>")).encode("utf-16"),
        LAUGHS.lower() + rss("<title>x</title>"),
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + rss("<title>&a;</title>"),
        "<!-- <rss> -->" + LAUGHS + rss("<title>&b;</title>"),
        '<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-ENTITY',
        ('<?xml version="1.0" encoding="cp037"?>' + LAUGHS).encode("cp037"),
    ],
)
def test_entities_are_refused_before_a_parser_sees_them(content):
    assert refusal(content) == "It declares entities of its own, which are not read."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (" \n", "The file is empty."),
        ("<!DOCTYPE html><html><body>Not found</body></html>", "It is a web page, not a feed."),
        ("name,country\nUKAEA,GB\n", "There is no RSS or Atom feed in it."),
        ("/etc/passwd", "There is no RSS or Atom feed in it."),
        ('{"title": "x"}', "There is no JSON Feed in it: its version is missing."),
        ('{"version": "https://jsonfeed.org/version/1"}', "The JSON Feed has no list of items."),
        ('{"version": "https://json', "The JSON of the feed breaks off or is damaged at line 1."),
        ('{"a":' + "[" * 99_999, "The JSON of the feed cannot be read."),
        (b'{"a": "\xff"}', "The JSON Feed is not written in UTF-8."),
        (rss("<a>" * 1_001), "Its elements are nested too deeply."),
        (rss("<item/>" * 20_001), "It has more than 20000 entries."),
        ("<" * 500_001, "It holds more elements than are read."),
        (
            rss(*(f'<x xmlns="u{number}"/>' for number in range(201))),
            "It names more vocabularies than are read.",
        ),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused_with_a_sentence(content, sentence):
    assert refusal(content) == sentence


def test_what_stands_in_comments_and_quoted_markup_does_not_nest():
    quoted = "<![CDATA[" + "<div>" * 1_001 + "]]>"

    assert only(rss(f"<title>x</title><!-- {'<a>' * 1_001} --><description>{quoted}</description>"))
    xml_bounds.check_bounds(b"<![CDATA[" * 9_999)


def test_a_feed_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(feeds, "MOST_BYTES", 1024**2)

    assert refusal(" " * (1024**2 + 1)) == "The feed is larger than the 1 MB that are read."


def test_the_entries_beyond_the_limit_are_said_to_be_left_out():
    reader = FeedReader(Bytes(rss(*(f"<title>{number}</title>" for number in range(2_001)))))

    assert len(list(reader.rows())) == 2_000
    assert reader.notes == ["Only the first 2000 of 2001 entries are read."]


SOUND = [
    rss(RSS_ITEM).encode(),
    atom(ATOM_ENTRY).encode(),
    b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "url": "https://a.b"}]}',
]  # fmt: skip
SCRAPS = st.binary(max_size=6) | st.sampled_from(
    [b"<", b">", b"&#1;", b"&#xD800;", b"<![CDATA[", b'"', b"</item>", b"<item>", b"[" * 2000,
     b'xml:base="https://[a"', b"http://[a", b"\xff\xfe", b"\0", b"9" * 5000, b"\\ud800"]
)  # fmt: skip


@st.composite
def damaged_feeds(draw):
    content = draw(st.sampled_from(SOUND))
    for scrap in draw(st.lists(SCRAPS, max_size=4)):
        start = draw(st.integers(0, len(content)))
        content = content[:start] + scrap + content[start + draw(st.integers(0, 20)) :]
    return content


@pytest.mark.drill
@settings(max_examples=300, deadline=None)
@given(damaged_feeds())
def test_a_damaged_feed_is_read_or_refused_with_a_sentence(content):
    try:
        found = rows(content)
    except Unreadable as refused:
        found = str(refused)
    repr(found).encode()
