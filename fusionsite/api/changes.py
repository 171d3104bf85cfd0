"""/api/v1/changes"""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from api.asking import single
from api.lists import answer_rows
from api.parameters import parameter
from api.problems import bad_value
from api.routes import rows_route
from api.shapes import Selectable, code_of
from dates.partial import FIRST_YEAR, LAST_YEAR
from publishing.models import Change

from .named import TYPES, AnyRecord
from .public import of_public_records

SECTION = "changes"
# What is told of a record that is no longer public.
LAST_WORDS = (Change.Kind.UNPUBLISHED, Change.Kind.MERGED)
ORDERS = {"-at": ("-at", "-pk"), "at": ("at", "pk")}
router = Router(tags=["Changes"])


class ChangeFacts(Selectable):
    """One public change, as readers are told of it."""

    id: UUID
    at: datetime
    kind: code_of(Change.Kind)
    minor: bool
    note: str
    version: int | None = Field(description=_("The number of the version that came of it."))
    record: AnyRecord


PARAMETERS = [
    parameter(
        "since",
        _("Changes from this day or moment on: 2026-03-01 or 2026-03-01T09:00:00Z."),
        {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]},
    ),
    parameter(
        "kind", _("What sort of change."), {"type": "string", "enum": list(Change.Kind.values)}
    ),
    parameter("type", _("Of records of this kind."), {"type": "string", "enum": list(TYPES)}),
    parameter(
        "record",
        _("Of the record with this permanent identifier."),
        {"type": "string", "pattern": "^(AG|ORG|NEWS)-[0-9]{4,}$"},
    ),
    parameter(
        "sort",
        _("-at: newest first; at: oldest first, for who follows all changes."),
        {"type": "string", "enum": list(ORDERS), "default": "-at"},
    ),
]
NAMES = [each["name"] for each in PARAMETERS]


@rows_route(router, SECTION, ChangeFacts, PARAMETERS)
def changes(request):
    """What changed in the register: published, corrected, withdrawn, taken back."""
    order = one_of(request.GET, "sort", ORDERS) or "-at"
    rows = asked_for(request.GET).order_by(*ORDERS[order]).with_version()
    return answer_rows(
        request,
        rows.prefetch_related("record"),
        order=f"{SECTION} {order}",
        shape=ChangeFacts,
        read=read_change,
        known=NAMES,
    )


def asked_for(query):
    told = Q(kind__in=LAST_WORDS) | of_public_records()
    found = Change.objects.filter(told, at__lte=timezone.now())
    if since := single(query, "since"):
        found = found.since(moment(since))
    if kind := one_of(query, "kind", Change.Kind.values):
        found = found.filter(kind=kind)
    if name := one_of(query, "type", TYPES):
        found = found.filter(content_type=ContentType.objects.get_for_model(TYPES[name]))
    if identifier := single(query, "record"):
        found = found.of(record_of(identifier))
    return found


def one_of(query, name, known):
    code = single(query, name)
    if code and code not in known:
        words = {"known": get_text_list(list(known), _("or"))}
        raise bad_value(name, _("Give %(known)s.") % words)
    return code


def moment(text):
    """A day begins at midnight in UTC. A + in an address is read as a space."""
    try:
        day = parse_date(text)
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
        at = at or parse_datetime(text.replace(" ", "+"))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        sentence = _("Give a day or a moment with its zone: 2026-03-01 or 2026-03-01T09:00:00Z.")
        raise bad_value("since", sentence)
    return at


def record_of(identifier):
    """Of a record that was ever public: only those have an identifier."""
    for model in TYPES.values():
        if model.identifier_prefix:
            record = model.objects.filter(identifier=identifier.upper()).first()
            if record:
                return record
    words = _("The register has no “%(identifier)s”.") % {"identifier": identifier[:20]}
    raise bad_value("record", words)


def read_change(change):
    return ChangeFacts(
        id=change.pk,
        at=change.at,
        kind=change.kind,
        minor=change.minor,
        note=change.note,
        version=change.version and change.version.number,
        record=AnyRecord.of(change.record),
    )
