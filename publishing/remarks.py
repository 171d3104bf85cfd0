"""Remarks of editors about a record: written, mended while nobody has answered, settled."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import notices
from .locks import locked
from .models import Remark, Step
from .rights import Refused, check_can_change
from .steps import take_step

MOST_OPEN = 200


@transaction.atomic
def add(record, *, by, text, place="", at=None):
    """Write a remark; those who write on the draft or remarked before get a letter."""
    at = at or timezone.now()
    check_can_change(record, by)
    if Remark.objects.of(record).open().count() >= MOST_OPEN:
        raise Refused(_("Very many remarks are open. Settle some first."))
    remark = Remark.objects.create(record=record, by=by, text=text, place=place, at=at)
    # The words stay in the remark, so that a slip can still be mended there.
    step = take_step(record, Step.Verb.REMARKED, by=by, at=at)
    notices.remarked(step, remark)
    return remark


@transaction.atomic
def correct(remark, *, by, text, at=None):
    """Mend one's own words, within a quarter of an hour."""
    at = at or timezone.now()
    remark = locked(remark)
    check_can_change(remark.record, by)
    if not remark.can_be_corrected(by, at):
        raise Refused(
            _("Only who wrote a remark can change it, within 15 minutes. Write another one.")
        )
    remark.text, remark.corrected_at = text, at
    remark.save(update_fields=["text", "corrected_at"])
    return remark


@transaction.atomic
def settle(remark, *, by, at=None):
    at = at or timezone.now()
    remark = locked(remark)
    check_can_change(remark.record, by)
    if remark.is_open:
        remark.settled_at, remark.settled_by = at, by
        remark.save(update_fields=["settled_at", "settled_by"])
        take_step(remark.record, Step.Verb.RESOLVED, by=by, at=at)
    return remark


@transaction.atomic
def reopen(remark, *, by, at=None):
    at = at or timezone.now()
    remark = locked(remark)
    check_can_change(remark.record, by)
    if not remark.is_open:
        remark.settled_at = remark.settled_by = None
        remark.save(update_fields=["settled_at", "settled_by"])
        take_step(remark.record, Step.Verb.REOPENED, by=by, at=at)
    return remark
