"""Agreements as a table: a row each, in the columns that import_agreements reads."""

from django.utils.translation import gettext_lazy as _

from exports.tables import (
    ADDRESS,
    CODE,
    CODES,
    DATE,
    DAY,
    MARKUP,
    NUMBER,
    SEVERAL,
    YES_NO,
    Column,
    Table,
)

from .filters import shown
from .table_rows import read_agreements

QUALIFIER = _(
    "on, by, after or about; not_known where it happened on a day that nobody says. "
    "Empty: the register knows of no such event."
)
COLUMNS = (
    Column("identifier", _("Its permanent identifier."), CODE),
    Column("slug", _("The last part of the address of its page."), CODE),
    Column("url", _("The address of its page."), ADDRESS),
    Column("title", _("As the parties give it.")),
    Column("kind", _("The kind of agreement."), CODE),
    Column("legal_character", _("Only what a source says; not_stated where none does."), CODE),
    Column("level", _("Between whom: government, agency, industry_body, company, mixed."), CODE),
    Column("status", _("As it follows from the events on the day of the list."), CODE),
    Column("status_date", _("The date of the event that decides it."), DATE),
    Column("earliest_day", _("The first day that its leading date may mean."), DAY),
    Column("latest_day", _("The last day that its leading date may mean."), DAY),
    Column("summary", _("What it is, in a sentence.")),
    Column("body", _("What was agreed, in HTML."), MARKUP),
    Column("announced", _("When it was announced."), DATE),
    Column("announced_qualifier", QUALIFIER, CODE),
    Column("initialled", _("When it was initialled."), DATE),
    Column("initialled_qualifier", QUALIFIER, CODE),
    Column("signed", _("When it was signed."), DATE),
    Column("signed_qualifier", QUALIFIER, CODE),
    Column("in_effect", _("When it took effect."), DATE),
    Column("in_effect_qualifier", QUALIFIER, CODE),
    Column("expires", _("When it ends or ended."), DATE),
    Column("expires_qualifier", QUALIFIER, CODE),
    Column("terminated", _("When it was ended."), DATE),
    Column("terminated_qualifier", QUALIFIER, CODE),
    Column(
        "events",
        _(
            "All events in full, where those columns do not say it all: "
            "event | date | note on the date | note | planned."
        ),
        SEVERAL,
    ),
    Column("place", _("Where it was signed.")),
    Column("place_country", _("The country of that place, ISO 3166-1."), CODE),
    Column("duration_stated", _("How long it holds, in the source's words.")),
    Column("amount", _("The sum of money."), NUMBER),
    Column("currency", _("Its currency, ISO 4217."), CODE),
    Column("amount_qualifier", _("exactly, about, at_least or up_to."), CODE),
    Column("no_public_text", _("Whether a source says that the text is not public."), YES_NO),
    Column("end_statement", _("What is known if no end is recorded."), CODE),
    Column("not_known", _("What is not known yet, a sentence for each gap."), SEVERAL),
    Column(
        "parties",
        _("Role and identifier of each: host: ORG-0002 | name at signing | note."),
        SEVERAL,
    ),
    Column("party_names", _("Their names at signing, else today's."), SEVERAL),
    Column("countries", _("The countries of the parties, ISO 3166-1."), CODES),
    Column("signatories", _("name | office | identifier of the party | note."), SEVERAL),
    Column(
        "links",
        _("What it states of other agreements: builds_on: AG-0001 | note."),
        SEVERAL,
    ),
    Column("link_titles", _("The titles of those agreements."), SEVERAL),
    Column(
        "milestones",
        _(
            "What came of it: kind | date | what happened | place | identifiers of organisations, "
            "with commas between | note on the date | note."
        ),
        SEVERAL,
    ),
    Column("themes", _("Codes of its themes."), CODES),
    Column("document_url", _("The address of the first document."), ADDRESS),
    Column("document_title", _("The title of that document.")),
    Column("document_kind", _("The kind of that document."), CODE),
    Column(
        "documents",
        _(
            "All documents in full, where that one does not say it all: "
            "kind | title | address | language | note."
        ),
        SEVERAL,
    ),
    Column("identifiers", _("Its numbers in series of others: ukts: 12/2025."), SEVERAL),
    Column("source_url", _("The address of its first source."), ADDRESS),
    Column("source_title", _("The title of that source.")),
    Column("source_publisher", _("Its publisher.")),
    Column("source_date", _("Its date, as exact as it is known."), DATE),
    Column("source_language", _("Its language."), CODE),
    Column(
        "sources",
        _(
            "All sources in full, where that one does not say it all: title | address | "
            "publisher | date | language | note | note on the date."
        ),
        SEVERAL,
    ),
)
TABLE = Table("agreements", _("Agreements"), COLUMNS, read_agreements, records=shown)
