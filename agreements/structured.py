"""An agreement in the words of https://schema.org/CreativeWork.

Only one that a source calls binding is https://schema.org/Legislation; what it is said to be in
force rests on a recorded event of effect.
"""

from django_countries import countries

from organisations.structured import organisation_in_short
from publishing.heads import absolute
from publishing.structured import (
    CONTEXT,
    exact_date,
    in_role,
    named_value,
    permanent_address,
    without_gaps,
)

from .connections import EARLIER
from .vocabulary import DocumentKind, EventCode, LegalCharacter, LinkKind, Role, Status

# On a page; a file has all.
MOST_PARTIES = 50
MOST_CONNECTED = 20
FORCE = {
    Status.IN_EFFECT: "https://schema.org/InForce",
    Status.EXPIRED: "https://schema.org/NotInForce",
    Status.TERMINATED: "https://schema.org/NotInForce",
    Status.SUPERSEDED: "https://schema.org/NotInForce",
}
SIDES = {Role.PARTY, Role.LEAD}


def describe_agreement(agreement, *, day, links=()):
    """`links`: its own links, each with the agreement at the other end, which readers see.

    Reads its parties, events, themes, identifiers and documents.
    """
    facts = {
        "@context": CONTEXT,
        "@type": "CreativeWork",
        "@id": permanent_address(agreement),
        "name": agreement.title,
        "abstract": agreement.summary,
        "genre": agreement.get_kind_display(),
        "mainEntityOfPage": absolute(agreement.get_absolute_url()),
        "identifier": [
            named_value(each.get_scheme_display(), each.value)
            for each in agreement.identifiers.all()
        ],
        "dateCreated": exact_date(signing_of(agreement)),
        "locationCreated": place_of(agreement),
        "keywords": [theme.name for theme in agreement.themes.all()],
        **parts_in(agreement),
        **documents_of(agreement),
        **connected(links),
    }
    if agreement.legal_character == LegalCharacter.BINDING:
        facts |= as_legislation(agreement, day, links)
    return without_gaps(facts)


def describe_in_full(agreement, *, day, connections):
    """Beside that, who takes part in which role, all that it is connected to, and its status."""
    links = own_links(agreement, connections)
    more = {
        "creativeWorkStatus": status_in_words(agreement, day),
        **roles_in(agreement),
        "isBasedOn": [in_short(other) for link, other in links if link.kind in EARLIER],
        "mentions": [
            in_role("mentions", connection.label, in_short(connection.other))
            for connection in connections
            if not connection.other.is_withdrawn and not told_as_basis(agreement, connection.link)
        ],
    }
    return describe_agreement(agreement, day=day, links=links) | without_gaps(more)


def status_in_words(agreement, day):
    """None where it is not known, and of a withdrawn record, which nobody should rely on."""
    status = agreement.status_on(day)
    told = status.code != Status.UNKNOWN and not agreement.is_withdrawn
    return str(status.label) if told else None


def own_links(agreement, connections):
    """(link, other agreement) of what this agreement states of others in lists."""
    return [
        (connection.link, connection.other)
        for connection in connections
        if connection.link.agreement_id == agreement.pk and not connection.other.is_withdrawn
    ]


def told_as_basis(agreement, link):
    return link.agreement_id == agreement.pk and link.kind in EARLIER


def as_legislation(agreement, day, links):
    """https://schema.org/Legislation; whether a withdrawn one is in force nobody should rely on."""
    status = agreement.status_on(day)
    return {
        "@type": "Legislation",
        "legislationType": agreement.get_kind_display(),
        "legislationIdentifier": [each.value for each in agreement.identifiers.all()],
        "legislationDate": exact_date(signing_of(agreement)),
        "legislationLegalForce": None if agreement.is_withdrawn else FORCE.get(status.code),
        "legislationChanges": [in_short(o) for link, o in links if link.kind == LinkKind.AMENDS],
    }


def signing_of(agreement):
    event = agreement.lead_event
    return event if event and event.code == EventCode.SIGNED else None


def place_of(agreement):
    name = ", ".join(
        part
        for part in (agreement.place, str(countries.name(agreement.place_country.code or "")))
        if part
    )
    return {"@type": "Place", "name": name} if name else None


def parts_in(agreement):
    """Who takes part, under the name that it had at signing, by what it does."""
    parts = {}
    for party in list(agreement.parties.all())[:MOST_PARTIES]:
        named = organisation_in_short(party.organisation, party.printed_name)
        parts.setdefault("creator" if party.role in SIDES else "contributor", []).append(named)
    return parts


def roles_in(agreement):
    """The same, each with the role that it has."""
    parts = {}
    for party in agreement.parties.all():
        named = organisation_in_short(party.organisation, party.printed_name)
        sort = "creator" if party.role in SIDES else "contributor"
        parts.setdefault(sort, []).append(in_role(sort, party.get_role_display(), named))
    return parts


def documents_of(agreement):
    """Its text is the work itself; the others are about it."""
    found = {}
    for document in agreement.documents.all():
        is_text = document.kind == DocumentKind.TEXT
        described = {
            "@type": "MediaObject" if is_text else "CreativeWork",
            "name": document.title,
            "contentUrl" if is_text else "url": absolute(document.address),
            "inLanguage": document.language,
        }
        found.setdefault("encoding" if is_text else "subjectOf", []).append(without_gaps(described))
    return found


def connected(links):
    shown = links[:MOST_CONNECTED]
    return {
        "isBasedOn": [in_short(other) for link, other in shown if link.kind in EARLIER],
        "citation": [in_short(other) for link, other in shown if link.kind == LinkKind.REFERS_TO],
    }


def in_short(agreement):
    binding = agreement.legal_character == LegalCharacter.BINDING
    return {
        "@type": "Legislation" if binding else "CreativeWork",
        "@id": permanent_address(agreement),
        "name": agreement.title,
        "url": absolute(agreement.get_absolute_url()),
    }
