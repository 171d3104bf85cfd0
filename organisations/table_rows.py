"""What the table of organisations says of each, read for a portion in a fixed number of queries."""

from dates.spans import held_on
from exports.related import address_of_slugs, by_owner, citations_of, in_position, source_values
from imports.columns import together
from publishing.ordering import fold
from themes.codes import codes_of

from .held import leave_out_end_ahead, rows_held_on, show_as_on
from .importers.columns import SCHEMES
from .models import Identifier, Membership, Name, Organisation, Site
from .named import NamedOrganisations
from .vocabulary import NameKind, SiteKind


def read_organisations(organisations, as_of):
    """{column: value} of each, as they stood on the day."""
    show_as_on(as_of.given, organisations)
    related = Related(organisations, as_of.given)
    return [related.row(organisation) for organisation in organisations]


class Related:
    def __init__(self, organisations, day):
        keys = [organisation.pk for organisation in organisations]
        self.names = self.read_names(keys, day)
        self.sites = by_owner(
            in_position(Site.objects.filter(organisation__in=keys)),
            *("organisation", "kind", "name", "place", "country", "latitude", "longitude"),
        )
        self.memberships = self.read_memberships(keys, day)
        self.identifiers = by_owner(
            in_position(Identifier.objects.filter(organisation__in=keys)),
            *("organisation", "scheme", "value"),
        )
        self.themes = codes_of(Organisation, keys)
        self.address_of = address_of_slugs(Organisation)
        self.citations = citations_of(Organisation, keys)
        self.named = NamedOrganisations(self.keys_named(organisations), day)
        self.day = day

    def read_names(self, keys, day):
        rows = in_position(Name.objects.filter(organisation__in=keys))
        found = {}
        for row in rows_held_on(day, rows, "held_from", "held_until"):
            found.setdefault(row.organisation_id, []).append(row)
        return found

    def read_memberships(self, keys, day):
        rows = in_position(Membership.objects.filter(organisation__in=keys))
        found = {}
        for row in rows.filter(held_on(day, "since", "until")) if day else rows:
            leave_out_end_ahead(day, row, "until")
            found.setdefault(row.organisation_id, []).append(row)
        return found

    def keys_named(self, organisations):
        for organisation in organisations:
            yield from (organisation.parent_id, organisation.successor_id)
        for rows in self.memberships.values():
            yield from (row.body_id for row in rows)

    def row(self, organisation):
        key = organisation.pk
        names, memberships = self.names.get(key, []), self.memberships.get(key, [])
        return {
            "identifier": organisation.identifier,
            "slug": organisation.slug,
            "url": self.address_of(organisation.slug),
            "name": organisation.name,
            "acronym": organisation.acronym,
            "native_name": organisation.native_name,
            "native_name_language": organisation.native_name_language,
            "kind": organisation.kind,
            "status": organisation.status,
            "country": organisation.country.code or "",
            "parent": self.named.identifier(organisation.parent_id),
            "parent_name": self.named.name(organisation.parent_id),
            "successor": self.named.identifier(organisation.successor_id),
            "successor_name": self.named.name(organisation.successor_id),
            "website": organisation.website,
            "summary": organisation.summary,
            "body": organisation.body,
            **name_values(organisation, names),
            **site_values(organisation, self.sites[key]),
            **self.membership_values(memberships),
            **identifier_values(self.identifiers[key]),
            "themes": self.themes[key],
            "agreement_count": organisation.agreement_count,
            **source_values(self.citations[key], self.shown(names, memberships)),
        }

    def membership_values(self, memberships):
        memberships = self.named.known(memberships, "body_id")
        bodies = list(dict.fromkeys(row.body_id for row in memberships))
        in_full = [
            together(self.named.identifier(row.body_id), row.since, row.until, row.note)
            for row in memberships
        ]
        identifiers = [self.named.identifier(body) for body in bodies]
        return {
            "members_of": identifiers,
            "members_of_names": [self.named.name(body) for body in bodies],
            "memberships": [] if in_full == identifiers else in_full,
        }

    def shown(self, names, memberships):
        """Of an earlier day: what was not yet, nothing is cited for either."""
        if self.day is None:
            return None
        return {
            "names": {str(row.pk) for row in names},
            "memberships": {str(row.pk) for row in memberships},
        }


def name_values(organisation, names):
    aliases = [row.name for row in names if row.kind == NameKind.ALIAS]
    former = [row.name for row in names if row.kind == NameKind.FORMER]
    in_full = [
        together(row.kind, row.name, row.language, row.held_from, row.held_until) for row in names
    ]
    plain = [together(NameKind.ALIAS, name) for name in aliases]
    plain += [together(NameKind.FORMER, name) for name in former]
    different = {fold(name) for name in [organisation.name, *aliases, *former]}
    says_all = sorted(plain) == sorted(in_full) and len(different) == len(names) + 1
    return {
        "aliases": list(dict.fromkeys(aliases)),
        "former_names": list(dict.fromkeys(former)),
        "names": [] if says_all else in_full,
    }


def site_values(organisation, sites):
    first = next((site for site in sites if site.place), None)
    in_full = [
        together(
            *(site.kind, site.name, site.place, site.country or ""),
            *(degrees(site.latitude), degrees(site.longitude)),
        )
        for site in sites
    ]
    country = organisation.country.code or ""
    says_all = not sites or (
        len(sites) == 1
        and first is not None
        and (first.kind, first.name, first.country or "") == (SiteKind.OFFICE, "", country)
    )
    return {
        "place": first.place if first else "",
        "latitude": first.latitude if first else None,
        "longitude": first.longitude if first else None,
        "sites": [] if says_all else in_full,
    }


def degrees(number):
    return "" if number is None else format(number.normalize(), "f")


def identifier_values(identifiers):
    """The first of each register in its own column; the others behind the name of theirs."""
    own, further = dict.fromkeys(SCHEMES, ""), []
    for row in identifiers:
        if row.scheme in own and not own[row.scheme]:
            own[row.scheme] = row.value
        else:
            further.append(f"{row.scheme}: {row.value}")
    return {**own, "identifiers": further}
