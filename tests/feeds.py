"""Feeds as two independent libraries read them."""

import fastfeedparser
import feedparser
from defusedxml.ElementTree import fromstring

ATOM = "{http://www.w3.org/2005/Atom}"


def read_feed(response):
    """What feedparser makes of it; the other library and XML itself must understand it too."""
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    document = fromstring(response.content)
    found = feedparser.parse(response.content)
    other = fastfeedparser.parse(response.content)
    assert not found.bozo, found.get("bozo_exception")
    assert (found.version, found.encoding) == ("atom10", "utf-8")
    written = [entry.findtext(f"{ATOM}id") for entry in document.iter(f"{ATOM}entry")]
    assert [entry.id for entry in found.entries] == [e["id"] for e in other.entries] == written
    return found


def pages_of(client, address):
    """A feed page by page, as its `next` leads on."""
    while address:
        feed = read_feed(client.get(address))
        yield feed
        address = link_of(feed.feed, "next")


def entries_of(client, address):
    return [entry for feed in pages_of(client, address) for entry in feed.entries]


def link_of(found, relation):
    """The address that a feed or an entry gives for that; None where it has none."""
    return next((link.href for link in found.links if link.rel == relation), None)


def slug_of(entry):
    return link_of(entry, "alternate").rstrip("/").rpartition("/")[2]
