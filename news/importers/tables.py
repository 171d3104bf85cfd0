"""Articles from a table: one row an article."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from imports import columns
from imports.cleaned import Cited, Cleaned
from imports.registry import importer
from imports.tables import Column, TableImporter
from news.models import Kind
from publishing.ordering import fold
from themes.naming import NamedThemes

from .articles import ArticleImporter, dated, longest

FIELDS = (
    "title", "kind", "summary", "body", "publisher", "original_url", "language", "themes",
)  # fmt: skip
LONGEST_KEY = 300


@importer
class ArticleTable(ArticleImporter, TableImporter):
    name = "news.table"
    columns = (
        Column("identifier", _("The permanent identifier of an article that is here: NEWS-0001.")),
        Column("key", _("Your own key of the row. It stays the same when the title changes.")),
        Column("title", _("The headline."), required=True),
        Column("kind", _("news_story, press_release, event_report or analysis.")),
        Column("summary", _("At most 200 characters.")),
        Column("body", _("Plain text or simple HTML.")),
        Column("date", _("Of publication, as exact as it is known: 19 June 2025, June 2025.")),
        Column("publisher", _("Its name. One that is in the register is linked.")),
        Column("original_url", _("The address of the original.")),
        Column("language", _("Of the original: en, ja.")),
        Column("organisations", _("Those concerned: identifiers, names or acronyms.")),
        Column("agreements", _("Those concerned: AG-0001; UKTS: 12/2025; or a title.")),
        Column("themes", _("Codes or names: fuel_cycle_and_tritium; Regulation and safety.")),
    )

    @cached_property
    def themes(self):
        return NamedThemes()

    def clean_identifier(self, value):
        return columns.text(value, longest("identifier")).upper()

    def clean_key(self, value):
        return columns.text(value, LONGEST_KEY)

    def clean_title(self, value):
        return columns.text(value, longest("title"))

    def clean_kind(self, value):
        return columns.code(value, Kind)

    def clean_summary(self, value):
        return columns.text(value, longest("summary"))

    def clean_body(self, value):
        return columns.rich_text(value)

    def clean_date(self, value):
        return columns.partial_date(value, day_first=self.options.day_first)

    def clean_publisher(self, value):
        return columns.text(value, longest("publisher"))

    def clean_original_url(self, value):
        return columns.web_address(value)

    def clean_language(self, value):
        return columns.language(value)

    def clean_organisations(self, value):
        return columns.several(value)

    def clean_agreements(self, value):
        return columns.several(value)

    def clean_themes(self, value):
        return self.themes.keys_of(columns.several(value))

    def build(self, number, values):
        named = {name: values[name] for name in ("organisations", "agreements") if name in values}
        date = dated(*values["date"]) if "date" in values else {}
        return Cleaned(
            number=number,
            key=key_of(values),
            label=values["title"],
            fields={name: values[name] for name in FIELDS if name in values} | date,
            identity={
                "identifier": values.get("identifier", ""),
                "language": values.get("language", ""),
            },
            references={"publisher": [values[n] for n in ("publisher",) if n in values], **named},
            cited=original_of(values),
        )


def key_of(values):
    """The source's own; else what tells one article from another."""
    own = values.get("key") or values.get("identifier")
    date = values["date"][0] if "date" in values else ""
    address = values.get("original_url")
    return own or address or f"{fold(values['title'])[:LONGEST_KEY]}|{date}"


def original_of(values):
    """The page that the article is about is what it is cited from."""
    if not values.get("original_url"):
        return ()
    return (
        Cited(
            title=values["title"],
            url=values["original_url"],
            publisher=values.get("publisher", ""),
            date=values["date"][0] if "date" in values else "",
            language=values.get("language", ""),
        ),
    )
