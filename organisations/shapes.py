"""What the API says of an organisation."""

from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import Field

from api.shapes import (
    Address,
    Citation,
    Named,
    Selectable,
    Shape,
    SourceFacts,
    Theme,
    Version,
    Withdrawal,
    code_of,
)

from .vocabulary import IdentifierScheme, Kind, NameKind, SiteKind, Status

SECTION = "organisations"
COUNTRY = _("ISO 3166-1 alpha-2; XX for an international body; null where it is not known.")


class OrganisationNamed(Named):
    """Another organisation, under its name of today."""

    country: str | None = Field(description=COUNTRY)

    @classmethod
    def of(cls, organisation):
        return super().of(organisation, SECTION, country=organisation.country.code or None)


class OrganisationSummary(Selectable):
    """An organisation as it stands in a list."""

    identifier: str
    slug: str
    address: Address = Field(description=_("Of its page."))
    permanent_address: Address
    api_address: Address
    name: str = Field(description=_("Its name today, or the last one it had."))
    acronym: str
    native_name: str = Field(description=_("Its name in its own language."))
    native_name_language: str
    kind: code_of(Kind)
    status: code_of(Status)
    country: str | None = Field(description=COUNTRY)
    website: Address | None
    summary: str = Field(description=_("One sentence of our own."))
    themes: list[Theme]
    version: Version | None


class FurtherName(Shape):
    id: UUID
    name: str
    kind: code_of(NameKind)
    language: str
    held_from: str = Field(description=_("A year, a month or a day; empty where it is not known."))
    held_until: str = Field(description=_("The same; empty where it holds or is not known."))


class Site(Shape):
    id: UUID
    kind: code_of(SiteKind)
    name: str
    place: str
    country: str | None
    latitude: Decimal | None
    longitude: Decimal | None


class Membership(Shape):
    """That it belongs to a body, such as the UK Fusion Cluster."""

    id: UUID
    body: OrganisationNamed
    since: str
    until: str
    note: str


class OrganisationIdentifier(Shape):
    scheme: code_of(IdentifierScheme)
    value: str
    address: Address | None = Field(description=_("Where the register of others has it."))


class Logo(Shape):
    address: Address
    credit: str


class Organisation(OrganisationSummary):
    """All that the register says of an organisation."""

    body: str = Field(description=_("HTML of a few plain elements; empty where there is none."))
    withdrawn: Withdrawal | None
    parent: OrganisationNamed | None = Field(description=_("What it is part of."))
    successor: OrganisationNamed | None
    predecessors: list[OrganisationNamed]
    parts: list[OrganisationNamed]
    names: list[FurtherName] = Field(description=_("Further names."))
    sites: list[Site]
    memberships: list[Membership]
    identifiers: list[OrganisationIdentifier]
    logo: Logo | None
    sources: list[SourceFacts] = Field(description=_("In the order of their first citation."))
    citations: list[Citation]
