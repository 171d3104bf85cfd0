"""Organisations from a table: one row each."""

from functools import cached_property, partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from imports import columns as cells
from imports.cleaned import Cited, Cleaned, RowRefused
from imports.registry import importer
from imports.tables import TableImporter
from organisations import vocabulary
from organisations.countries import country_code
from organisations.identifier_schemes import validate_identifier
from organisations.match_keys import match_key
from organisations.models import Organisation
from organisations.reference_texts import PERMANENT, tidied
from publishing.ordering import fold
from themes.naming import NamedThemes

from .base import OrganisationImporter
from .columns import COLUMNS, SCHEMES
from .linking import link_table
from .places import coordinate, site

FIELDS = (
    "name", "acronym", "native_name", "native_name_language", "kind", "status", "country",
    "website", "summary", "themes",
)  # fmt: skip
REFERENCES = ("parent", "successor", "members_of")


def longest(name):
    return Organisation._meta.get_field(name).max_length


def clean_number(scheme, value):
    number = tidied(scheme, cells.text(value))
    validate_identifier(scheme, number)
    return number


@importer
class OrganisationTable(OrganisationImporter, TableImporter):
    name = "organisations.table"
    columns = COLUMNS

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
            children=children_of(values),
            identity=identity_of(values),
            references={one: values[one] for one in REFERENCES if one in values},
            cited=self.cited_by(values),
        )

    def link(self, rows, targets):
        return link_table(rows, targets, self.keys_by_name)

    def cited_by(self, values):
        """The page that the row names, or none: then the file itself is the source."""
        url, title = values.get("source_url", ""), values.get("source_title", "")
        if not url and not title:
            return ()
        publisher, date = values.get("source_publisher", ""), values.get("source_date", "")
        return (Cited(title=title or url[:300], url=url, publisher=publisher, date=date),)

    @cached_property
    def themes(self):
        return NamedThemes()

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
    clean_aliases = clean_former_names = staticmethod(partial(cells.several, longest=300))
    clean_members_of = staticmethod(partial(cells.several, longest=300))
    clean_parent = clean_successor = staticmethod(partial(cells.text, longest=300))
    clean_place = staticmethod(partial(cells.text, longest=200))
    clean_latitude = staticmethod(partial(coordinate, most=90))
    clean_longitude = staticmethod(partial(coordinate, most=180))
    clean_ror = staticmethod(partial(clean_number, "ror"))
    clean_wikidata = staticmethod(partial(clean_number, "wikidata"))
    clean_isni = staticmethod(partial(clean_number, "isni"))
    clean_lei = staticmethod(partial(clean_number, "lei"))
    clean_companies_house = staticmethod(partial(clean_number, "companies_house"))
    clean_govuk = staticmethod(partial(clean_number, "govuk"))
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


def children_of(values):
    kinds = (("aliases", "alias"), ("former_names", "former"))
    names = {
        fold(name): {"kind": kind, "name": name}
        for column, kind in kinds
        for name in values.get(column, ())
        if fold(name) != fold(values["name"])
    }
    numbers = {
        scheme: {"scheme": scheme, "value": values[scheme]}
        for scheme in SCHEMES
        if scheme in values
    }
    return {"names": names, "identifiers": numbers, "sites": sites_of(values)}


def sites_of(values):
    place, latitude, longitude = map(values.get, ("place", "latitude", "longitude"))
    if (latitude is None) != (longitude is None):
        raise RowRefused(_("Give both latitude and longitude, or neither."), "latitude")
    if latitude is not None and not place:
        raise RowRefused(_("Say what place the latitude and longitude are of."), "place")
    return site(place, values.get("country", ""), latitude, longitude) if place else {}
