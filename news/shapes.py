"""What the API says of an article."""

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
from organisations.shapes import OrganisationNamed

from .models import Kind

SECTION = "articles"


class ArticleSummary(Selectable):
    """An article as it stands in a list."""

    identifier: str
    slug: str
    address: Address = Field(description=_("Of its page."))
    permanent_address: Address
    api_address: Address
    title: str
    kind: code_of(Kind)
    date: PartialDate = Field(description=_("Of publication."))
    summary: str
    publisher: str = Field(description=_("In words; empty where it is not known."))
    original_address: Address | None
    language: str = Field(description=_("That of the original; a BCP 47 code."))
    themes: list[Theme]
    version: Version | None


class LeadImage(Shape):
    address: Address
    alternative_text: str
    credit: str


class Article(ArticleSummary):
    """All that the register says of an article."""

    body: str = Field(description=_("HTML of a few plain elements."))
    withdrawn: Withdrawal | None
    publisher_organisation: OrganisationNamed | None = Field(
        description=_("The publisher, where it is in the register.")
    )
    lead_image: LeadImage | None
    agreements: list[Named] = Field(description=_("The agreements concerned, newest first."))
    organisations: list[OrganisationNamed] = Field(description=_("The organisations concerned."))
    sources: list[SourceFacts] = Field(description=_("In the order of their first citation."))
    citations: list[Citation]
