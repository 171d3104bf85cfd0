"""News as a table: a row an article, in the columns that import_news reads."""

from django.utils.translation import gettext_lazy as _

from exports.tables import ADDRESS, CODE, CODES, DATE, DAY, MARKUP, SEVERAL, Column, Table

from .table_rows import read_articles

COLUMNS = (
    Column("identifier", _("Its permanent identifier."), CODE),
    Column("slug", _("The last part of the address of its page."), CODE),
    Column("url", _("The address of its page."), ADDRESS),
    Column("title", _("The headline.")),
    Column("kind", _("The kind of article."), CODE),
    Column("date", _("Of publication, as exact as it is known."), DATE),
    Column("date_qualifier", _("on, by, after or about. Empty: the date is not known."), CODE),
    Column("date_note", _("Words of the source that fit no date.")),
    Column("earliest_day", _("The first day that the date may mean; empty after “by”."), DAY),
    Column("latest_day", _("The last day that the date may mean; empty after “after”."), DAY),
    Column("summary", _("What happened, in a sentence.")),
    Column("body", _("The text, in HTML."), MARKUP),
    Column("publisher", _("Who published the original.")),
    Column("publisher_organisation", _("The identifier of the publisher, if it is here."), CODE),
    Column("original_url", _("The address of the original."), ADDRESS),
    Column("language", _("The language of the original."), CODE),
    Column("organisations", _("Identifiers of the organisations concerned."), CODES),
    Column("organisation_names", _("The names of those organisations."), SEVERAL),
    Column("agreements", _("Identifiers of the agreements concerned."), CODES),
    Column("agreement_titles", _("The titles of those agreements."), SEVERAL),
    Column("themes", _("Codes of its themes."), CODES),
    Column(
        "sources",
        _(
            "What it rests on: title | address | publisher | date | language | note | "
            "note on the date."
        ),
        SEVERAL,
    ),
)
TABLE = Table("news", _("News"), COLUMNS, read_articles)
