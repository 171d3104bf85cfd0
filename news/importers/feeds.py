"""Entries of feeds: drafts with a summary and a link, never the text of others."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from imports.cleaned import Cited, Cleaned
from imports.registry import importer
from publishing.models import Source

from .articles import ArticleImporter, dated, longest

LONGEST_KEY = 450
# Of an entry without a title, its first words are one.
MOST_WORDS = 100


@importer
class FeedImporter(ArticleImporter):
    """Only drafts: an editor writes the text. What editors wrote stands without a question."""

    name = "news.feed"
    formats = ("feed",)
    only_drafts = True
    asks = False

    @property
    def own_origin(self):
        """The feed's own address, so that a copy of it on a disk is the same feed."""
        return (self.reader.feed.own_link or super().own_origin)[-200:]

    def clean(self, raw):
        entry = raw.values
        title = entry["title"] or Truncator(entry["summary"] or entry["link"]).chars(MOST_WORDS)
        entry = {**entry, "title": title}
        return Cleaned(
            number=raw.number,
            key=(entry["key"] or entry["link"])[:LONGEST_KEY],
            label=title[: longest("title")],
            fields=fields_of(entry),
            references={"publisher": [entry["publisher"]] if entry["publisher"] else []},
            cited=cited_of(entry),
            remark="" if raw.values["title"] else _("It has no title: these are its first words."),
        )

    def label_of(self, raw):
        return raw.values.get("title") or raw.values.get("link") or ""


def fields_of(entry):
    fields = {
        "title": entry["title"][: longest("title")],
        "summary": entry["summary"][: longest("summary")],
        "original_url": address_of(entry),
        "publisher": entry["publisher"][: longest("publisher")],
        "language": entry["language"],
    }
    day = entry["published"] or entry["updated"]
    return {name: value for name, value in fields.items() if value} | (dated(day) if day else {})


def address_of(entry):
    """None where there is no room for it: half an address leads elsewhere."""
    return entry["link"] if len(entry["link"]) <= longest("original_url") else ""


def cited_of(entry):
    if not address_of(entry):
        return ()
    return (
        Cited(
            title=entry["title"][: longest("title", Source)],
            url=entry["link"],
            publisher=entry["publisher"][: longest("publisher", Source)],
            date=entry["published"] or entry["updated"],
            language=entry["language"],
        ),
    )
