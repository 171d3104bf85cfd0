"""Drafts: what editors have saved and readers do not see.

A record that was public has its drafts beside it, as snapshots. One that never was is its own
draft: its rows are written, and each save is kept as a version too.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import snapshots
from .actions import catch_up
from .applying import apply, conform, rolled_back
from .locks import live_version, locked, locked_record, newest_public
from .merging import merge, put, units
from .models import FactCheckAnswer, Remark, ReviewDate, Step, Version
from .rights import Refused, check_can_change
from .steps import changes_in_words, take_step


def open_version(record):
    """The version on its way to publication, or None."""
    return Version.objects.of(record).open().select_related("created_by", "base").first()


def newest_content(record):
    """(snapshot, its digest, its Version or None): what a form of the record shows."""
    if record.was_public:
        version = open_version(record) or live_version(record)
        if version and version.is_open:
            return version.snapshot, version.digest, version
    else:
        version = open_version(record)
    snapshot = snapshots.take(record)
    digest = snapshots.digest(snapshot)
    return snapshot, digest, version if version and version.digest == digest else None


def find_content(record, digest):
    """The newest version that has this digest, or None."""
    found = Version.objects.of(record).filter(digest=digest)
    return found.order_by("-created_at", "-pk").first()


@transaction.atomic
def save_draft(
    record,
    snapshot,
    *,
    by,
    at=None,
    note="",
    minor=False,
    road=None,
    verb=None,
    remark="",
    also=(),
    rows_digest=None,
):
    """Keep the snapshot as the draft; returns the open Version.

    A draft that was in review, approved or scheduled begins anew. What says the same as the open
    version is not saved again. `also`: further editors whose words it may hold. `rows_digest`: of
    the record's rows, for who has just read them.
    """
    at = at or timezone.now()
    record = locked(record)
    digest = snapshots.digest(snapshot)
    head = open_version(record)
    if head and (head.digest, head.note, head.minor) == (digest, note, minor):
        return head
    live = live_version(record) if record.was_public else None
    if live and head is None and live.digest != rows_digest:
        live = catch_up(record, at=at)
    before = head or live or newest_public(record)
    writers = {by, *also} - {None}
    if head:
        writers |= set(head.writers.all())
        head.move_to(Version.State.REPLACED, at=at)
    version = make_version(
        record,
        Version.State.DRAFT,
        snapshot,
        by=by,
        at=at,
        note=note,
        minor=minor,
        base=head.base if head else live or newest_public(record),
        writers=writers,
    )
    take_step(
        record,
        verb or Step.Verb.SAVED,
        by=by,
        at=at,
        version=version,
        road=road,
        remark=remark,
        changes=changes_in_words(type(record), before and before.snapshot, snapshot),
    )
    return version


def make_version(record, state, snapshot, *, by, at, note, minor, base, writers):
    version = Version.objects.create(
        record=record,
        state=state,
        base=base,
        snapshot=snapshot,
        digest=snapshots.digest(snapshot),
        note=note,
        minor=minor,
        created_at=at,
        created_by=by,
        since=at,
    )
    through = Version.writers.through
    through.objects.bulk_create(
        through(version_id=version.pk, user_id=writer.pk) for writer in writers
    )
    return version


@transaction.atomic
def carry_on(version, *, by, at, remark):
    """The draft of a record that was never public goes on where another act changed its rows.

    `version` said what the rows said before. The new one has its state, its writers and its
    moment: whoever merged what the record names wrote no word of it.
    """
    record = locked_record(version)
    snapshot, state, moment = snapshots.take(record), version.state, version.publish_at
    scheduled_by = version.scheduled_by
    version.move_to(Version.State.REPLACED, at=at)
    new = make_version(
        record,
        Version.State.DRAFT,
        snapshot,
        by=version.created_by,
        at=at,
        note=version.note,
        minor=version.minor,
        base=version.base,
        writers=set(version.writers.all()),
    )
    new.publish_at, new.scheduled_by = moment, scheduled_by
    new.move_to(state, at=at)
    changes = changes_in_words(type(record), version.snapshot, snapshot)
    take_step(record, Step.Verb.CHANGED, by=by, at=at, version=new, remark=remark, changes=changes)
    return new


@transaction.atomic
def keep_beside(record, snapshot, *, base, by, at=None, note="", minor=False):
    """Keep what was typed over an older draft; returns a Version in conflict with the newest."""
    at = at or timezone.now()
    version = make_version(
        record,
        Version.State.CONFLICT,
        snapshot,
        by=by,
        at=at,
        note=note,
        minor=minor,
        base=base,
        writers={by, *(() if base.number else base.writers.all())} - {None},
    )
    changes = changes_in_words(type(record), base.snapshot, snapshot)
    take_step(record, Step.Verb.CONFLICTED, by=by, at=at, version=version, changes=changes)
    return version


@transaction.atomic
def discard(version, *, by, at=None):
    """Give up a draft of what readers know, or what was saved beside a newer one."""
    at = at or timezone.now()
    record = locked_record(version)
    check_can_change(record, by)
    version.refresh_from_db(fields=["state"])
    if version.state == Version.State.CONFLICT:
        pass
    elif not version.is_open:
        raise Refused(_("This version is no longer the draft: it was replaced or discarded."))
    elif not record.was_public:
        raise Refused(_("The record is its own draft. It can be deleted instead."))
    version.move_to(Version.State.DISCARDED, at=at)
    return take_step(record, Step.Verb.DISCARDED, by=by, at=at, version=version)


@transaction.atomic
def restore(version, *, by, at=None):
    """Make an older version the draft; returns the open Version. The ordinary road comes after."""
    at = at or timezone.now()
    record = locked_record(version)
    check_can_change(record, by)
    now, _digest, _version = newest_content(record)
    snapshot, left_out = conform(type(record), version.snapshot, now)
    rehearsal = write_through if not record.was_public else rehearse
    snapshot, problems = rehearsal(record, snapshot)
    return save_draft(
        record,
        snapshot,
        by=by,
        at=at,
        road=Step.Road.RESTORE,
        verb=Step.Verb.RESTORED,
        remark=" ".join([str(version), *left_out, *problems]),
        also=() if version.number else version.writers.all(),
    )


def write_through(record, snapshot):
    """(the content as it is then, warnings). Raises Refused when the rows cannot be so."""
    try:
        with transaction.atomic():
            report = apply(record, snapshot)
            if report.blocking:
                raise Refused(report.blocking)
    except IntegrityError as error:
        raise Refused(_("Another record has what must be unique, such as its address.")) from error
    return snapshots.take(record), report.warnings


def rehearse(record, snapshot):
    """As write_through, with nothing written in the end."""
    with rolled_back():
        return write_through(record, snapshot)


@transaction.atomic
def settle(version, *, by, picks, seen, at=None):
    """Put a version together with what came before it; returns the open Version.

    `picks`: the keys of the units to take from `version`; the rest stays as in the other.
    `seen`: the digest of the other as the editor saw it. Raises Refused when that has moved.
    """
    at = at or timezone.now()
    record = locked_record(version)
    check_can_change(record, by)
    version.refresh_from_db(fields=["state"])
    mine, theirs, other = two_sides(record, version)
    if snapshots.digest(theirs) != seen:
        raise Refused(_("Somebody saved again meanwhile. Look at both once more."))
    model = type(record)
    chosen, ours = theirs, units(model, mine)
    for unit in [*units(model, theirs), *ours]:
        if ":".join(unit) in picks:
            put(chosen, unit, ours.get(unit))
    settled, problems = (
        write_through(record, chosen) if not record.was_public else rehearse(record, chosen)
    )
    own_draft = version.is_open
    if own_draft:
        # The draft begins anew from what readers see now.
        version.move_to(Version.State.REPLACED, at=at)
    draft = save_draft(
        record,
        settled,
        by=by,
        at=at,
        note=version.note or (other.note if other and other.is_open else ""),
        minor=version.minor,
        verb=Step.Verb.SETTLED,
        remark=" ".join(problems),
        also=version.writers.all(),
    )
    if not own_draft:
        version.move_to(Version.State.REPLACED, at=at)
    return draft


def two_sides(record, version):
    """(mine, theirs, the Version of theirs or None) of two contents that must be put together.

    A version in conflict stands beside the newest draft; an open one beside what is live.
    """
    model = type(record)
    if version.state == Version.State.CONFLICT:
        theirs, _digest, other = newest_content(record)
    elif version.is_open and record.was_public:
        theirs, other = snapshots.take(record), live_version(record)
    else:
        raise Refused(_("These two are settled already."))
    now = snapshots.take(record)
    theirs, _left_out = conform(model, theirs, now)
    mine, _left_out = conform(model, version.snapshot, now)
    return mine, theirs, other


def picks_at_first(model, version, mine, theirs):
    """The units that `mine` alone changed, which a settling takes from it unless told otherwise."""
    base, _left_out = (
        conform(model, version.base.snapshot, theirs) if version.base else (theirs, ())
    )
    merged = merge(model, base, mine, theirs)
    taken, other = units(model, merged.snapshot), units(model, theirs)
    return {unit for unit in {*taken, *other} if taken.get(unit) != other.get(unit)}


@transaction.atomic
def delete_draft(record, *, by, at=None):
    """Delete a record that was never public. It can be brought back: its versions stay."""
    at = at or timezone.now()
    record = locked(record)
    if record.was_public:
        raise Refused(_("What was public stays. Withdraw it or take it back instead."))
    if open_version(record) is None or newest_content(record)[2] is None:
        save_draft(record, snapshots.take(record), by=by, at=at)
    version = open_version(record)
    version.move_to(Version.State.DISCARDED, at=at)
    take_step(record, Step.Verb.DELETED, by=by, at=at, version=version, remark=str(record))
    ReviewDate.objects.of(record).delete()
    for said in (Remark, FactCheckAnswer):
        said.objects.of(record).open().update(settled_at=at, settled_by=by)
    record.delete()


@transaction.atomic
def revive(version, *, by, at=None):
    """Bring a deleted record back under its old key, unpublished; returns the record."""
    at = at or timezone.now()
    model = version.content_type.model_class()
    if model._base_manager.filter(pk=version.object_id).exists():
        raise Refused(_("The record is there already."))
    record = model(pk=version.object_id)
    check_can_change(record, by)
    fields = version.snapshot["fields"]
    record.slug = fields.get("slug", "")
    setattr(record, model.title_field, fields.get(model.title_field, ""))
    try:
        with transaction.atomic():
            record.save(force_insert=True)
            record = locked(record)
            snapshot, warnings = write_through(record, version.snapshot)
    except Refused:
        raise
    except (IntegrityError, ValidationError) as error:
        raise Refused(
            _("Another record has its name or its address now. Change that one first.")
        ) from error
    save_draft(
        record,
        snapshot,
        by=by,
        at=at,
        road=Step.Road.RESTORE,
        verb=Step.Verb.REVIVED,
        remark=" ".join(warnings),
        also=version.writers.all(),
    )
    return locked(record)
