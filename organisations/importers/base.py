"""What all imports of organisations share: matching, and what they need not repeat."""

from dataclasses import replace
from functools import cached_property

from imports.importer import Importer
from organisations.doubts import Doubts
from organisations.match_keys import acronym_key, match_key
from organisations.matching import Identity, match
from organisations.models import Identifier, Organisation
from publishing.ordering import fold

# Several of one register are two organisations, or a mistake; an editor is asked.
ONE_EACH = set(Identifier.Scheme.values) - {Identifier.Scheme.OTHER}


class OrganisationImporter(Importer):
    """`needs_country`: whether names count only together with the country; else one that is not
    known is made up for by a name that one organisation alone has."""

    model = Organisation
    # Names that differ in case or accents are one: what stands is how the editors write it.
    left_alone = {
        "names": ("kind", "language", "name"),
        "sites": ("kind", "name", "place", "country"),
    }
    needs_country = False

    @cached_property
    def doubts(self):
        return Doubts()

    def match(self, rows):
        identities = {row.number: Identity(**row.identity) for row in rows}
        found = match(identities, needs_country=self.needs_country)
        rest = {number: one for number, one in identities.items() if number not in found}
        return found | self.doubts.about(rest, needs_country=self.needs_country)

    def end_matching(self):
        self.__dict__.pop("doubts", None)

    def natural_key(self, relation, values):
        if relation == "names":
            return fold(values["name"])
        if relation == "sites":
            return fold(values.get("place") or values.get("name"))
        if relation == "memberships":
            return str(values["body"])
        return scheme_key(values["scheme"], values["value"])

    def fit(self, row, standing, said=None):
        """Names that the record has somewhere are not added, and numbers of one register that has
        doubles are no other numbers."""
        fields = without_known_names(row.fields, standing, said)
        children = {name: dict(rows) for name, rows in row.children.items()}
        known = name_keys(standing)
        children["names"] = {
            natural: values
            for natural, values in children.get("names", {}).items()
            if natural in natural_names(self, standing) or not keys_of(values["name"]) & known
        }
        children["identifiers"] = without_doubles(row, standing)
        return replace(row, fields=fields, children=children)


def scheme_key(scheme, value):
    return scheme if scheme in ONE_EACH else f"{scheme}|{value}"


def natural_names(importer, standing):
    rows = standing["children"].get("names", {}).values()
    return {importer.natural_key("names", values) for values in rows}


def keys_of(name):
    return {match_key(name), acronym_key(name)} - {""}


def names_in(content):
    """Every name that the record has."""
    fields = content["fields"]
    yield from filter(None, (fields.get(n) for n in ("name", "acronym", "native_name")))
    for values in content["children"].get("names", {}).values():
        yield values["name"]


def name_keys(content):
    return {key for name in names_in(content) for key in keys_of(name)}


def without_known_names(fields, standing, said):
    """What is called by a name that stands elsewhere in the record is not called otherwise.

    A name that the record has from this source is compared as it is: the source may change it.
    """
    known, before = name_keys(standing), (said or {}).get("fields", {})
    kept = dict(fields)
    for name in ("name", "acronym", "native_name"):
        theirs, ours = fields.get(name), standing["fields"].get(name)
        if not theirs or theirs == ours or (ours and ours == before.get(name)):
            continue
        if keys_of(theirs) & known:
            del kept[name]
            if name == "native_name":
                kept.pop("native_name_language", None)
    return kept


def without_doubles(row, standing):
    """Identifiers, but for those in whose register the record has one that the row names too."""
    rows = row.children.get("identifiers", {})
    named = row.identity.get("identifiers", {})
    there = {
        values["scheme"]
        for values in standing["children"].get("identifiers", {}).values()
        if values["value"] in named.get(values["scheme"], ())
    }
    return {natural: values for natural, values in rows.items() if values["scheme"] not in there}
