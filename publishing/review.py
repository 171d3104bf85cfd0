"""From a draft to its publication: submit, return, approve, schedule. Each checks the right."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import notices
from .actions import publish_version, said
from .applying import rolled_back
from .locks import locked_record
from .models import PlannedWithdrawal, Step, Version
from .rights import Refused, check_can_change, check_can_publish, is_own_work
from .steps import take_step

State = Version.State


def opened(version, *states):
    """(locked record, the version as it stands); raises Refused when it is in no such state."""
    record = locked_record(version)
    version.refresh_from_db(fields=["state", "publish_at", "scheduled_by"])
    if version.state not in states:
        raise Refused(
            _("It is %(state)s by now. Open the record again and look at it.")
            % {"state": version.get_state_display()}
        )
    return record, version


@transaction.atomic
def submit(version, *, by, at=None, remark=""):
    """Ask for review; `remark` is for those who review."""
    at = at or timezone.now()
    record, version = opened(version, State.DRAFT)
    check_can_change(record, by)
    check_note(record, version)
    version.move_to(State.IN_REVIEW, at=at)
    step = take_step(record, Step.Verb.SUBMITTED, by=by, at=at, version=version, remark=remark)
    notices.submitted(step)
    return step


@transaction.atomic
def approve(version, *, by, at=None, remark=""):
    at = at or timezone.now()
    record, version = opened(version, State.IN_REVIEW)
    check_can_publish(record, by)
    own = is_own_work(version, by)
    version.move_to(State.APPROVED, at=at)
    step = take_step(
        record, Step.Verb.APPROVED, by=by, at=at, version=version, remark=remark, own_work=own
    )
    notices.answered(step)
    return step


@transaction.atomic
def return_to_writer(version, *, by, remark, at=None):
    """Back to draft, with remarks that stay with the record."""
    at = at or timezone.now()
    record, version = opened(version, State.IN_REVIEW, State.APPROVED, State.SCHEDULED)
    check_can_publish(record, by)
    if not remark.strip():
        raise Refused(_("Say what should be mended."))
    version.move_to(State.DRAFT, at=at)
    step = take_step(record, Step.Verb.RETURNED, by=by, at=at, version=version, remark=remark)
    notices.answered(step)
    return step


@transaction.atomic
def schedule(version, *, by, moment, at=None):
    """Publish it at a moment to come, if it could be published now."""
    at = at or timezone.now()
    record, version = opened(version, State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED)
    check_can_publish(record, by)
    own = is_own_work(version, by)
    check_is_to_come(moment, at)
    with rolled_back():
        publish_version(version, by=by, at=at)
    version.refresh_from_db()
    version.publish_at, version.scheduled_by = moment, by
    version.move_to(State.SCHEDULED, at=at)
    step = take_step(
        record,
        Step.Verb.SCHEDULED,
        by=by,
        at=at,
        version=version,
        remark=uk_time(moment),
        own_work=own,
    )
    notices.answered(step)
    return step


@transaction.atomic
def unschedule(version, *, by, at=None):
    at = at or timezone.now()
    record, version = opened(version, State.SCHEDULED)
    check_can_publish(record, by)
    version.move_to(State.APPROVED, at=at)
    return take_step(record, Step.Verb.UNSCHEDULED, by=by, at=at, version=version)


@transaction.atomic
def plan_withdrawal(record, *, by, reason, moment, at=None):
    """Withdraw it at a moment to come; a plan that waits already is replaced."""
    at = at or timezone.now()
    check_can_publish(record, by)
    check_is_to_come(moment, at)
    reason = said(reason)
    if not record.published_at or record.withdrawn_at:
        raise Refused(_("Only a published record can be withdrawn."))
    PlannedWithdrawal.objects.of(record).waiting().update(ended_at=at)
    PlannedWithdrawal.objects.create(record=record, at=moment, reason=reason, by=by)
    words = _("To be withdrawn %(moment)s: %(reason)s")
    remark = words % {"moment": uk_time(moment), "reason": reason}
    return take_step(record, Step.Verb.SCHEDULED, by=by, at=at, remark=remark)


@transaction.atomic
def call_off_withdrawal(record, *, by, at=None):
    at = at or timezone.now()
    check_can_publish(record, by)
    if not PlannedWithdrawal.objects.of(record).waiting().update(ended_at=at):
        raise Refused(_("No withdrawal is planned."))
    return take_step(record, Step.Verb.UNSCHEDULED, by=by, at=at)


def check_note(record, version):
    if record.was_public and not (version.note or version.minor):
        raise Refused(_("Say what changed in a sentence for readers, or tick “Minor change”."))


def check_is_to_come(moment, at):
    if moment <= at:
        raise Refused(_("This moment is past. Choose one to come, or publish now."))


def uk_time(moment):
    return timezone.localtime(moment).strftime("%-d %B %Y, %H:%M")
