"""Feeds in Atom 1.0, https://www.rfc-editor.org/rfc/rfc4287.

A long one comes in pages (https://www.rfc-editor.org/rfc/rfc5005) and says how many entries it has
(https://github.com/dewitt/opensearch).
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from publishing.heads import absolute
from publishing.structured import permanent_address

MEDIA_TYPE = "application/atom+xml"
# What no document may hold, https://www.w3.org/TR/xml/#charsets
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Of a feed in which nothing has happened yet.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Category:
    """`scheme` followed by `term` is the address of the list of what has this category."""

    scheme: str
    term: str
    label: str


@dataclass(frozen=True)
class Link:
    rel: str
    href: str
    type: str = ""
    hreflang: str = ""


@dataclass(frozen=True)
class Entry:
    """`key`: its atom:id, which nothing changes. `content`: HTML, relative to `address`."""

    key: str
    title: str
    address: str
    published: datetime
    updated: datetime
    summary: str = ""
    content: str = ""
    categories: tuple = ()
    links: tuple = ()

    @property
    def published_at(self):
        return in_utc(self.published)

    @property
    def updated_at(self):
        return in_utc(self.updated)


@dataclass(frozen=True)
class Counted:
    """How many entries all pages have, the number of the first one here, how many a page has."""

    total: int
    first: int
    a_page: int


@dataclass(frozen=True)
class Feed:
    """`key`: its atom:id, the same on each of its pages. `address`: of what people read instead.

    `pages`: {relation, such as "self" or "next": address of that page of the feed}.
    """

    key: str
    title: str
    subtitle: str
    address: str
    updated: datetime
    entries: list
    pages: dict
    counted: Counted | None = None

    @property
    def updated_at(self):
        return in_utc(self.updated)


def entry_of(record, *, content="", links=(), **more):
    """The Entry of a record with `changed_at`; it stays the same one under each name and address.

    A minor change leaves it as it was, for those who watch out for new things. Most readers show
    either the summary or the content: the one begins with the other.
    """
    summary = format_html("<p>{}</p>", record.summary) if record.summary else ""
    history = reverse(f"{record._meta.app_label}:history", args=[record.slug])
    return Entry(
        key=permanent_address(record),
        title=record.display_title,
        address=absolute(record.get_absolute_url()),
        published=record.published_at,
        updated=record.changed_at,
        summary=record.summary,
        content=summary + content,
        # https://www.rfc-editor.org/rfc/rfc5829
        links=(Link("version-history", absolute(history), "text/html"), *links),
        **more,
    )


def category(section, parameter, code, label):
    """By what the list of that section can be narrowed."""
    return Category(absolute(f"/{section}/?{parameter}="), code, str(label))


def answer(feed):
    context = {"feed": feed, "register": absolute("/"), "media_type": MEDIA_TYPE}
    written = render_to_string("exports/feed.atom", context)
    return HttpResponse(FORBIDDEN.sub("", written), content_type=f"{MEDIA_TYPE}; charset=utf-8")


def in_utc(moment):
    """As https://www.rfc-editor.org/rfc/rfc3339 has it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
