"""When a record is looked at again: set and taken off by editors, each recorded."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .locks import locked
from .models import ReviewDate, Step
from .rights import Refused, check_can_change
from .steps import take_step

LONGEST_WAIT = timedelta(days=3660)


@transaction.atomic
def set_review_date(record, *, by, due_on, note="", at=None):
    """Look again on that day; returns the ReviewDate. Raises Refused for a day that is past."""
    at = at or timezone.now()
    check_can_change(record, by)
    record = locked(record)
    today = timezone.localdate(at)
    if due_on < today:
        raise Refused(_("This day is past. Choose today or a day to come."))
    if due_on > today + LONGEST_WAIT:
        raise Refused(_("This day is more than ten years away. Choose an earlier one."))
    ReviewDate.objects.of(record).delete()
    found = ReviewDate.objects.create(record=record, due_on=due_on, note=note, set_by=by, set_at=at)
    words = " ".join(filter(None, [date_format(due_on, "DATE_FORMAT"), note]))
    take_step(record, Step.Verb.REVIEW_SET, by=by, at=at, remark=words)
    return found


@transaction.atomic
def take_off_review_date(record, *, by, at=None):
    """Raises Refused when there is none."""
    check_can_change(record, by)
    record = locked(record)
    deleted, _rows = ReviewDate.objects.of(record).delete()
    if not deleted:
        raise Refused(_("The record has no review date."))
    take_step(record, Step.Verb.REVIEW_OFF, by=by, at=at or timezone.now())
