"""What is due is done: once, never early, and after an outage too."""

import logging

from django.db import transaction
from django.utils import timezone

from . import notices
from .actions import publish_version, withdraw
from .models import PlannedWithdrawal, Step, Version
from .rights import Refused
from .steps import take_step

logger = logging.getLogger(__name__)


def publish_due(*, at=None):
    """Publish and withdraw what is due; returns (how many done, sentences on what was held).

    Any number of processes may run it at once: each record is locked, and looked at again then.
    """
    at = at or timezone.now()
    done, held = 0, []
    due = Version.objects.due(at).without_snapshot().order_by("publish_at", "pk")
    for version in due:
        answer = publish_one(version, at)
        done += answer is True
        held += [answer] if isinstance(answer, str) else []
    for plan in PlannedWithdrawal.objects.due(at).order_by("at", "pk"):
        answer = withdraw_one(plan, at)
        done += answer is True
        held += [answer] if isinstance(answer, str) else []
    return done, held


@transaction.atomic
def publish_one(version, at):
    """True when it was published now, False when another was first, a sentence when it was held."""
    if not lock_while_due(version, at):
        return False
    version.refresh_from_db()
    by = version.scheduled_by
    try:
        with transaction.atomic():
            publish_version(version, by=by, at=at, road=Step.Road.SCHEDULE, checked=True)
    except Refused as refusal:
        return hold(version, refusal, at)
    return True


def lock_while_due(version, at):
    """Whether it is still scheduled, with its record locked."""
    record = version.record
    if record is not None:
        # As publish_version() locks it.
        rows = type(record)._base_manager.select_for_update(no_key=True)
        rows.filter(pk=record.pk).first()
    return Version.objects.due(at).filter(pk=version.pk).exists()


def hold(version, refusal, at):
    """What cannot be published goes back to draft; who wrote and scheduled it hear why."""
    why = " ".join(map(str, refusal.messages))
    writer, scheduled_by = version.created_by, version.scheduled_by
    version.move_to(Version.State.DRAFT, at=at)
    if version.record is not None:
        step = take_step(
            version.record,
            Step.Verb.HELD,
            by=None,
            at=at,
            version=version,
            road=Step.Road.SCHEDULE,
            remark=why,
        )
        notices.held(step, {writer, scheduled_by} - {None})
    logger.warning("A scheduled version was not published: %s", version.pk)
    return f"{version.record}: {why}"


@transaction.atomic
def withdraw_one(plan, at):
    record = plan.record
    if record is not None:
        type(record)._base_manager.select_for_update().filter(pk=record.pk).first()
    if not PlannedWithdrawal.objects.due(at).filter(pk=plan.pk).exists():
        return False
    road = Step.Road.SCHEDULE
    try:
        with transaction.atomic():
            withdraw(record, by=plan.by, reason=plan.reason, at=at, road=road, checked=True)
    except Refused as refusal:
        PlannedWithdrawal.objects.filter(pk=plan.pk).update(ended_at=at)
        return f"{record}: {' '.join(map(str, refusal.messages))}"
    return True


def next_moment():
    """When something is due next, or None."""
    # By its index, which has those alone that have a moment.
    moments = Version.objects.filter(publish_at__isnull=False).order_by("publish_at")
    version = moments.filter(state=Version.State.SCHEDULED)
    plan = PlannedWithdrawal.objects.waiting().order_by("at")
    moments = [
        *version.values_list("publish_at", flat=True)[:1],
        *plan.values_list("at", flat=True)[:1],
    ]
    return min(moments, default=None)
