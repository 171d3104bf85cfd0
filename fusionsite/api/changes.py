"""/api/v1/changes"""

from datetime import datetime
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Router
from pydantic import Field

from api.asking import OF_ANY_LIST, check_known, single
from api.lists import answer_rows, sentences_of
from api.parameters import ANY_OF, TAKES, parameter
from api.problems import Problem, bad_value
from api.routes import rows_route
from api.shapes import Selectable, code_of
from dates.partial import FIRST_YEAR, LAST_YEAR
from fusionsite.changes import WITHOUT_MINOR, ChangesForm, SinceField
from publishing.models import Change
from publishing.public_lists import CodesField
from publishing.told import Told

from .named import TYPES, AnyRecord

SECTION, SORT = "changes", "sort"
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


class MomentField(SinceField):
    """A day, or a moment with its zone."""

    def clean(self, value):
        text = (value or "").strip()
        if "T" not in text:
            return super().clean(value)
        try:
            # A + in an address is read as a space.
            at = parse_datetime(text.replace(" ", "+"))
        except ValueError:
            at = None
        if at is None or at.tzinfo is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
            message = _("Since: give a day or a moment with its zone, as 2026-03-01T09:00:00Z.")
            raise ValidationError(message)
        return at


class ChangesAsked(ChangesForm):
    """What the page of changes can be asked for, and more; pages go on by cursors."""

    since = MomentField(label=gettext_lazy("Since"), required=False)
    type = CodesField(
        label=gettext_lazy("Kind of record"), required=False, labels={name: name for name in TYPES}
    )
    before = None

    @property
    def told(self):
        found, types = self.changes.told(), self.cleaned_data["type"]
        if types:
            kinds = [ContentType.objects.get_for_model(TYPES[name]) for name in types]
            found = found.filter(content_type__in=kinds)
        return found


def several(name, description, of_one):
    schema = {"type": "array", "items": of_one}
    return parameter(name, f"{description} {ANY_OF}", schema, style="form", explode=True)


def codes(values):
    return {"type": "string", "enum": list(values)}


PARAMETERS = [
    parameter(
        "since",
        _("From this day or moment on: 2026-03-01, which begins in London, or with its zone."),
        {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]},
    ),
    several("kind", _("What happened."), codes(Change.Kind.values)),
    several("type", _("To records of this kind."), codes(TYPES)),
    several(
        "record",
        _("To the record with this permanent identifier."),
        {"type": "string", "pattern": "^(AG|ORG|NEWS)-[0-9]{4,}$"},
    ),
    *(several(name, *TAKES[name]) for name in ("organisation", "country", "theme")),
    several("minor", _("Without minor changes."), codes([WITHOUT_MINOR])),
    parameter(
        SORT,
        _("-at: newest first; at: oldest first, for who follows all changes."),
        {**codes(ORDERS), "default": "-at"},
    ),
]
NAMES = [each["name"] for each in PARAMETERS]


@rows_route(router, SECTION, ChangeFacts, PARAMETERS)
def changes(request):
    """What changed in the register: published, corrected, withdrawn, taken back."""
    check_known(request.GET, (*NAMES, *OF_ANY_LIST))
    asked = ChangesAsked(request.GET, request.path)
    if not asked.is_valid():
        raise Problem("bad-value", errors=sentences_of(asked.errors))
    order = order_of(request.GET)
    rows = asked.told.order_by(*ORDERS[order]).with_version().prefetch_related("record")
    return answer_rows(
        request,
        rows,
        order=f"{SECTION} {order}",
        shape=ChangeFacts,
        read=read_change,
        known=NAMES,
    )


def order_of(query):
    order = single(query, SORT) or "-at"
    if order not in ORDERS:
        words = {"known": get_text_list(list(ORDERS), _("or"))}
        raise bad_value(SORT, _("Give %(known)s.") % words)
    return order


def read_change(change):
    return ChangeFacts(
        id=change.pk,
        at=change.at,
        kind=change.kind,
        minor=change.minor,
        note=Told(change).note,
        version=change.version and change.version.number,
        record=AnyRecord.of(change.record),
    )
