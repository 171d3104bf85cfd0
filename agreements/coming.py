"""What comes next in an agreement: a review, an end, a planned meeting. In Python and in SQL.

The first to be over comes next: "June 2027" before "2027". Of an agreement that has ended nothing
comes. Both forms are held together by a test.
"""

from dataclasses import dataclass

from django.db.models import Case, DateField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .known import COMING_UNTIL_OVER
from .status import RANK
from .vocabulary import EventCode
from .words import ENDED, event_words

ENDED_RANKS = [RANK[code] for code in ("expires", "terminated", "superseded")]
WORDS = {
    EventCode.REVIEW_DUE: gettext_lazy("Review due"),
    EventCode.EXPIRES: gettext_lazy("Expires"),
}


@dataclass(frozen=True)
class Coming:
    """`row`: the event or milestone that has the date; `rows`: the name of its kind of rows."""

    words: str
    row: object
    rows: str

    @property
    def sentence(self):
        joint = " " if self.rows == "events" else ", "
        return f"{self.words}{joint}{self.row.partial_date}"


def next_of(agreement, day):
    """What comes next on `day`, or None; prefetch events and milestones for a list."""
    if agreement.status_on(day).code in ENDED:
        return None
    events = [
        Coming(words_of(event, agreement, day), event, "events")
        for event in agreement.events.all()
        if is_coming(event, day, event.planned or event.code in COMING_UNTIL_OVER)
    ]
    milestones = [
        Coming(milestone.text, milestone, "milestones")
        for milestone in agreement.milestones.all()
        if is_coming(milestone, day, milestone.kind == "planned")
    ]
    return min([*events, *milestones], key=in_order, default=None)


def is_coming(row, day, until_over):
    date = row.partial_date
    return bool(date) and date.end >= day and (until_over or date.start > day)


def in_order(coming):
    date = coming.row.partial_date
    return date.end, date.start, coming.rows, coming.row.position, str(coming.row.pk)


def words_of(event, agreement, day):
    """ "Expires", "Review due", "Signing"; of a mere plan "Planned: signing"."""
    if event.planned or event.code not in WORDS:
        return event_words(event, agreement.legal_character, day)
    return str(WORDS[event.code])


def next_day(day, by=None):
    """An SQL expression over agreements with `deciding_rank`: when what comes next is over."""
    from .models import Event, Milestone

    events = Event.objects.known_by(by).coming(day).order_by()
    milestones = Milestone.objects.known_by(by).coming(day).order_by()
    event, milestone = first_to_be_over(events), first_to_be_over(milestones)
    # LEAST() of SQLite is NULL when one of the two is.
    first = Least(Coalesce(event, milestone), Coalesce(milestone, event))
    still_stands = ~Q(deciding_rank__in=ENDED_RANKS)
    return Case(
        When(has_something_coming(day, by) & still_stands, then=first), output_field=DateField()
    )


def has_something_coming(day, by=None):
    """A condition on agreements: with a row that is still to come, whether it has ended or not."""
    from .models import Event, Milestone

    rows = [model.objects.known_by(by).coming(day).order_by() for model in (Event, Milestone)]
    events, milestones = [Q(pk__in=found.values("agreement")) for found in rows]
    return events | milestones


def soonest(day, most):
    """(keys of agreements, until): those with a row that is over before `until`, and others.

    At most so many events and milestones to come are looked at, the first to be over first;
    `until` None: all of them.
    """
    from .models import Event, Milestone

    keys, until = set(), []
    for model in (Event, Milestone):
        rows = list(
            model.objects.coming(day).order_by("ends_on").values_list("agreement", "ends_on")[:most]
        )
        keys.update(key for key, _ends in rows)
        until += [rows[-1][1]] if len(rows) == most else []
    return keys, min(until, default=None)


def first_to_be_over(rows):
    own = rows.filter(agreement=OuterRef("pk")).order_by("ends_on")
    return Subquery(own.values("ends_on")[:1])


def next_in_words(agreement, day):
    coming = next_of(agreement, day)
    return _("Next: %(what)s") % {"what": coming.sentence} if coming else ""
