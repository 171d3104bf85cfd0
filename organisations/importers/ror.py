"""Organisations from the Research Organization Registry, https://ror.readme.io/docs/schema-v2.

What the register has is enriched; records that are not here come only when they are asked for.
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from imports.cleaned import LEFT_OUT, Cited, Cleaned, RowRefused
from imports.registry import importer
from organisations.likeness import site_of
from organisations.models import NOT_APPLICABLE
from publishing.ordering import fold

from .base import OrganisationImporter
from .ror_linking import leave_shared_numbers, link_ror
from .ror_names import names_of
from .ror_values import (
    ADDRESS,
    country_of,
    kind_of,
    named_by_it,
    numbers_of,
    ror_id,
    site_in,
    status_of,
    website_of,
)

CITED = {
    "title": "Research Organization Registry (ROR)",
    "url": ADDRESS,
    "publisher": "ROR",
    "language": "en",
    "note": "CC0 1.0, https://creativecommons.org/publicdomain/zero/1.0/",
}


@importer
class RorImporter(OrganisationImporter):
    name = "organisations.ror"
    formats = ("ror",)
    own_origin = ADDRESS
    # Among all the names of the world one alone says little.
    needs_country = True

    def clean(self, raw):
        key = ror_id(raw.values)
        country = country_of(raw.values)
        if not self.is_asked_for(key, country):
            return None
        names = names_of(raw.values, country)
        website, numbers = website_of(raw.values), numbers_of(raw.values, key)
        fields = {**names.fields, "kind": kind_of(raw.values), "status": status_of(raw.values)}
        fields |= {"country": country, "website": website}
        first = {s: {"scheme": s, "value": values[0]} for s, values in numbers.items()}
        children = {
            "names": names.further,
            "identifiers": first,
            "sites": site_in(raw.values, country),
        }
        return Cleaned(
            number=raw.number,
            key=key,
            label=names.fields["name"],
            fields={name: value for name, value in fields.items() if value},
            children=children,
            identity={
                "identifiers": numbers,
                "names": names.own,
                "aliases": names.aliases,
                "country": country,
                "website": website,
            },
            references=named_by_it(raw.values),
            cited=(Cited(**CITED, place=f"{ADDRESS}{key}"),),
        )

    def is_asked_for(self, key, country):
        only, countries = self.options.only, self.options.countries
        return not (only or countries) or key in only or country in countries

    @property
    def brings_new_ones(self):
        return self.options.everything or bool(self.options.only or self.options.countries)

    def label_of(self, raw):
        return str(raw.values.get("id", ""))[:100]

    def match(self, rows):
        found = super().match(rows)
        for row in rows:
            is_new = row.number not in found
            if is_new and ("withdrawn" in row.references or not self.brings_new_ones):
                found[row.number] = LEFT_OUT
        return found

    def link(self, rows, targets):
        withdrawn = [row for row in rows if "withdrawn" in row.references]
        link_ror(rows, targets)
        leave_shared_numbers(rows, targets)
        words = _("ROR has withdrawn this record, as one that should not have been made.")
        return {row.number: RowRefused(words, "status", "withdrawn") for row in withdrawn}

    def fit(self, row, standing, said=None):
        """Another name is a further name; what ROR knows less well than editors is left out."""
        row = super().fit(self.with_further_names(row, standing, said), standing, said)
        fields, ours = dict(row.fields), standing["fields"]
        before = (said or {}).get("fields", {})
        for name in fields.keys() & {"kind", "status", "country", "website", "parent", "successor"}:
            first_time = name not in before
            if first_time and self.knows_less(name, fields[name], ours.get(name), row):
                del fields[name]
        children = {**row.children, "sites": sites_to_add(row, standing)}
        return replace(row, fields=fields, children=children)

    def knows_less(self, name, theirs, ours, row):
        """Whether what stands is no other answer, but a better one to the same question."""
        return {
            "kind": lambda: bool(ours),
            "status": lambda: theirs == "active",
            # International bodies have no country, wherever they sit.
            "country": lambda: ours == NOT_APPLICABLE,
            "website": lambda: site_of(ours or "") == site_of(theirs),
            "parent": lambda: bool(ours),
            "successor": lambda: bool(ours),
        }[name]()

    def with_further_names(self, row, standing, said):
        """ROR's own choice among the names of an organisation is not the register's."""
        before = (said or {}).get("fields", {})
        fields, further = dict(row.fields), dict(row.children["names"])
        language = fields.get("native_name_language", "")
        # The language of the town where an international body sits is not its own.
        has_no_country = standing["fields"].get("country") == NOT_APPLICABLE
        kinds = {
            "name": {"kind": "alias"},
            "acronym": {"kind": "acronym"},
            "native_name": {
                "kind": "translation" if has_no_country else "native",
                "language": language,
            },
        }
        for name, values in kinds.items():
            theirs, ours = fields.get(name), standing["fields"].get(name)
            stays = not ours or theirs == ours or ours == before.get(name)
            if not theirs or (stays and not (name == "native_name" and has_no_country)):
                continue
            further.setdefault(fold(theirs), {**values, "name": fields.pop(name)})
            if name == "native_name":
                fields.pop("native_name_language", None)
        return replace(row, fields=fields, children={**row.children, "names": further})


def sites_to_add(row, standing):
    """ROR knows a town: told where no place is known, or to lend its place on the map."""
    sites = row.children.get("sites", {})
    there = standing["children"].get("sites", {}).values()
    if not there:
        return sites
    by_place = {fold(values.get("place") or values.get("name")): values for values in there}
    return {
        natural: {
            name: value
            for name, value in values.items()
            if name not in ("latitude", "longitude") or by_place[natural].get(name) is None
        }
        for natural, values in sites.items()
        if natural in by_place
    }
