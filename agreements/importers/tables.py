"""Agreements from a table: one row an agreement."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements import matching
from agreements.models import Agreement, Document
from agreements.near_titles import NearTitles
from agreements.vocabulary import (
    AmountQualifier,
    DocumentKind,
    EndStatement,
    Kind,
    LegalCharacter,
    Level,
)
from dates.words import Qualifier
from imports import columns
from imports.cleaned import Cleaned
from imports.registry import importer
from imports.source_cells import sources
from imports.tables import TableImporter
from organisations.countries import country_code
from publishing.models import Source
from publishing.ordering import fold
from themes.naming import NamedThemes

from . import cells, in_full
from .described import COLUMNS, PASSED_OVER
from .fitting import fit, natural_key
from .linking import SEVERAL, Linking
from .rows import (
    LONGEST_KEY,
    NOT_KNOWN,
    amount_of,
    cited_in,
    documents_of,
    events_of,
    identifiers_of,
    key_of,
    longest,
)

FIELDS = (
    "title", "kind", "legal_character", "level", "summary", "body", "place", "place_country",
    "duration_stated", "no_public_text", "end_statement", "not_known", "themes",
)  # fmt: skip
REFERENCES = ("parties", "signatories", "links", "milestones")
QUALIFIERS = (*Qualifier.choices, (NOT_KNOWN, NOT_KNOWN))


@importer
class AgreementTable(TableImporter):
    name = "agreements.table"
    model = Agreement
    columns = COLUMNS
    passed_over = PASSED_OVER
    texts = ("title", "summary", "place", "duration_stated")
    blank = {
        "legal_character": LegalCharacter.NOT_STATED.value,
        "end_statement": EndStatement.NOT_RECORDED.value,
        "no_public_text": False,
    }
    # For whom somebody signed follows from the parties as they stand.
    left_alone = {"signatories": ("party",)}
    siblings = {"signatories": {"party": "parties"}}

    def __init__(self, reader, source, options):
        super().__init__(reader, source, options)
        # {folded title: key of its row}: what a link may name.
        self.titles = {}

    @cached_property
    def near_titles(self):
        return NearTitles()

    @cached_property
    def themes(self):
        return NamedThemes(makes_new=self.options.keep_identifiers)

    def prepare(self, *, by, at):
        self.themes.make_new(by=by, at=at)

    # Columns

    def clean_identifier(self, value):
        return columns.text(value, longest("identifier")).upper()

    def clean_key(self, value):
        return columns.text(value, LONGEST_KEY)

    def clean_title(self, value):
        return columns.text(value, longest("title"))

    def clean_kind(self, value):
        return columns.code(value, Kind)

    def clean_legal_character(self, value):
        return columns.code(value, LegalCharacter)

    def clean_level(self, value):
        return columns.code(value, Level)

    def clean_summary(self, value):
        return columns.text(value, longest("summary"))

    def clean_body(self, value):
        return columns.rich_text(value)

    def clean_event(self, value):
        date, qualifier, note = columns.partial_date(value, day_first=self.options.day_first)
        return {"date": date, "date_qualifier": qualifier, "date_note": note}

    clean_announced = clean_initialled = clean_signed = clean_event
    clean_in_effect = clean_expires = clean_terminated = clean_event

    def clean_qualifier(self, value):
        return columns.code(value, QUALIFIERS)

    clean_announced_qualifier = clean_initialled_qualifier = clean_qualifier
    clean_signed_qualifier = clean_in_effect_qualifier = clean_qualifier
    clean_expires_qualifier = clean_terminated_qualifier = clean_qualifier

    def clean_events(self, value):
        return in_full.events(value, day_first=self.options.day_first)

    def clean_place(self, value):
        return columns.text(value, longest("place"))

    def clean_place_country(self, value):
        code = country_code(columns.text(value))
        if not code:
            raise ValidationError(_("This is no country that is known here."))
        return code

    def clean_duration_stated(self, value):
        return columns.text(value, longest("duration_stated"))

    def clean_amount(self, value):
        return columns.money_amount(value)

    def clean_currency(self, value):
        code = columns.text(value).upper()
        if not (len(code) == longest("currency") and code.isascii() and code.isalpha()):
            raise ValidationError(_("Use the code of three capital letters, such as GBP."))
        return code

    def clean_amount_qualifier(self, value):
        return columns.code(value, AmountQualifier)

    def clean_no_public_text(self, value):
        return columns.boolean(value)

    def clean_end_statement(self, value):
        return columns.code(value, EndStatement)

    def clean_not_known(self, value):
        return "\n".join(columns.several(value))

    def clean_parties(self, value):
        return cells.parties(value)

    def clean_signatories(self, value):
        return cells.signatories(value)

    def clean_links(self, value):
        return cells.links(value)

    def clean_milestones(self, value):
        return in_full.milestones(value, day_first=self.options.day_first)

    def clean_themes(self, value):
        return self.themes.keys_of(columns.several(value))

    def clean_document_url(self, value):
        return columns.web_address(value)

    def clean_document_title(self, value):
        return columns.text(value, longest("title", Document))

    def clean_document_kind(self, value):
        return columns.code(value, DocumentKind)

    def clean_documents(self, value):
        return in_full.documents(value)

    def clean_identifiers(self, value):
        return cells.identifiers(value)

    def clean_source_url(self, value):
        return columns.web_address(value)

    def clean_source_title(self, value):
        return columns.text(value, longest("title", Source))

    def clean_source_publisher(self, value):
        return columns.text(value, longest("publisher", Source))

    def clean_source_date(self, value):
        return columns.partial_date(value, day_first=self.options.day_first)[0]

    def clean_source_language(self, value):
        return columns.language(value)

    def clean_sources(self, value):
        return sources(value, day_first=self.options.day_first)

    # The row

    def build(self, number, values):
        title = values["title"]
        row = Cleaned(
            number=number,
            key=key_of(values),
            label=title,
            fields={name: values[name] for name in FIELDS if name in values} | amount_of(values),
            children={
                "events": events_of(values),
                "documents": documents_of(values),
                "identifiers": identifiers_of(values),
            },
            identity={
                "identifier": values.get("identifier", ""),
                "identifiers": values.get("identifiers", []),
                "parties": [party[0] for party in values.get("parties", [])],
                "amount_qualifier": values.get("amount_qualifier", ""),
            },
            references={name: values[name] for name in REFERENCES if name in values},
            cited=cited_in(values),
        )
        self.keep_title(row)
        return row

    def keep_title(self, row):
        known = self.titles.setdefault(fold(row.label), row.key)
        if known != row.key:
            self.titles[fold(row.label)] = SEVERAL

    # The register

    def match(self, rows):
        return matching.match(rows, self.near_titles)

    def end_matching(self):
        self.__dict__.pop("near_titles", None)

    def link(self, rows, targets):
        return Linking(rows, targets, self.titles).refused

    def fit(self, row, standing, said=None):
        return fit(row, standing)

    def natural_key(self, relation, values):
        return natural_key(relation, values)
