"""The one road into and out of publication, for the admin, importers and commands alike."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import snapshots
from .applying import apply, conform
from .history import adopt, tell
from .merging import merge
from .models import Change, IdentifierCounter, PlannedWithdrawal, Record, Redirect, Step, Version
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
        versions.append(_publish_one(record, telling, together, history=history))
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
    return _publish_one(record, telling, Together([record]), draft=version)


def locked_record(version):
    """The record of a version, locked; a record that was deleted is refused with a sentence."""
    record = version.record
    if record is None:
        raise Refused(_("The record was deleted. Bring it back first."))
    return all_locked([record])[0]


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


@dataclass(frozen=True)
class Telling:
    """Who publishes, when, and what readers and editors are told of it."""

    by: object
    at: datetime
    note: str = ""
    minor: bool = False
    road: str | None = None
    own_work: bool = False

    @property
    def words(self):
        return {"by": self.by, "at": self.at, "note": self.note, "minor": self.minor}


class Together:
    """Records published in one transaction: they may name one another."""

    def __init__(self, records):
        self.records = set(records)
        self.first_time = {record for record in records if not record.was_public}


def _publish_one(record, telling, together, *, history=None, draft=None):
    at = telling.at
    snapshot = snapshots.take(record)
    digest = snapshots.digest(snapshot)
    live = live_version(record)
    if record.is_public_at(at) and live and live.digest == digest and draft is None:
        return live
    check_publishable(record, snapshot, together.records)
    keep_old_address(record)
    if history:
        make_public(record, history.public_since)
        version = adopt(record, history, snapshot)
    else:
        kind = Change.Kind.CHANGED if record.published_at else Change.Kind.PUBLISHED
        make_public(record, at)
        version = next_version(record, live, snapshot, digest, telling, draft)
        tell(record, kind, version=version, **telling.words)
    close_draft(record, version, at=at)
    before = live.snapshot if live else None
    take_step(
        record,
        Step.Verb.PUBLISHED,
        by=telling.by,
        at=at,
        version=version,
        road=telling.road,
        own_work=telling.own_work,
        remark=telling.note,
        changes=changes_in_words(type(record), before, snapshot),
    )
    if not history:
        for other, sentence in record.mentions(before, snapshot):
            if other not in together.first_time:
                linked = {**telling.words, "note": sentence, "minor": True}
                tell(other, Change.Kind.LINKED, **linked)
    return version


def close_draft(record, version, *, at):
    """A draft that says what is now live is done; another is merged when its turn comes."""
    for draft in Version.objects.of(record).open():
        if draft.pk != version.pk and (draft.digest == version.digest or draft.base is None):
            draft.move_to(Version.State.REPLACED, at=at)


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
    record.published_at = record.withdrawn_at = None
    record.withdrawn_reason = ""
    record.unpublished_at, record.unpublished_reason = at, said(reason)
    record.save()
    live = live_version(record)
    Version.objects.of(record).filter(state=Version.State.LIVE).update(state=Version.State.PAST)
    kind = Change.Kind.UNPUBLISHED
    end_planned_withdrawal(record, at=at)
    for draft in Version.objects.of(record).open():
        # Whoever takes a record back wants it gone, also at the moment that was set for its draft.
        draft.move_to(Version.State.DRAFT, at=at)
    take_step(record, Step.Verb.UNPUBLISHED, by=by, at=at, remark=record.unpublished_reason)
    return tell(record, kind, by=by, at=at, note=record.unpublished_reason, version=live)


def end_planned_withdrawal(record, *, at):
    PlannedWithdrawal.objects.of(record).waiting().update(ended_at=at)


def all_locked(records):
    """The records as they stand, in the order given; then what counts up, and sees circles, too.

    Rows are locked in one order, and before counters, so that two publishers never wait for
    each other.
    """
    ordered = sorted(records, key=lambda record: (record._meta.label, str(record.pk)))
    found = {record: locked(record) for record in ordered}
    for prefix in sorted({r.identifier_prefix for r in ordered if r.identifier_prefix}):
        IdentifierCounter.lock(prefix)
    return [found[record] for record in records]


def locked(record):
    return type(record)._base_manager.select_for_update().get(pk=record.pk)


def live_version(record):
    live = Version.objects.of(record).filter(state=Version.State.LIVE)
    return live.select_related("published_by").first()


def said(reason):
    reason = (reason or "").strip()
    if not reason:
        raise Refused(_("Say why, in a sentence that readers will see."))
    return reason


def check_publishable(record, snapshot, together):
    """Raise Refused with a sentence for each thing that stands in the way."""
    problems = [str(sentence) for field, sentence in record.publishing_gaps()]
    problems += [sentence for other, sentence in unpublished_references(record, snapshot, together)]
    try:
        # The rows are saved: the database has looked at uniqueness and constraints already.
        record.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        problems += error.messages
    if problems:
        raise Refused(problems)


def unpublished_references(record, snapshot, together):
    """(record, sentence) of what the snapshot names and readers cannot see."""
    problems = []
    for model, keys in snapshots.references(type(record), snapshot).items():
        if issubclass(model, Record):
            own = [record.pk for record in together if isinstance(record, model)]
            hidden = model.objects.filter(pk__in=keys, published_at=None).exclude(pk__in=own)
            words = _("It names “%(other)s”, which is not public. Publish that first.")
            problems += [(other, words % {"other": other}) for other in hidden]
    return problems


def keep_old_address(record):
    """Lead the address that readers knew last to the one they will know."""
    if Redirect.objects.of_others(record, record.slug).exists():
        raise Refused(_("Another record had this address. Old addresses are never given away."))
    Redirect.objects.of(record).filter(slug=record.slug).delete()
    known = Version.objects.of(record).public().newest_first().first()
    old = known.snapshot["fields"]["slug"] if known else record.slug
    if old != record.slug:
        Redirect.objects.create(record=record, slug=old)


def make_public(record, at):
    if record.identifier_prefix and not record.identifier:
        record.identifier = IdentifierCounter.next_identifier(record.identifier_prefix)
    record.published_at = record.published_at or at
    record.unpublished_at, record.unpublished_reason = None, ""
    record.save()


def next_version(record, live, snapshot, digest, telling, draft=None):
    """The version that readers see from now on: the draft itself where it says just that."""
    versions = Version.objects.of(record)
    newest = versions.public().newest_first().first()
    if newest and newest.digest == digest:
        newest.move_to(Version.State.LIVE, at=telling.at)
        return newest
    versions.filter(state=Version.State.LIVE).update(state=Version.State.PAST)
    number = newest.number + 1 if newest else 1
    if draft is None or draft.digest != digest:
        if draft:
            draft.move_to(Version.State.REPLACED, at=telling.at)
        version = Version(
            record=record,
            base=live,
            snapshot=snapshot,
            digest=digest,
            created_at=telling.at,
            created_by=draft.created_by if draft else telling.by,
        )
    else:
        version = draft
    version.state, version.number, version.since = Version.State.LIVE, number, telling.at
    version.note, version.minor = telling.note, telling.minor
    version.published_at, version.published_by = telling.at, telling.by
    version.publish_at = version.scheduled_by = None
    version.save()
    return version
