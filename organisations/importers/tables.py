"""Organisations from a table: one row each."""

from functools import cached_property, partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from imports import columns as cells
from imports.cleaned import Cited, Cleaned, told_apart
from imports.registry import importer
from imports.source_cells import sources
from imports.tables import TableImporter
from organisations import vocabulary
from organisations.countries import country_code
from organisations.match_keys import match_key
from organisations.models import Organisation
from organisations.reference_texts import PERMANENT
from publishing.ordering import fold
from themes.naming import NamedThemes

from . import cells as own_cells
from .base import OrganisationImporter
from .columns import COLUMNS, PASSED_OVER, SCHEMES
from .linking import link_table
from .places import coordinate, sites_of

FIELDS = (
    "name", "acronym", "native_name", "native_name_language", "kind", "status", "country",
    "website", "summary", "body", "themes",
)  # fmt: skip
REFERENCES = ("parent", "successor", "members_of", "memberships")


def longest(name):
    return Organisation._meta.get_field(name).max_length


@importer
class OrganisationTable(OrganisationImporter, TableImporter):
    name = "organisations.table"
    columns = COLUMNS
    passed_over = PASSED_OVER
    texts = ("name", "acronym", "native_name", "summary", "place")

    def __init__(self, *args):
        super().__init__(*args)
        # Names of the rows that were read, for rows that name one another.
        self.keys_by_name = {}

    def build(self, number, values):
        name, country = values["name"], values.get("country", "")
        key = values.get("key") or values.get("identifier") or f"{match_key(name)}|{country}"
        for text in {name, values.get("acronym", "")} - {""}:
            known = self.keys_by_name.get(match_key(text), ())
            if key not in known:
                self.keys_by_name[match_key(text)] = (*known, key)
        return Cleaned(
            number=number,
            key=key,
            label=name,
            fields={field: values[field] for field in FIELDS if field in values},
            children=self.children_of(values),
            identity=identity_of(values),
            references={one: values[one] for one in REFERENCES if one in values},
            cited=self.cited_by(values),
        )

    def link(self, rows, targets):
        return link_table(rows, targets, self.keys_by_name)

    def cited_by(self, values):
        """The pages that the row names, or none: then the file itself is the source."""
        if "sources" in values:
            return tuple(values["sources"])
        url, title = values.get("source_url", ""), values.get("source_title", "")
        if not url and not title:
            return ()
        publisher, date = values.get("source_publisher", ""), values.get("source_date", "")
        language = values.get("source_language", "")
        page = {"url": url, "publisher": publisher, "date": date, "language": language}
        return (Cited(title=title or url[:300], **page),)

    @cached_property
    def themes(self):
        return NamedThemes(makes_new=self.options.keep_identifiers)

    def prepare(self, *, by, at):
        self.themes.make_new(by=by, at=at)

    # One cleaning for each column

    def clean_identifier(self, value):
        text = cells.text(value).upper()
        if not PERMANENT.fullmatch(text):
            raise ValidationError(_("Write it like ORG-0012."))
        return text

    clean_key = staticmethod(partial(cells.text, longest=300))
    clean_name = staticmethod(partial(cells.text, longest=longest("name")))
    clean_acronym = staticmethod(partial(cells.text, longest=longest("acronym")))
    clean_native_name = staticmethod(partial(cells.text, longest=longest("native_name")))
    clean_native_name_language = staticmethod(cells.language)
    clean_kind = staticmethod(partial(cells.code, choices=vocabulary.Kind))
    clean_status = staticmethod(partial(cells.code, choices=vocabulary.Status))
    clean_website = staticmethod(cells.web_address)
    clean_summary = staticmethod(partial(cells.text, longest=longest("summary")))
    clean_body = staticmethod(cells.rich_text)
    clean_aliases = clean_former_names = staticmethod(partial(cells.several, longest=300))
    clean_names = staticmethod(own_cells.names)
    clean_sites = staticmethod(own_cells.sites)
    clean_memberships = staticmethod(own_cells.memberships)
    clean_identifiers = staticmethod(own_cells.identifiers)
    clean_source_language = staticmethod(cells.language)
    clean_members_of = staticmethod(partial(cells.several, longest=300))
    clean_parent = clean_successor = staticmethod(partial(cells.text, longest=300))
    clean_place = staticmethod(partial(cells.text, longest=200))
    clean_latitude = staticmethod(partial(coordinate, most=90))
    clean_longitude = staticmethod(partial(coordinate, most=180))
    clean_ror = staticmethod(partial(own_cells.number, "ror"))
    clean_wikidata = staticmethod(partial(own_cells.number, "wikidata"))
    clean_isni = staticmethod(partial(own_cells.number, "isni"))
    clean_lei = staticmethod(partial(own_cells.number, "lei"))
    clean_companies_house = staticmethod(partial(own_cells.number, "companies_house"))
    clean_govuk = staticmethod(partial(own_cells.number, "govuk"))
    clean_source_url = staticmethod(partial(cells.web_address, longest=500))
    clean_source_title = staticmethod(partial(cells.text, longest=300))
    clean_source_publisher = staticmethod(partial(cells.text, longest=200))

    def clean_country(self, value):
        text = cells.text(value)
        code = country_code(text)
        if not code:
            raise ValidationError(_("No country has this name or code."))
        return code

    def clean_themes(self, value):
        return self.themes.keys_of(cells.several(value))

    def clean_source_date(self, value):
        date, _qualifier, _note = cells.partial_date(value, day_first=self.options.day_first)
        return date

    def clean_sources(self, value):
        return sources(value, day_first=self.options.day_first)

    # The rows that belong to it

    def children_of(self, values):
        rows = {
            "names": names_of(values),
            "identifiers": numbers_of(values),
            "sites": sites_of(values),
        }
        return {
            name: told_apart(found, lambda row, name=name: self.natural_key(name, row))
            for name, found in rows.items()
        }


def identity_of(values):
    return {
        "identifier": values.get("identifier", ""),
        "identifiers": {scheme: [values[scheme]] for scheme in SCHEMES if scheme in values},
        "names": [values[name] for name in ("name", "native_name") if name in values],
        "aliases": values.get("aliases", []),
        "acronyms": [values["acronym"]] if "acronym" in values else [],
        "country": values.get("country", ""),
        "website": values.get("website", ""),
    }


def names_of(values):
    """Those in full first; of the others each that is not among them."""
    found = list(values.get("names", ()))
    known = {fold(values["name"]), *(fold(row["name"]) for row in found)}
    for column, kind in (("aliases", "alias"), ("former_names", "former")):
        for name in values.get(column, ()):
            if fold(name) not in known:
                known.add(fold(name))
                found.append({"kind": kind, "name": name})
    return found


def numbers_of(values):
    own = [[scheme, values[scheme]] for scheme in SCHEMES if scheme in values]
    further = [pair for pair in values.get("identifiers", ()) if pair not in own]
    return [{"scheme": scheme, "value": value} for scheme, value in [*own, *further]]
