"""Spans between two stored partial dates, either of which may be empty: since, until."""

from django.db.models import Q

from .partial import PartialDate


def held_on(day, since, until):
    """A condition on two fields: the span may include the day.

    ISO dates of different exactness sort as text: "2016" comes before "2016-07-14".
    """
    return begun_on(day, since) & lasting_on(day, until)


def begun_on(day, since):
    return Q(**{since: ""}) | Q(**{f"{since}__lte": day.isoformat()})


def lasting_on(day, until):
    year, month, text = day.isoformat()[:4], day.isoformat()[:7], day.isoformat()
    within = Q(**{f"{until}__in": (year, month)})
    return Q(**{until: ""}) | Q(**{f"{until}__gte": text}) | within


def holds_on(day, since, until):
    """The same of two values."""
    first, last = PartialDate(since).first_day, PartialDate(until).last_day
    return (first is None or first <= day) and (last is None or last >= day)
