"""/api/v1/organisations"""

from django.db.models import Prefetch
from ninja import Router

from api.lists import FilteredList
from api.records import JsonRecord, WholeRecord, read_live_versions
from api.routes import list_route, record_route
from themes.models import Theme

from .described import read_organisation, read_summary
from .filters import OrganisationFilter, shown
from .held import show_as_on
from .models import Organisation
from .shapes import SECTION, OrganisationSummary
from .shapes import Organisation as OrganisationShape
from .vocabulary import Kind, Status

router = Router(tags=["Organisations"])


def rows(by):
    themes = Prefetch("themes", Theme.objects.published().in_order())
    found = shown().begun_by(by).with_agreement_count(by)
    return found.defer("body").prefetch_related(themes)


def prepare(organisations, as_of):
    show_as_on(as_of.given, organisations)
    read_live_versions(organisations)


def had_begun(organisation, as_of):
    begun = Organisation.objects.begun_by(as_of.given)
    return begun.filter(pk=organisation.pk).exists()


LIST = FilteredList(
    SECTION,
    OrganisationFilter,
    rows,
    OrganisationSummary,
    read_summary,
    prepare,
    codes={"kind": Kind, "status": Status},
)
RECORD = WholeRecord(Organisation, SECTION, OrganisationShape, read_organisation, had_begun)
JSON = JsonRecord(RECORD)


@list_route(router, LIST)
def organisations(request):
    """Organisations, those that all filters keep."""
    return LIST.answer(request)


@record_route(router, RECORD)
def organisation(request, key: str):
    """One organisation with its names, sites, relations and sources."""
    return RECORD.answer(request, key)
