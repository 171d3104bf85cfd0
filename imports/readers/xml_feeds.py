"""RSS and Atom, ill-formed ones as far as they can be read."""

import io
import re
from datetime import UTC, datetime

import feedparser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from imports import columns
from imports.columns.days import LONDON
from imports.problems import Unreadable

from .entries import MOST_ENTRIES, Entry, Feed, day_of, language_of
from .xml_bounds import check_bounds, codec_name, declared_encoding

LONGEST_MARKUP = 50_000
WEB_PAGE = re.compile(rb"<(!doctype\s+)?html\b", re.IGNORECASE)
XML_DECLARATION = re.compile(rb"<\?xml[^>]*\?>")
CLOCK = re.compile(r"\d:\d\d")


def read(content, *, address="", encoding=None):
    check_bounds(content, encoding)
    readable = in_its_encoding(content, encoding)
    parsed = parse(readable, address, encoding)
    if not parsed.get("version") and not parsed["entries"]:
        if WEB_PAGE.search(content[:1000]):
            raise Unreadable(_("It is a web page, not a feed."))
        raise Unreadable(_("There is no RSS or Atom feed in it."))
    head, entries = parsed["feed"], parsed["entries"]
    feed = Feed(
        title=words(head, "title"),
        own_link=own_link(head),
        page_link=value(head, "link"),
        language=language_of(value(head, "language")),
        entries=[entry_of(entry) for entry in entries[:MOST_ENTRIES]],
        number=len(entries),
    )
    if parsed.get("bozo") or readable is not content:
        feed.notes.append(_("The feed is not well-formed; it was read as far as it can be."))
    return feed


def in_its_encoding(content, encoding=None):
    """UTF-8 with the bytes marked that are none, where a feed is UTF-8 by its own words.

    One such byte would let feedparser take the whole for Windows-1252, and garble every letter.
    """
    if encoding or b"\0" in content:
        return content
    declared = codec_name(declared_encoding(content))
    if declared.startswith(("utf-16", "utf-32")):
        # These have a zero beside every letter of English: the declaration is left from elsewhere.
        content = XML_DECLARATION.sub(b"", content, count=1)
    elif declared != "utf-8":
        return content
    try:
        content.decode()
    except UnicodeDecodeError:
        return content.decode(errors="replace").encode()
    return content


def parse(content, address="", encoding=None):
    headers = {"content-location": address} if address else {}
    if encoding:
        headers["content-type"] = f"application/xml; charset={encoding}"
    try:
        # A file object: feedparser takes bytes for the path of a file first.
        parsed = feedparser.parse(
            io.BytesIO(content),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:
        # Odd input lets errors of a dozen kinds through: of addresses, codecs, numbers, recursion.
        raise Unreadable(_("The feed is damaged and cannot be read.")) from error
    overridden = isinstance(parsed.get("bozo_exception"), feedparser.CharacterEncodingOverride)
    # What is sound UTF-8 is hardly anything else; any other encoding would be a guess.
    if overridden and codec_name(parsed.get("encoding") or "") != "utf-8":
        message = _("The feed is not written in the encoding that it declares, %(encoding)s.")
        raise Unreadable(message % {"encoding": encoding or declared_encoding(content)})
    return parsed


def entry_of(entry):
    return Entry(
        id=columns.text(columns.visible(value(entry, "id"))),
        title=words(entry, "title"),
        link=columns.text(columns.visible(value(entry, "link"))),
        summary=summary_of(entry),
        published=day(entry, "published"),
        updated=day(entry, "updated"),
        publisher=words(dict.get(entry, "source") or {}, "title"),
        language=language_of(value(dict.get(entry, "title_detail") or {}, "language")),
    )


def value(holder, name):
    """A text as feedparser stored it, without the stand-ins that its own dictionary offers."""
    found = dict.get(holder, name)
    return found if isinstance(found, str) else ""


def words(holder, name):
    kind = value(dict.get(holder, f"{name}_detail") or {}, "type")
    found = value(holder, name)
    return columns.text(columns.visible(found)) if kind == "text/plain" else plain(found)


def plain(marked):
    """The beginning is enough for a title and a summary; markup without end has no words."""
    try:
        return columns.plain_text(marked[:LONGEST_MARKUP])
    except ValidationError:
        return ""


def summary_of(entry):
    """What the feed gives as a summary; feedparser puts a body in its place where there is none.

    A summary that stands behind a body is kept as a second body, a shorter one.
    """
    bodies = [value(body, "value") for body in dict.get(entry, "content") or []]
    if not bodies or value(entry, "summary") != bodies[0]:
        return words(entry, "summary")
    if len(bodies) == 2 and len(bodies[1]) < len(bodies[0]):
        return plain(bodies[1])
    return ""


def own_link(head):
    links = [link for link in dict.get(head, "links") or [] if value(link, "rel") == "self"]
    return value(links[0], "href") if links else ""


def day(entry, name):
    """As written where that can be read; the moment that feedparser makes of it otherwise."""
    written = value(entry, name)
    found = day_of(written)
    moment = dict.get(entry, f"{name}_parsed")
    if found or not moment or not CLOCK.search(written):
        return found
    try:
        instant = datetime(*moment[:6], tzinfo=UTC).astimezone(LONDON)
    except (ValueError, OverflowError):
        return ""
    return day_of(instant.date().isoformat())
