"""Articles from a table: one row an article."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from dates.words import Qualifier
from imports import columns
from imports.cleaned import Cited, Cleaned
from imports.registry import importer
from imports.source_cells import sources
from imports.tables import Column, TableImporter
from news.models import Kind
from publishing.ordering import fold
from themes.naming import NamedThemes

from .articles import ArticleImporter, dated, longest

FIELDS = (
    "title", "kind", "summary", "body", "publisher", "original_url", "language", "themes",
)  # fmt: skip
NAMED = ("organisations", "agreements", "publisher_organisation")
LONGEST_KEY = 300


@importer
class ArticleTable(ArticleImporter, TableImporter):
    name = "news.table"
    columns = (
        Column("identifier", _("The permanent identifier of an article that is here: NEWS-0001.")),
        Column(
            "slug",
            _("The last part of its address; with --keep-identifiers new records keep it."),
        ),
        Column("key", _("Your own key of the row. It stays the same when the title changes.")),
        Column("title", _("The headline."), required=True),
        Column("kind", _("news_story, press_release, event_report or analysis.")),
        Column("summary", _("At most 200 characters.")),
        Column("body", _("Plain text or simple HTML.")),
        Column("date", _("Of publication, as exact as it is known: 19 June 2025, June 2025.")),
        Column("date_qualifier", _("on, by, after or about, where the date says none itself.")),
        Column("date_note", _("Words of the source that fit no date.")),
        Column("publisher", _("Its name. One that is in the register is linked.")),
        Column(
            "publisher_organisation",
            _("The publisher as it is in the register. Beside this column no name is looked up."),
        ),
        Column("original_url", _("The address of the original.")),
        Column("language", _("Of the original: en, ja.")),
        Column("organisations", _("Those concerned: identifiers, names or acronyms.")),
        Column("agreements", _("Those concerned: AG-0001; UKTS: 12/2025; or a title.")),
        Column("themes", _("Codes or names: fuel_cycle_and_tritium; Regulation and safety.")),
        Column(
            "sources",
            _(
                "What it rests on, in full: title | address | publisher | date | language | note | "
                "note on the date. Beside this column the original is not cited by itself."
            ),
        ),
    )
    # What the register's own files say for others to read.
    passed_over = ("url", "earliest_day", "latest_day", "organisation_names", "agreement_titles")
    texts = ("title", "summary", "publisher", "date_note")

    @cached_property
    def themes(self):
        return NamedThemes(makes_new=self.options.keep_identifiers)

    def prepare(self, *, by, at):
        self.themes.make_new(by=by, at=at)

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

    def clean_date_qualifier(self, value):
        return columns.code(value, Qualifier)

    def clean_date_note(self, value):
        return columns.text(value, longest("date_note"))

    def clean_publisher(self, value):
        return columns.text(value, longest("publisher"))

    def clean_publisher_organisation(self, value):
        return columns.text(value)

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

    def clean_sources(self, value):
        return sources(value, day_first=self.options.day_first)

    def build(self, number, values):
        named = {name: values[name] for name in NAMED if name in values}
        if "publisher_organisation" not in self.there:
            named["publisher"] = [values[name] for name in ("publisher",) if name in values]
        has_sources = "sources" in self.there
        return Cleaned(
            number=number,
            key=key_of(values),
            label=values["title"],
            fields={name: values[name] for name in FIELDS if name in values} | date_of(values),
            identity={
                "identifier": values.get("identifier", ""),
                "language": values.get("language", ""),
                "has_sources": has_sources,
            },
            references=named,
            cited=tuple(values.get("sources", ())) if has_sources else original_of(values),
        )

    def sources_of(self, row):
        return row.cited if row.identity["has_sources"] else super().sources_of(row)


def date_of(values):
    """The date with what its cell says of it, and what the columns beside it say."""
    date, qualifier, note = values.get("date", ("", "on", ""))
    if "date_qualifier" in values and date:
        qualifier = values["date_qualifier"]
    note = values.get("date_note", note)
    return dated(date, qualifier, note) if date or note else {}


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
