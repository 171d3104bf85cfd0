"""The status of an agreement on a day, derived from its events: in Python and in SQL.

A beginning counts from its earliest day, an end after its latest; what is planned never counts,
what is undated has happened. The latest counted event decides, ties in the order of DECIDING; an
undated one decides only over what comes before it in that order. An extension voids the expiries
dated before it. Nothing counted: unknown. Both forms are held together by a property test.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from .vocabulary import EventCode, Status

DECIDING = (
    EventCode.ANNOUNCED,
    EventCode.SIGNED,
    EventCode.IN_EFFECT,
    EventCode.PAUSED,
    EventCode.RESUMED,
    EventCode.EXPIRES,
    EventCode.TERMINATED,
    EventCode.SUPERSEDED,
)
RANK = {code.value: rank for rank, code in enumerate(DECIDING, start=1)}
LEADING = ("signed", "announced", "in_effect")
ENDS = {EventCode.EXPIRES.value, EventCode.TERMINATED.value, EventCode.SUPERSEDED.value}
STATUS_OF = {
    "announced": Status.ANNOUNCED,
    "signed": Status.SIGNED,
    "in_effect": Status.IN_EFFECT,
    "paused": Status.PAUSED,
    "expires": Status.EXPIRED,
    "terminated": Status.TERMINATED,
    "superseded": Status.SUPERSEDED,
}


@dataclass(frozen=True)
class DerivedStatus:
    """A status and the event that decides it, None when nothing counts."""

    code: Status
    event: object = None

    @property
    def label(self):
        return self.code.label


def counted_day(event):
    """The day from which a beginning counts, or after which an end does; None when undated."""
    first, second = (
        (event.latest, event.earliest) if event.code in ENDS else (event.earliest, event.latest)
    )
    return first or second


def counts_on(event, day):
    if event.planned:
        return False
    from_day = counted_day(event)
    if from_day is None:
        return True
    return from_day < day if event.code in ENDS else from_day <= day


def derive(events, day):
    """The status on `day` of an agreement with these events."""
    counted = [event for event in events if counts_on(event, day)]
    extensions = [d for e in counted if e.code == "extended" and (d := counted_day(e))]
    newest_extension = max(extensions, default=date.min)
    deciding = [
        event
        for event in counted
        if event.code in RANK
        and not (event.code == "expires" and (counted_day(event) or date.max) < newest_extension)
    ]
    dated = [event for event in deciding if counted_day(event)]
    undated = [event for event in deciding if not counted_day(event)]
    last_dated = max(dated, key=lambda e: (counted_day(e), RANK[e.code]), default=None)
    last_undated = max(undated, key=lambda e: RANK[e.code], default=None)
    candidates = [event for event in (last_dated, last_undated) if event]
    if not candidates:
        return DerivedStatus(Status.UNKNOWN)
    event = max(candidates, key=lambda e: RANK[e.code])
    if event.code == EventCode.RESUMED:
        took_effect = any(e.code == "in_effect" for e in counted)
        return DerivedStatus(Status.IN_EFFECT if took_effect else Status.SIGNED, event)
    return DerivedStatus(STATUS_OF[event.code], event)


def rank_on(day):
    """An SQL expression over agreements: the rank of the event that decides, 0 for none."""
    deciding = counted_events(day).filter(code__in=RANK).annotate(rank=rank_of_code())
    dated = deciding.filter(counted_day__isnull=False).order_by("-counted_day", "-rank")
    undated = deciding.filter(counted_day=None).order_by("-rank")
    return Greatest(
        Coalesce(Subquery(dated.values("rank")[:1]), 0),
        Coalesce(Subquery(undated.values("rank")[:1]), 0),
        output_field=IntegerField(),
    )


def status_of_rank(rank, day):
    """An SQL expression for the status code, given the name of the annotation with the rank."""
    took_effect = Exists(counted_events(day).filter(code="in_effect"))
    resumed = Q(**{rank: RANK["resumed"]})
    return Case(
        *[
            When(**{rank: RANK[code]}, then=Value(status.value))
            for code, status in STATUS_OF.items()
        ],
        When(resumed & took_effect, then=Value(Status.IN_EFFECT.value)),
        When(resumed, then=Value(Status.SIGNED.value)),
        default=Value(Status.UNKNOWN.value),
        output_field=CharField(),
    )


def has_status(rank, codes, day):
    """A condition, given the name of the annotation with the rank: one of these status codes.

    Much shorter SQL than comparing the outcome of status_of_rank().
    """
    ranks = {RANK[code] for code, status in STATUS_OF.items() if status in codes}
    if Status.UNKNOWN in codes:
        ranks.add(0)
    resumed = {Status.IN_EFFECT, Status.SIGNED} & set(codes)
    if len(resumed) == 1:
        took_effect = Exists(counted_events(day).filter(code="in_effect"))
        to_this = took_effect if Status.IN_EFFECT in resumed else ~took_effect
        return Q(**{f"{rank}__in": ranks}) | (Q(**{rank: RANK["resumed"]}) & Q(to_this))
    if resumed:
        ranks.add(RANK["resumed"])
    return Q(**{f"{rank}__in": ranks})


def counted_events(day):
    """The events of the outer agreement that count on `day`, each with its `counted_day`."""
    from .models import Event

    ends = Q(code__in=ENDS)
    events = Event.objects.filter(agreement=OuterRef("pk"), planned=False).annotate(
        counted_day=Case(
            When(ends, then=Coalesce("latest", "earliest")),
            default=Coalesce("earliest", "latest"),
        )
    )
    events = events.filter(
        Q(counted_day=None) | Q(ends, counted_day__lt=day) | Q(~ends, counted_day__lte=day)
    )
    return events.annotate(voided=voided_by_extension(day)).exclude(code="expires", voided=True)


def voided_by_extension(day):
    from .models import Event

    extensions = Event.objects.annotate(from_day=Coalesce("earliest", "latest"))
    return Exists(
        extensions.filter(
            agreement=OuterRef("agreement"),
            code="extended",
            planned=False,
            from_day__lte=day,
            from_day__gt=OuterRef("counted_day"),
        )
    )


def rank_of_code():
    return Case(
        *[When(code=code, then=Value(rank)) for code, rank in RANK.items()],
        output_field=IntegerField(),
    )


def lead_event_of(events):
    """The one whose date the agreement goes by: signing, else announcement, else effect; or None.

    The first of several. lead_event_day() finds the same.
    """
    dated = [
        event
        for event in events
        if event.code in LEADING and not event.planned and (event.earliest or event.latest)
    ]

    def place(event):
        return LEADING.index(event.code), event.earliest or event.latest, str(event.pk)

    return min(dated, key=place, default=None)


def lead_event_day(bound, by=None):
    """The day by which lists sort: of signing, else of announcement, else of effect.

    `by`: as far as that had begun by then.
    """
    from .models import Event

    first, second = ("earliest", "latest") if bound == "start" else ("latest", "earliest")
    order = Case(
        When(code="signed", then=1),
        When(code="announced", then=2),
        default=3,
        output_field=IntegerField(),
    )
    dated = (
        Event.objects.filter(agreement=OuterRef("pk"), planned=False, code__in=LEADING)
        .exclude(earliest=None, latest=None)
        .annotate(preference=order, day=Coalesce("earliest", "latest"))
        .order_by("preference", "day", "pk")
    )
    if by is not None:
        dated = dated.filter(day__lte=by)
    return Subquery(dated.annotate(bound=Coalesce(F(first), F(second))).values("bound")[:1])
