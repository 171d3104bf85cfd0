"""The years by which an agreement is told from another of the same title."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from dates.partial import PartialDate

from .models import Event
from .vocabulary import EventCode

# The first that is dated counts.
TELLING = (EventCode.SIGNED.value, EventCode.ANNOUNCED.value)


@dataclass(frozen=True)
class Years:
    """From the first to the last that a partial date may mean; `code`: of its event."""

    code: str
    first: int
    last: int

    def meets(self, other):
        """Signing may follow its announcement in the next year."""
        slack = 0 if self.code == other.code else 1
        return self.first <= other.last + slack and other.first <= self.last + slack


def years_of(keys):
    """{key of an agreement: Years} of those that are dated; one query."""
    if not keys:
        return {}
    rows = Event.objects.filter(agreement__in=keys, code__in=TELLING, planned=False).order_by("pk")
    found = {}
    for key, code, earliest, latest in rows.values_list("agreement", "code", "earliest", "latest"):
        start, end = earliest or latest, latest or earliest
        if start is None or (key in found and order(found[key].code) <= order(code)):
            continue
        found[key] = Years(code, start.year, end.year)
    return found


def years_of_row(row):
    """The Years of a Cleaned row, or None."""
    events = {event["code"]: event for event in row.children.get("events", {}).values()}
    for code in TELLING:
        event = events.get(code)
        if event and event["date"]:
            try:
                partial = PartialDate(event["date"], event["date_qualifier"])
            except ValidationError:
                continue
            return Years(code, partial.start.year, partial.end.year)
    return None


def order(code):
    return TELLING.index(code)
