"""/api/v1/agreements"""

from django.db.models import Prefetch
from ninja import Router

from api.lists import FilteredList
from api.records import JsonRecord, WholeRecord, read_live_versions
from api.routes import list_route, record_route
from themes.models import Theme

from .described import read_agreement, read_summary
from .filters import AgreementFilter, shown
from .known import name_parties_as_on
from .models import Agreement, Event, Party
from .shapes import SECTION, AgreementSummary
from .shapes import Agreement as AgreementShape
from .vocabulary import Kind, LegalCharacter, Level, Status

router = Router(tags=["Agreements"])


# Of hundreds of parties on a page no more is read than is told.
OF_A_PARTY = ("agreement", "role", "name_at_signing", "position")
OF_ITS_ORGANISATION = ("identifier", "name", "country")
OF_AN_EVENT = ("agreement", "code", "planned", "date", "date_qualifier", "date_note")
OF_ITS_DAYS = ("earliest", "latest", "position")


def rows(by):
    found = shown().stood_by(by).with_days(by).defer("body", "not_known", "feature_headline")
    organisation = (f"organisation__{name}" for name in OF_ITS_ORGANISATION)
    parties = Party.objects.select_related("organisation").only(*OF_A_PARTY, *organisation)
    events = Event.objects.known_by(by).only(*OF_AN_EVENT, *OF_ITS_DAYS)
    themes = Theme.objects.published().in_order().only("slug", "name")
    return found.prefetch_related(
        Prefetch("events", events), Prefetch("parties", parties), Prefetch("themes", themes)
    )


def prepare(agreements, as_of):
    name_parties_as_on(as_of.given, agreements)
    read_live_versions(agreements)


def had_begun(agreement, as_of):
    Agreement.read_events([agreement], as_of.given)
    return agreement.lead_event is not None


LIST = FilteredList(
    SECTION,
    AgreementFilter,
    rows,
    AgreementSummary,
    read_summary,
    prepare,
    codes={"kind": Kind, "level": Level, "legal_character": LegalCharacter, "status": Status},
)
RECORD = WholeRecord(Agreement, SECTION, AgreementShape, read_agreement, had_begun)
JSON = JsonRecord(RECORD)


@list_route(router, LIST)
def agreements(request):
    """Agreements, those that all filters keep."""
    return LIST.answer(request)


@record_route(router, RECORD)
def agreement(request, key: str):
    """One agreement with its parties, events, links, milestones, documents and sources."""
    return RECORD.answer(request, key)
