"""What the formats of feeds have in common."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from imports import columns

MOST_ENTRIES = 2_000


@dataclass
class Entry:
    """An entry as its format gives it; all texts are one line without markup."""

    id: str = ""
    title: str = ""
    link: str = ""
    summary: str = ""
    published: str = ""
    updated: str = ""
    publisher: str = ""
    language: str = ""


@dataclass
class Feed:
    title: str = ""
    own_link: str = ""
    page_link: str = ""
    language: str = ""
    # Those that are read, and how many there are.
    entries: list = field(default_factory=list)
    number: int = 0
    notes: list = field(default_factory=list)


def day_of(written):
    """The ISO day, the month or year where a feed says no more, "" for what cannot be read."""
    written = columns.text(columns.visible(written))
    try:
        return columns.instant_day(written)
    except ValidationError:
        pass
    try:
        without_weekday = re.sub(r"^[A-Za-z]{3,9}, ", "", written)
        value, qualifier, note = columns.partial_date(without_weekday)
    except ValidationError:
        return ""
    return "" if qualifier != "on" or note else value


def language_of(written):
    try:
        return columns.language(columns.visible(written))
    except ValidationError:
        return ""
