"""An organisation in the words of https://schema.org/Organization."""

from django.core.files.storage import default_storage

from publishing.heads import absolute
from publishing.structured import CONTEXT, named_value, permanent_address, without_gaps

from .vocabulary import IdentifierScheme, Kind, NameKind

TYPES = {
    Kind.STATE: "Country",
    Kind.GOVERNMENT_DEPARTMENT: "GovernmentOrganization",
    Kind.EXECUTIVE_AGENCY: "GovernmentOrganization",
    Kind.REGIONAL_GOVERNMENT: "GovernmentOrganization",
    Kind.REGULATOR: "GovernmentOrganization",
    Kind.RESEARCH_ORGANISATION: "ResearchOrganization",
    Kind.UNIVERSITY: "CollegeOrUniversity",
    Kind.COMPANY: "Corporation",
    Kind.CONSORTIUM: "Consortium",
}


def type_of(organisation):
    return TYPES.get(organisation.kind, "Organization")


def organisation_in_short(organisation, name=None):
    """As others name it; one that readers do not see has a name and nothing else."""
    facts = {"@type": type_of(organisation), "name": name or organisation.name}
    if organisation.is_published:
        facts["@id"] = permanent_address(organisation)
        facts["url"] = absolute(organisation.get_absolute_url())
    return facts


def describe_organisation(organisation, *, member_of=()):
    """Reads its names and identifiers; `member_of`: the bodies that readers see."""
    identifiers = list(organisation.identifiers.all())
    facts = {
        "@context": CONTEXT,
        "@type": type_of(organisation),
        "@id": permanent_address(organisation),
        "name": organisation.name,
        "alternateName": other_names(organisation),
        "description": organisation.summary,
        "url": organisation.website,
        "mainEntityOfPage": absolute(organisation.get_absolute_url()),
        "identifier": [named_value(each.get_scheme_display(), each.value) for each in identifiers],
        "sameAs": [each.web_address for each in identifiers if each.web_address],
        "logo": absolute(default_storage.url(organisation.logo.name)) if organisation.logo else "",
    }
    # A state is a place to schema.org: it has neither an address, nor a parent, nor a membership.
    if organisation.kind != Kind.STATE:
        facts |= belonging(organisation, member_of)
        leis = [each.value for each in identifiers if each.scheme == IdentifierScheme.LEI]
        facts["leiCode"] = leis[0] if leis else None
    return without_gaps(facts)


def describe_in_full(organisation, *, member_of=()):
    """Beside that, where it is; reads its sites, too."""
    facts = describe_organisation(organisation, member_of=member_of)
    if organisation.kind != Kind.STATE:
        facts["location"] = [describe_site(site) for site in organisation.sites.all()]
    return without_gaps(facts)


def describe_site(site):
    address = without_gaps(
        {"addressLocality": site.place, "addressCountry": site.country.code or None}
    )
    where = {"latitude": str(site.latitude), "longitude": str(site.longitude)}
    return without_gaps(
        {
            "@type": "Place",
            "name": site.name,
            "address": address and {"@type": "PostalAddress", **address},
            "geo": {"@type": "GeoCoordinates", **where} if site.latitude is not None else None,
        }
    )


def belonging(organisation, member_of):
    parent = organisation.parent if organisation.parent_id else None
    country = organisation.country.code if organisation.has_country else None
    return {
        "address": country and {"@type": "PostalAddress", "addressCountry": country},
        "parentOrganization": (
            organisation_in_short(parent) if parent and parent.is_published else None
        ),
        "memberOf": [organisation_in_short(body) for body in member_of],
    }


def other_names(organisation):
    """The names by which it goes today."""
    names = [organisation.acronym, organisation.native_name]
    names += [n.name for n in organisation.names.all() if n.kind != NameKind.FORMER]
    known = dict.fromkeys(name for name in names if name and name != organisation.name)
    return list(known)
