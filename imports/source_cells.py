"""The sources of a record in one cell, with all that is known of each: written, and read back."""

from publishing.models import Source

from . import columns
from .cleaned import Cited

PARTS = ("title", "address", "publisher", "date", "language", "note", "note on the date")


def in_full(title, url, publisher, date, date_qualifier, language, note, date_note):
    typed = columns.typed(date, date_qualifier)
    return columns.together(title, url, publisher, typed, language, note, date_note)


def sources(value, *, day_first=None):
    """A Cited of each. Raises ValidationError."""
    return [source(parts, day_first) for parts in columns.several_apart(value, *PARTS)]


def source(parts, day_first):
    url = columns.web_address(parts["address"])
    date, qualifier, _note = columns.partial_date(parts["date"], day_first=day_first)
    return Cited(
        title=fitting("title", parts["title"] or url[: longest("title")]),
        url=url,
        publisher=fitting("publisher", parts["publisher"]),
        date=date,
        date_qualifier=qualifier,
        date_note=fitting("date_note", parts["note on the date"]),
        language=columns.language(parts["language"]),
        note=fitting("note", parts["note"]),
    )


def fitting(name, words):
    return columns.text(words, longest(name))


def longest(name):
    return Source._meta.get_field(name).max_length
