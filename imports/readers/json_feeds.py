"""JSON Feed 1.0 and 1.1: https://www.jsonfeed.org/version/1.1/"""

import json

from django.utils.translation import gettext as _

from imports import columns
from imports.problems import Unreadable

from .entries import MOST_ENTRIES, Entry, Feed, day_of, language_of

VERSION = "https://jsonfeed.org/version/"


def read(content, *, address="", encoding=None):
    document = loaded(content)
    version = document.get("version") if isinstance(document, dict) else None
    if not isinstance(version, str) or not version.startswith(VERSION):
        raise Unreadable(_("There is no JSON Feed in it: its version is missing."))
    items = document.get("items")
    if not isinstance(items, list):
        raise Unreadable(_("The JSON Feed has no list of items."))
    feed = Feed(
        title=words(document, "title"),
        own_link=words(document, "feed_url"),
        page_link=words(document, "home_page_url"),
        language=language_of(words(document, "language")),
    )
    feed.entries = [entry_of(item) for item in items[:MOST_ENTRIES]]
    feed.number = len(items)
    return feed


def loaded(content):
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(_("The JSON Feed is not written in UTF-8.")) from error
    except json.JSONDecodeError as error:
        message = _("The JSON of the feed breaks off or is damaged at line %(line)s.")
        raise Unreadable(message % {"line": error.lineno}) from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("The JSON of the feed cannot be read.")) from error


def entry_of(item):
    item = item if isinstance(item, dict) else {}
    return Entry(
        id=words(item, "id"),
        title=words(item, "title"),
        link=words(item, "url") or words(item, "external_url"),
        summary=words(item, "summary"),
        published=day_of(words(item, "date_published")),
        updated=day_of(words(item, "date_modified")),
        language=language_of(words(item, "language")),
    )


def words(holder, name):
    """One line of text; a number counts as text, because some feeds number their items."""
    found = holder.get(name)
    if isinstance(found, str):
        return columns.text(columns.visible(found))
    return str(found) if isinstance(found, int) and not isinstance(found, bool) else ""
