"""The one road into and out of publication, for the admin, importers and commands alike."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import snapshots
from .history import adopt, tell
from .models import Change, IdentifierCounter, Record, Redirect, Version
from .naming import named_by


class Refused(ValidationError):
    """The record stays as it was; the messages say why."""


def can_publish(record, user):
    """`user` None is the operator at the command line."""
    meta = record._meta
    return user is None or user.has_perm(f"{meta.app_label}.publish_{meta.model_name}")


def check_can_publish(record, user):
    if not can_publish(record, user):
        raise PermissionDenied(_("Only publishers may make this public or take it back."))


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
    together = set(records)
    first_time = {record for record in records if not record.was_public}
    versions = []
    for record in records:
        check_can_publish(record, by)
        history = (histories or {}).get(record)
        versions.append(_publish_one(record, by, at, note, minor, together, first_time, history))
    return versions


def _publish_one(record, by, at, note, minor, together, first_time, history):
    snapshot = snapshots.take(record)
    digest = snapshots.digest(snapshot)
    live = live_version(record)
    if record.is_public_at(at) and live and live.digest == digest:
        return live
    check_publishable(record, snapshot, together)
    keep_old_address(record, live)
    if history:
        make_public(record, history.public_since)
        return adopt(record, history, snapshot)
    kind = Change.Kind.CHANGED if record.published_at else Change.Kind.PUBLISHED
    make_public(record, at)
    version = next_version(record, live, snapshot, digest, by=by, at=at, note=note, minor=minor)
    tell(record, kind, by=by, at=at, note=note, minor=minor, version=version)
    before = live.snapshot if live else None
    for other, sentence in record.mentions(before, snapshot):
        if other not in first_time:
            tell(other, Change.Kind.LINKED, by=by, at=at, note=sentence, minor=True)
    return version


@transaction.atomic
def withdraw(record, *, by, reason, at=None):
    """Keep the page under a banner that says why; lists and counts leave it out."""
    record = locked(record)
    check_can_publish(record, by)
    if not record.published_at or record.withdrawn_at:
        raise Refused(_("Only a published record can be withdrawn."))
    record.withdrawn_at = at or timezone.now()
    record.withdrawn_reason = said(reason)
    record.save()
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
    return tell(record, kind, by=by, at=at, note=record.unpublished_reason, version=live)


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
    return Version.objects.of(record).filter(state=Version.State.LIVE).first()


def said(reason):
    reason = (reason or "").strip()
    if not reason:
        raise Refused(_("Say why, in a sentence that readers will see."))
    return reason


def check_publishable(record, snapshot, together):
    """Raise Refused with a sentence for each thing that stands in the way."""
    problems = [str(sentence) for field, sentence in record.publishing_gaps()]
    problems += unpublished_references(record, snapshot, together)
    try:
        # The rows are saved: the database has looked at uniqueness and constraints already.
        record.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        problems += error.messages
    if problems:
        raise Refused(problems)


def unpublished_references(record, snapshot, together):
    problems = []
    for model, keys in snapshots.references(type(record), snapshot).items():
        if issubclass(model, Record):
            own = [record.pk for record in together if isinstance(record, model)]
            hidden = model.objects.filter(pk__in=keys, published_at=None).exclude(pk__in=own)
            problems += [
                _("It names “%(other)s”, which is not public. Publish that first.")
                % {"other": other}
                for other in hidden
            ]
    return problems


def keep_old_address(record, live):
    if Redirect.objects.of_others(record, record.slug).exists():
        raise Refused(_("Another record had this address. Old addresses are never given away."))
    Redirect.objects.of(record).filter(slug=record.slug).delete()
    old = live.snapshot["fields"]["slug"] if live else record.slug
    if old != record.slug:
        Redirect.objects.create(record=record, slug=old)


def make_public(record, at):
    if record.identifier_prefix and not record.identifier:
        record.identifier = IdentifierCounter.next_identifier(record.identifier_prefix)
    record.published_at = record.published_at or at
    record.unpublished_at, record.unpublished_reason = None, ""
    record.save()


def next_version(record, live, snapshot, digest, *, by, at, note, minor):
    versions = Version.objects.of(record)
    newest = versions.public().newest_first().first()
    if newest and newest.digest == digest:
        newest.state = Version.State.LIVE
        newest.save(update_fields=["state"])
        return newest
    versions.filter(state=Version.State.LIVE).update(state=Version.State.PAST)
    return Version.objects.create(
        record=record,
        state=Version.State.LIVE,
        number=newest.number + 1 if newest else 1,
        base=live,
        snapshot=snapshot,
        digest=digest,
        note=note,
        minor=minor,
        created_at=at,
        created_by=by,
        published_at=at,
        published_by=by,
    )
