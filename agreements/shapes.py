"""What the API says of an agreement."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import Field

from api.shapes import (
    Address,
    Citation,
    Named,
    PartialDate,
    Selectable,
    Shape,
    SourceFacts,
    Theme,
    Version,
    Withdrawal,
    code_of,
)
from organisations.shapes import COUNTRY, OrganisationNamed

from . import vocabulary

SECTION = "agreements"


class AgreementStatus(Shape):
    """Derived from the events on a day; never typed by anybody."""

    code: code_of(vocabulary.Status)
    day: date = Field(description=_("The day that it is derived for: today, or as_of."))
    reason: str = Field(description=_("Why it is so, as the pages print it."))


class LeadEvent(Shape):
    """The event whose date the record goes by: signing, else announcement, else effect."""

    code: code_of(vocabulary.EventCode)
    date: PartialDate


class PartyInShort(Shape):
    organisation: str = Field(description=_("Its identifier."), examples=["ORG-0001"])
    name: str = Field(description=_("The name that it had at signing."))
    role: code_of(vocabulary.Role)
    country: str | None = Field(description=COUNTRY)


class AgreementSummary(Selectable):
    """An agreement as it stands in a list."""

    identifier: str
    slug: str
    address: Address = Field(description=_("Of its page."))
    permanent_address: Address
    api_address: Address
    title: str = Field(description=_("As the parties give it."))
    kind: code_of(vocabulary.Kind)
    level: code_of(vocabulary.Level, _("Between whom."))
    legal_character: code_of(vocabulary.LegalCharacter, _("Only what a source says."))
    summary: str = Field(description=_("One sentence of our own."))
    status: AgreementStatus
    date: LeadEvent | None
    parties: list[PartyInShort] = Field(description=_("In their printed order."))
    themes: list[Theme]
    version: Version | None


class Event(Shape):
    """Something that happened, or is planned to happen, to the agreement itself."""

    id: UUID
    code: code_of(vocabulary.EventCode)
    date: PartialDate
    planned: bool = Field(description=_("It is meant to happen; it decides no status."))
    note: str
    words: str = Field(description=_("As the pages print it."))


class Party(Shape):
    """An organisation that takes part, under the name that it had at signing."""

    id: UUID
    organisation: OrganisationNamed
    role: code_of(vocabulary.Role)
    name: str = Field(description=_("The name that it had at signing."))
    note: str


class Signatory(Shape):
    id: UUID
    name: str | None = Field(description=_("Null where our source gives the office alone."))
    office: str = Field(description=_("The office then held."))
    party: UUID | None = Field(description=_("The id of the party that it was signed for."))
    note: str


class Link(Shape):
    """What one agreement states of the other."""

    id: UUID
    kind: code_of(vocabulary.LinkKind)
    stated_by: str = Field(description=_("The identifier of the agreement that states it."))
    words: str = Field(description=_("As seen from this record."), examples=["Built on by"])
    agreement: Named = Field(description=_("The other agreement."))
    note: str


class Milestone(Shape):
    """A dated happening that came of the agreement or led to it."""

    id: UUID
    kind: code_of(vocabulary.MilestoneKind)
    date: PartialDate
    text: str
    place: str
    organisations: list[OrganisationNamed]
    note: str


class Document(Shape):
    id: UUID
    kind: code_of(vocabulary.DocumentKind)
    title: str
    address: Address
    language: str
    note: str


class AgreementIdentifier(Shape):
    """Its number in a series or register of others."""

    scheme: code_of(vocabulary.IdentifierScheme)
    value: str


class Amount(Shape):
    value: str = Field(description=_("A decimal number, exact."), examples=["410000000.00"])
    currency: str = Field(description="ISO 4217")
    qualifier: code_of(vocabulary.AmountQualifier)
    words: str = Field(description=_("As the pages print it."))


class Agreement(AgreementSummary):
    """All that the register says of an agreement."""

    body: str = Field(description=_("HTML of a few plain elements; empty where there is none."))
    withdrawn: Withdrawal | None
    parties: list[Party] = Field(description=_("In their printed order."))
    signatories: list[Signatory]
    events: list[Event] = Field(description=_("Oldest first, those without a date last."))
    end_statement: code_of(vocabulary.EndStatement, _("Why no end is given, where none is."))
    place: str = Field(description=_("Of signing."))
    place_country: str | None
    duration_stated: str = Field(description=_("In the words of the source."))
    amount: Amount | None
    links: list[Link] = Field(description=_("Its own statements and those of others about it."))
    links_left_out: int = Field(description=_("How many there are beyond these."))
    milestones: list[Milestone]
    documents: list[Document]
    no_public_text: bool = Field(description=_("A source says that the text is not public."))
    identifiers: list[AgreementIdentifier]
    not_known: list[str] = Field(description=_("What is not known yet, in sentences."))
    sources: list[SourceFacts] = Field(description=_("In the order of their first citation."))
    citations: list[Citation]
