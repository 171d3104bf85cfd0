"""The one road into and out of publication, for the admin, importers and commands alike."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import snapshots
from .applying import apply, conform
from .going_live import Telling, Together, next_version, publish_one
from .history import tell
from .locks import all_locked, live_version, locked, locked_record
from .merging import merge
from .models import Change, PlannedWithdrawal, Step, Version
from .naming import named_by
from .rights import Refused, check_can_publish, is_own_work
from .steps import changes_in_words, take_step


class Conflict(Refused):
    """What is live was changed since the draft was begun, in the same places."""


def publish(record, *, by, at=None, note="", minor=False):
    """Make the record public as its rows stand now, or its changes, under the next version number.

    Returns the live Version; a record that is public as it stands is left alone. Raises Refused
    and PermissionDenied.
    """
    return publish_together([record], by=by, at=at, note=note, minor=minor)[0]


@transaction.atomic
def publish_together(records, *, by, at=None, note="", minor=False, histories=None):
    """Publish records that may refer to one another: all or none.

    `histories`: {record: History} of those that come from another copy of the register; they keep
    the numbers, notes and moments that they have there.
    """
    at = at or timezone.now()
    records = all_locked(records)
    together = Together(records)
    versions = []
    for record in records:
        check_can_publish(record, by)
        history = (histories or {}).get(record)
        telling = Telling(by, at, note, minor, road=Step.Road.IMPORT if histories else None)
        versions.append(publish_one(record, telling, together, history=history))
    return versions


@transaction.atomic
def publish_version(version, *, by, at=None, note=None, minor=None, road=None, checked=False):
    """Make an open version public: its changes are brought over to what is live.

    Pressed twice it publishes once. `note` and `minor` stand for those of the version. `checked`:
    the right was looked at when it was scheduled. Returns the live Version; raises Refused,
    Conflict and PermissionDenied.
    """
    at = at or timezone.now()
    record = locked_record(version)
    version = Version.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.state == Version.State.LIVE:
        return version
    if not version.is_open:
        raise Refused(_("This version is no longer the draft: it was replaced or discarded."))
    if not checked:
        check_can_publish(record, by)
    telling = Telling(
        by,
        at,
        version.note if note is None else note,
        version.minor if minor is None else minor,
        road=road,
        own_work=not checked and is_own_work(version, by),
    )
    if record.was_public and not (telling.note or telling.minor):
        raise Refused(_("Say what changed in a sentence for readers, or tick “Minor change”."))
    bring_over(record, version, at)
    live = live_version(record)
    if live and snapshots.digest(snapshots.take(record)) == live.digest:
        raise Refused(_("The draft says what readers see already: there is nothing to publish."))
    return publish_one(record, telling, Together([record]), draft=version)


def bring_over(record, version, at):
    """Make the rows what they will be when the version is live."""
    if not record.was_public:
        if snapshots.digest(snapshots.take(record)) != version.digest:
            raise Refused(_("The record was changed by another road. Open it and save it again."))
        return
    catch_up(record, at=at)
    merged = upcoming(type(record), version, snapshots.take(record))
    if merged.clashes:
        raise Conflict(
            _("What readers see was changed since this draft was begun, in the same places.")
        )
    try:
        with transaction.atomic():
            report = apply(record, merged.snapshot)
    except IntegrityError as error:
        raise Refused(
            _("The draft breaks a rule of the register by now. Open it, look and save it again.")
        ) from error
    if report.blocking:
        raise Refused(report.blocking)


def upcoming(model, version, rows):
    """The Merged content that publishing the version would make public.

    `rows`: the content that the record has now, a snapshot in today's schema as the result is.
    """
    mine, _left_out = conform(model, version.snapshot, rows)
    if version.base is None:
        return merge(model, rows, mine, rows)
    base, _left_out = conform(model, version.base.snapshot, rows)
    return merge(model, base, mine, rows)


def catch_up(record, *, at):
    """The live version as the rows stand; a change that came by no road of ours is recorded now.

    None when the record is not public. Call with the record locked.
    """
    live = live_version(record)
    if live is None:
        return None
    snapshot = snapshots.take(record)
    if conform(type(record), live.snapshot, snapshot)[0] == snapshot:
        return live
    digest = snapshots.digest(snapshot)
    words = _("Recorded after a change outside the register’s pages")
    version = next_version(record, live, snapshot, digest, Telling(None, at, words, minor=True))
    tell(record, Change.Kind.CHANGED, by=None, at=at, note=words, minor=True, version=version)
    changes = changes_in_words(type(record), live.snapshot, snapshot)
    take_step(record, Step.Verb.FOUND, by=None, at=at, version=version, changes=changes)
    return version


@transaction.atomic
def withdraw(record, *, by, reason, at=None, road=None, checked=False):
    """Keep the page under a banner that says why; lists and counts leave it out.

    `checked`: the right was looked at when it was planned.
    """
    record = locked(record)
    if not checked:
        check_can_publish(record, by)
    if not record.published_at or record.withdrawn_at:
        raise Refused(_("Only a published record can be withdrawn."))
    record.withdrawn_at = at or timezone.now()
    record.withdrawn_reason = said(reason)
    record.save()
    end_planned_withdrawal(record, at=record.withdrawn_at)
    take_step(
        record,
        Step.Verb.WITHDRAWN,
        by=by,
        at=record.withdrawn_at,
        road=road,
        remark=record.withdrawn_reason,
    )
    return tell(
        record,
        Change.Kind.WITHDRAWN,
        by=by,
        at=record.withdrawn_at,
        note=record.withdrawn_reason,
        version=live_version(record),
    )


@transaction.atomic
def reinstate(record, *, by, note, at=None):
    """Undo a withdrawal."""
    record = locked(record)
    check_can_publish(record, by)
    if not record.withdrawn_at:
        raise Refused(_("This record is not withdrawn."))
    record.withdrawn_at, record.withdrawn_reason = None, ""
    record.save()
    kind = Change.Kind.REINSTATED
    at = at or timezone.now()
    take_step(record, Step.Verb.REINSTATED, by=by, at=at, remark=note)
    return tell(record, kind, by=by, at=at, note=said(note), version=live_version(record))


@transaction.atomic
def unpublish(record, *, by, reason, at=None):
    """Take the record back: its page says that it is gone. Its identifier and address stay its."""
    record = locked(record)
    check_can_publish(record, by)
    if not record.published_at:
        raise Refused(_("This record is not public."))
    naming = named_by(record)
    if naming:
        names = ", ".join(str(other) for other in naming)
        raise Refused(_("It is still named by %(names)s. Change that first.") % {"names": names})
    at = at or timezone.now()
    return take_out(record, Step.Verb.UNPUBLISHED, Change.Kind.UNPUBLISHED, by, said(reason), at)


@transaction.atomic
def give_way(record, *, by, note, at=None):
    """Take the record out of publication because another of its kind took its place.

    Readers are led to that one (Record.replacement). publish() brings the record back.
    """
    record = locked(record)
    check_can_publish(record, by)
    at = at or timezone.now()
    return take_out(record, Step.Verb.MERGED, Change.Kind.MERGED, by, said(note), at)


def take_out(record, verb, kind, by, reason, at):
    record.published_at = record.withdrawn_at = None
    record.withdrawn_reason = ""
    record.unpublished_at, record.unpublished_reason = at, reason
    record.save()
    live = live_version(record)
    Version.objects.of(record).filter(state=Version.State.LIVE).update(state=Version.State.PAST)
    end_planned_withdrawal(record, at=at)
    for draft in Version.objects.of(record).open():
        # Whoever takes a record back wants it gone, also at the moment that was set for its draft.
        draft.move_to(Version.State.DRAFT, at=at)
    take_step(record, verb, by=by, at=at, remark=reason)
    return tell(record, kind, by=by, at=at, note=reason, version=live)


def end_planned_withdrawal(record, *, at):
    PlannedWithdrawal.objects.of(record).waiting().update(ended_at=at)


def said(reason):
    reason = (reason or "").strip()
    if not reason:
        raise Refused(_("Say why, in a sentence that readers will see."))
    return reason
