"""/api/v1/sources"""

from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from api.answers import answer
from api.asking import check_known
from api.fields import FIELDS, fields_asked_for
from api.lists import answer_rows
from api.parameters import fields_parameter
from api.problems import Problem
from api.routes import route, rows_route
from api.shapes import Selectable, Shape, SourceFacts
from publishing.models import Citation, Source
from publishing.ordering import in_text_order
from publishing.registry import versioned_models

from .named import AnyRecord

SECTION = "sources"
CITATIONS_READ = 1000
router = Router(tags=["Sources"])


class SourceSummary(Selectable, SourceFacts):
    """A page or document that a public record cites."""


class CitedBy(Shape):
    record: AnyRecord
    facts: list[str] = Field(description=_("Paths; an empty one is the record as a whole."))


class SourceInFull(SourceSummary):
    """A source and what cites it."""

    cited_by: list[CitedBy]


def public_sources():
    cited = Citation.objects.filter(of_public_records(), source=OuterRef("pk"))
    return Source.objects.filter(Exists(cited)).order_by(in_text_order("title_key"), "pk")


def of_public_records():
    """A condition on citations: readers see the record."""
    condition = Q()
    for model in versioned_models():
        kind = ContentType.objects.get_for_model(model)
        public = model.objects.published().filter(pk=OuterRef("object_id"))
        # The kind is looked at first: a look-up is made in one table alone.
        condition |= Q(content_type=kind) & Q(Exists(public))
    return condition


@rows_route(router, SECTION, SourceSummary)
def sources(request):
    """What public records cite, by title."""
    return answer_rows(
        request, public_sources(), order=SECTION, shape=SourceSummary, read=SourceSummary.of
    )


@route(router, "/{key}", "read_sources", SourceInFull, [fields_parameter(SourceInFull)])
def source(request, key: str):
    """One source and the public records that cite it."""
    check_known(request.GET, [FIELDS])
    fields = fields_asked_for(request.GET, SourceInFull)
    found = public_sources().filter(pk=key).first() if is_key(key) else None
    if found is None:
        raise Problem("not-found")
    shape = SourceInFull.of(found, cited_by=cited_by(found))
    return answer(request, shape.model_dump_json(include=fields))


def is_key(text):
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def cited_by(source):
    public = source.citations.filter(of_public_records())
    citations = list(public.order_by("content_type", "object_id", "fact", "pk")[:CITATIONS_READ])
    prefetch_related_objects(citations, "record")
    facts = {}
    for citation in citations:
        facts.setdefault(citation.record, []).append(citation.fact)
    return [CitedBy(record=AnyRecord.of(record), facts=of_it) for record, of_it in facts.items()]
