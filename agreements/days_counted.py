"""How many dates of agreements are known to the day, and how many less exactly.

A calendar holds the former alone: no day is invented for the others, but their number is said.
"""

from dataclasses import dataclass
from functools import partial
from itertools import chain

from django.db.models import Count
from django.utils.translation import ngettext

from dates.models import ON_A_DAY
from publishing.facet_index import with_codes
from publishing.facet_numbers import Codes

from .filters import shown
from .models import Event, Milestone


@dataclass(frozen=True)
class DaysCounted:
    exact: int
    others: int


def days_counted(filterset):
    """Of the agreements that a list found. Counted once for all lists until something changes."""
    index, by = filterset.index, filterset.as_of.given
    again = partial(counted_again, by=by)
    members = index.kept_for(by, "days", lambda: read_counts(index, by), again)
    found = filterset.found()
    return index.told_of(found, "days", by, lambda: summed(index.counts(members, found)))


def summed(counts):
    """`counts`: {(dates of an agreement that are known to the day, all its dates): how many}."""
    return DaysCounted(
        sum(exact * number for (exact, _known), number in counts.items()),
        sum((known - exact) * number for (exact, known), number in counts.items()),
    )


def counted_again(index, members, renewal, *, by):
    return with_codes(members, renewal.touched, read_counts(index, by, pk__in=renewal.keys))


def read_counts(index, by, **those):
    """{(dates known to the day, dates known at all): numbers of agreements in the index}."""
    counts = {"exact": Count("pk", filter=ON_A_DAY), "known": Count("pk")}
    events, milestones = (
        model.objects.known_by(by)
        .dated()
        .filter(agreement__in=shown().filter(**those).order_by())
        .order_by()
        .values_list("agreement")
        .annotate(**counts)
        for model in (Event, Milestone)
    )
    found = {}
    for key, exact, known in events.union(milestones, all=True):
        # What was published since the index was read has no number yet, and no list finds it.
        if (number := index.number_of(key)) is not None:
            before = found.get(number, (0, 0))
            found[number] = before[0] + exact, before[1] + known
    members = Codes()
    for number, counts in found.items():
        members.note(counts, number)
    return members.as_numbers()


def days_of_record_counted(agreement):
    """Of one agreement; reads its events and milestones."""
    rows = chain(agreement.events.all(), agreement.milestones.all())
    dates = [row.partial_date for row in rows if row.date]
    exact = sum(date.is_a_day for date in dates)
    return DaysCounted(exact, len(dates) - exact)


def in_words(counted):
    known = ngettext(
        "%(count)s date is known to the day.",
        "%(count)s dates are known to the day.",
        counted.exact,
    )
    return " ".join(filter(None, [known % {"count": counted.exact}, others_in_words(counted)]))


def others_in_words(counted):
    if not counted.others:
        return ""
    return ngettext(
        "%(count)s date that is not known to the day is not in the calendar.",
        "%(count)s dates that are not known to the day are not in the calendar.",
        counted.others,
    ) % {"count": counted.others}
