"""The columns of a table of agreements, each with what an editor writes there."""

from django.utils.translation import gettext_lazy as _

from imports.tables import Column

# What the register's own files say for others to read.
PASSED_OVER = (
    *("url", "status", "status_date", "earliest_day", "latest_day"),
    *("party_names", "countries", "link_titles"),
)
DATE = _(
    "A date as exact as the source: 2025, June 2025, by 19 June 2025; a note may follow in "
    "brackets. Or: date not known."
)
QUALIFIER = _(
    "Of that date, where its cell says none: on, by, after or about. Beside an empty date: "
    "not_known, where it happened on a day that nobody says."
)

COLUMNS = (
    Column("identifier", _("The permanent identifier of an agreement that is here: AG-0001.")),
    Column("slug", _("The last part of its address; with --keep-identifiers new records keep it.")),
    Column("key", _("Your own key of the row. It stays the same when the title changes.")),
    Column("title", _("As the parties give it."), required=True),
    Column("kind", _("A code or its label: memorandum_of_understanding.")),
    Column("legal_character", _("Only what a source says: binding, non_binding, contract, mixed.")),
    Column("level", _("government, agency, industry_body, company or mixed.")),
    Column("summary", _("One sentence of our own, at most 200 characters.")),
    Column("body", _("What was agreed. Plain text or simple HTML.")),
    Column("announced", DATE),
    Column("announced_qualifier", QUALIFIER),
    Column("initialled", DATE),
    Column("initialled_qualifier", QUALIFIER),
    Column("signed", DATE),
    Column("signed_qualifier", QUALIFIER),
    Column("in_effect", DATE),
    Column("in_effect_qualifier", QUALIFIER),
    Column("expires", DATE),
    Column("expires_qualifier", QUALIFIER),
    Column("terminated", DATE),
    Column("terminated_qualifier", QUALIFIER),
    Column(
        "events",
        _(
            "What happened, in full: event | date | note on the date | note | planned. "
            "An event here and one of the columns before must say the same date."
        ),
    ),
    Column("place", _("Place of signing.")),
    Column("place_country", _("Its country: a code or a name.")),
    Column("duration_stated", _("In the source's words: 5 years.")),
    Column("amount", _("In figures: 410,000,000.")),
    Column("currency", _("A code of three letters: GBP.")),
    Column("amount_qualifier", _("exactly, about, at_least or up_to. Empty: exactly.")),
    Column("no_public_text", _("yes when a source says that the text is not public.")),
    Column("end_statement", _("If no end is recorded: not_stated, not_known or not_recorded.")),
    Column("not_known", _("What is not known yet: a sentence for each gap.")),
    Column(
        "parties",
        _(
            "Organisations of the register by identifier, name or acronym, each with its role "
            "before a colon where it has one: UKAEA; host: QST; buyer: Google. "
            "Behind upright strokes its name at signing and a note may follow."
        ),
    ),
    Column(
        "signatories",
        _(
            "Name, office and party with upright strokes between; a name or an office may be "
            "missing: Kerry McCarthy | Minister for Climate | DESNZ; | Minister | MEXT. "
            "A note may follow."
        ),
    ),
    Column(
        "links",
        _(
            "A link and the other agreement, by identifier, title, or key or title of another "
            "row: builds_on: AG-0001; refers_to: Joint Statement on Fusion. "
            "A note may follow behind an upright stroke."
        ),
    ),
    Column(
        "milestones",
        _(
            "What came of it: kind | date | what happened | place | organisations, with commas "
            "between | note on the date | note."
        ),
    ),
    Column("themes", _("Codes or names: fuel_cycle_and_tritium; Regulation and safety.")),
    Column("document_url", _("Where the text stands.")),
    Column("document_title", _("Its title. Empty: that of the agreement.")),
    Column("document_kind", _("text, annex, translation, joint_statement, press_release, other.")),
    Column(
        "documents",
        _("Several documents, or more of one: kind | title | address | language | note."),
    ),
    Column("identifiers", _("A series and the number in it: UKTS: 12/2025; DOI: 10.1000/182.")),
    Column("source_url", _("The page or document that says all this.")),
    Column("source_title", _("Its title.")),
    Column("source_publisher", _("Its publisher.")),
    Column("source_date", _("Its date.")),
    Column("source_language", _("Its language: en, ja.")),
    Column(
        "sources",
        _(
            "All sources in full, in place of that one: title | address | publisher | date | "
            "language | note | note on the date."
        ),
    ),
)
