"""The dates of agreements as a calendar: of events and milestones, as far as a day is known."""

from itertools import chain
from typing import NamedTuple

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exports.calendars import CONTENT_TYPE, Day, Heading, calendar_response
from exports.lists import ListFormat, named_by_filters
from exports.records import RecordFormat
from publishing.facets import state_of_register
from publishing.heads import absolute

from .date_moves import changes_of, moves_of
from .days_counted import days_counted, days_of_record_counted, in_words
from .known import name_parties_as_on
from .models import Event, Milestone, Party
from .vocabulary import EventCode, MilestoneKind
from .words import event_ahead, level_in_a_word, parties_in_words

# To be raised when the same register is written in another way.
EDITION = 1


class AgreementsCalendar(ListFormat):
    """Of the agreements of a list; those without a date that is known to the day are not in it."""

    ending = "ics"
    label = gettext_lazy("Calendar")
    content_type = CONTENT_TYPE

    def offered(self, filterset):
        return _("Dates for your calendar")

    def with_details(self, agreements):
        """Their rows are read a portion at a time, as they were known on the day of the list."""
        return agreements.prefetch_related(None).defer("body")

    def response(self, found):
        by, request = found.as_of.given, found.request
        heading = Heading(
            name=name_of(found),
            description=in_words(days_counted(found.filterset)),
            address=absolute(found.address),
            file_address=absolute(request.get_full_path()),
        )
        portions = (days_of(portion, by) for portion in found.portions())
        state = (EDITION, found.as_of.day, state_of_register())
        return calendar_response(request, heading, portions, name="fusion-agreements", state=state)


class AgreementCalendar(RecordFormat):
    """Of one agreement. Where it was withdrawn, calendars are told that its days are off."""

    ending = "ics"
    label = gettext_lazy("Calendar")
    content_type = CONTENT_TYPE
    may_be_kept = False

    def response(self, agreement, request):
        days = days_of([agreement])
        heading = Heading(
            name=agreement.title,
            description=in_words(days_of_record_counted(agreement)),
            address=absolute(agreement.get_absolute_url()),
            file_address=absolute(request.get_full_path()),
        )
        state = (EDITION, state_of_register())
        return calendar_response(request, heading, [days], name=agreement.identifier, state=state)


def name_of(found):
    name = named_by_filters(_("Fusion agreements"), found.filterset)
    if not found.as_of.given:
        return name
    day = date_format(found.as_of.given, "j F Y")
    return _("%(name)s, as it stood on %(day)s") % {"name": name, "day": day}


def days_of(agreements, by=None):
    """The Days of these agreements, by a fixed number of queries; `by`: as known on that day."""
    read_rows(agreements, by)
    name_parties_as_on(by, agreements)
    keys = [agreement.pk for agreement in agreements]
    moves, changed = moves_of(keys), changes_of(keys)
    return [
        day_of(agreement, row, moves[str(row.pk)], changed.get(agreement.pk))
        for agreement in agreements
        for row in sorted(rows_of(agreement), key=in_order)
        if row.partial_date.is_a_day
    ]


def read_rows(agreements, by):
    prefetch_related_objects(
        agreements,
        Prefetch("parties", Party.objects.select_related("organisation")),
        Prefetch("events", Event.objects.known_by(by)),
        Prefetch("milestones", Milestone.objects.known_by(by)),
    )


def rows_of(agreement):
    return chain(agreement.events.all(), agreement.milestones.all())


def in_order(row):
    return row.date, row.position, str(row.pk)


class Entry(NamedTuple):
    """What a calendar calls an event or milestone."""

    words: str
    place: str
    category: str
    is_planned: bool


def entry_of_event(agreement, event):
    """Words that are right before the day and after it, so that nothing changes on it."""
    words = f"{event_ahead(event, agreement.legal_character)}: {agreement.title}"
    place = agreement.place if event.code == EventCode.SIGNED else ""
    return Entry(words, place, event.get_code_display(), event.planned)


def entry_of_milestone(milestone):
    is_planned = milestone.kind == MilestoneKind.PLANNED
    return Entry(milestone.text, milestone.place, milestone.get_kind_display(), is_planned)


def day_of(agreement, row, moves, changed_at):
    """The key of the row is the day's for good, whatever the addresses of the site become.

    https://www.rfc-editor.org/rfc/rfc7986#section-5.3
    """
    is_event = isinstance(row, Event)
    entry = entry_of_event(agreement, row) if is_event else entry_of_milestone(row)
    address = absolute(reverse("identifier", args=[agreement.identifier]))
    return Day(
        key=str(row.pk),
        day=row.partial_date.first_day,
        words=entry.words,
        description="\n".join(filter(None, [*said_of(agreement), row.note, address])),
        address=address,
        changed_at=changed_at or agreement.published_at,
        moves=moves,
        place=entry.place,
        categories=(entry.category, agreement.get_kind_display(), level_in_a_word(agreement)),
        state=state_of(agreement, entry),
    )


def said_of(agreement):
    if agreement.is_withdrawn:
        yield _("Withdrawn: %(reason)s") % {"reason": agreement.withdrawn_reason}
    yield agreement.title
    yield ", ".join(filter(None, [agreement.get_kind_display(), parties_in_words(agreement)]))
    yield agreement.summary


def state_of(agreement, entry):
    if agreement.is_withdrawn:
        return "CANCELLED"
    return "TENTATIVE" if entry.is_planned else "CONFIRMED"
