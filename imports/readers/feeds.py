"""Feeds: RSS 0.9 to 2.0, Atom and JSON Feed; what stands in an entry beside its body.

https://www.rssboard.org/rss-specification, https://www.rfc-editor.org/rfc/rfc4287,
https://www.jsonfeed.org/version/1.1/
"""

import re
from urllib.parse import urljoin

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from imports import columns
from imports.problems import Unreadable

from . import json_feeds, xml_feeds
from .entries import MOST_ENTRIES
from .rows import RawRow

MOST_BYTES = 10 * 1024 * 1024
LONGEST_SUMMARY = 200
# What Python reads for a byte that is none of the encoding.
UNREAD = "\ufffd"
# GOV.UK gives an entry another id at every update: its address, "#" and the time.
UPDATED_AT = re.compile(r"#\d{4}-\d{2}-\d{2}T[0-9:.,Z+-]*$", re.ASCII)


class FeedReader:
    """Each entry as a row; never the body that a feed carries."""

    format = "feed"
    version = 1
    columns = ()

    def __init__(self, input, **options):
        content = bounded(input)
        address = getattr(input, "address", "")
        read = json_feeds.read if is_json(content) else xml_feeds.read
        self.feed = read(content, address=address, encoding=options.get("encoding"))
        self.feed.own_link = self.feed.own_link or address or self.feed.page_link
        self.notes = [*self.feed.notes]
        if self.feed.number > MOST_ENTRIES:
            note = _("Only the first %(most)s of %(number)s entries are read.")
            self.notes.append(note % {"most": MOST_ENTRIES, "number": self.feed.number})

    def rows(self):
        for number, entry in enumerate(self.feed.entries, 1):
            values = values_of(entry, self.feed)
            yield RawRow(number, values, problem_of(values))


def problem_of(values):
    if any(UNREAD in value for value in values.values()):
        return _("Letters of the entry are not written in the encoding that the feed declares.")
    if not values["title"] and not values["link"]:
        return _("The entry has neither a title nor a link.")
    return ""


def bounded(input):
    with input.open() as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        message = _("The feed is larger than the %(most)s MB that are read.")
        raise Unreadable(message % {"most": MOST_BYTES // 1024**2})
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    return content


def is_json(content):
    return content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def values_of(entry, feed):
    link = absolute(entry.link, feed)
    return {
        "key": UPDATED_AT.sub("", entry.id) or link or entry.title,
        "title": entry.title,
        "link": link,
        "summary": shortened(entry.summary),
        "published": entry.published,
        "updated": entry.updated,
        "publisher": entry.publisher or feed.title,
        "language": entry.language or feed.language,
        "feed": absolute(feed.own_link, feed),
    }


def absolute(link, feed):
    """A whole address of the web, or "" for what is none."""
    try:
        page = urljoin(feed.own_link, feed.page_link)
        address = columns.web_address(urljoin(page, link) if link else "")
    except (ValueError, ValidationError):
        return ""
    return address if address.lower().startswith("http") else ""


def shortened(summary):
    """Whole words, in the room that a summary has."""
    if len(summary) <= LONGEST_SUMMARY:
        return summary
    start = summary[:LONGEST_SUMMARY]
    whole = start.rpartition(" ")[0] or start[:-1]
    return f"{whole.rstrip(' ,;:.–-')}…"
