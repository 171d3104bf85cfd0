"""The shapes that answers share: dates, sources, versions, and how a record is named elsewhere."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler

from dates.partial import Qualifier
from publishing.heads import absolute
from publishing.richtext import sanitise
from publishing.structured import permanent_address

from .addresses import api_address

Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]


def code_of(vocabulary, description=""):
    """The type of a field that holds a code of a vocabulary."""
    return Annotated[
        str, Field(description=description, json_schema_extra={"enum": list(vocabulary.values)})
    ]


class Shape(BaseModel):
    """What an answer says; the description of the API is drawn from its fields."""

    model_config = ConfigDict(extra="forbid")


class Selectable(Shape):
    """One whose fields can be chosen with `fields`: none of them is promised in every answer."""

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: GetJsonSchemaHandler):
        described = handler.resolve_ref_schema(handler(schema))
        described.pop("required", None)
        return described


class PartialDate(Shape):
    """A date as exact as its source."""

    value: str | None = Field(
        description=_("A year, a month or a day in ISO 8601; null where it is not known."),
        examples=["2025-06-19", "2025-06", "2025"],
    )
    qualifier: code_of(Qualifier, _("How the value is meant."))
    note: str = Field(description=_("Words of the source that fit no date."))
    earliest: date | None = Field(description=_("The first day that it may mean."))
    latest: date | None = Field(description=_("The last day that it may mean."))
    words: str = Field(description=_("As the pages print it."))

    @classmethod
    def of(cls, partial):
        """Of a dates.partial.PartialDate."""
        return cls(
            value=partial.value or None,
            qualifier=partial.qualifier,
            note=partial.note,
            earliest=partial.earliest,
            latest=partial.latest,
            words=str(partial),
        )


class Version(Shape):
    """The public version that the answer gives."""

    number: int
    published_at: datetime

    @classmethod
    def of(cls, version):
        return version and cls(number=version.number, published_at=version.published_at)


class Withdrawal(Shape):
    """Since when a record is withdrawn, and why. It stays readable; no list shows it."""

    at: datetime
    reason: str

    @classmethod
    def of(cls, record):
        if not record.is_withdrawn:
            return None
        return cls(at=record.withdrawn_at, reason=record.withdrawn_reason)


class Named(Shape):
    """Another record, by its permanent identifier."""

    identifier: str
    title: str
    address: Address = Field(description=_("Of its page."))
    api_address: Address

    @classmethod
    def of(cls, record, section, **more):
        return cls(
            identifier=record.identifier,
            title=record.display_title,
            address=absolute(record.get_absolute_url()),
            api_address=api_address(section, record.identifier),
            **more,
        )


class Theme(Shape):
    slug: str
    name: str

    @classmethod
    def of(cls, theme):
        return cls(slug=theme.slug, name=theme.name)


class SourceFacts(Shape):
    """A page or document that says something."""

    id: UUID
    title: str
    address: Address | None = Field(description=_("Null where it is on no public page."))
    publisher: str
    date: PartialDate
    language: str = Field(description=_("A BCP 47 code, or empty."))
    accessed_on: date | None = Field(description=_("When an editor last read it."))
    note: str = Field(description=_("What a reader must know to judge it."))

    @classmethod
    def of(cls, source, **more):
        return cls(
            id=source.pk,
            title=source.title,
            address=source.url or None,
            publisher=source.publisher,
            date=PartialDate.of(source.partial_date),
            language=source.language,
            accessed_on=source.accessed_on,
            note=source.note,
            **more,
        )


class Citation(Shape):
    """Which source says which fact. Of one fact several may differ: all of them are here."""

    source: UUID = Field(description=_("The id of one of the sources of the record."))
    fact: str = Field(
        description=_("A path into the record; empty where it covers the record as a whole."),
        examples=["title", "events/2f1c0e4a-…/date"],
    )
    value: str | None = Field(
        description=_("What this source gives instead, where it differs from the record.")
    )
    place: str = Field(description=_("Where in the source."))
    checked_on: date | None = Field(description=_("When an editor last checked it."))

    @classmethod
    def of(cls, citation):
        return cls(
            source=citation.source_id,
            fact=citation.fact,
            value=citation.value or None,
            place=citation.place,
            checked_on=citation.checked_on,
        )


def cited_in(citations):
    """The fields `sources` and `citations` of a whole record; each is read with its source."""
    citations = list(citations)
    sources = {citation.source_id: citation.source for citation in citations}
    return {
        "sources": [SourceFacts.of(source) for source in sources.values()],
        "citations": [Citation.of(citation) for citation in citations],
    }


def text_of(html):
    """Rich text whose links lead here from anywhere."""
    return sanitise(html, base=absolute("/"))


def names_of(record, section):
    """The fields by which a record with an identifier is known."""
    return {
        "identifier": record.identifier,
        "slug": record.slug,
        "address": absolute(record.get_absolute_url()),
        "permanent_address": permanent_address(record),
        "api_address": api_address(section, record.identifier),
    }
