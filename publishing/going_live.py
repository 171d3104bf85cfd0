"""What happens to one locked record when it is made public."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import snapshots
from .history import adopt, tell
from .locks import newest_public
from .models import Change, IdentifierCounter, Record, Redirect, Step, Version
from .rights import Refused
from .steps import changes_in_words, take_step


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


def publish_one(record, telling, together, *, history=None, draft=None):
    at = telling.at
    snapshot = snapshots.take(record)
    digest = snapshots.digest(snapshot)
    newest = newest_public(record)
    live = newest if newest and newest.state == Version.State.LIVE else None
    if record.is_public_at(at) and live and live.digest == digest and draft is None:
        return live
    check_publishable(record, snapshot, together.records)
    keep_old_address(record, newest)
    if history:
        make_public(record, history.public_since)
        version = adopt(record, history, snapshot)
    else:
        kind = Change.Kind.CHANGED if record.published_at else Change.Kind.PUBLISHED
        make_public(record, at)
        version = next_version(record, newest, snapshot, digest, telling, draft)
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
            problems += [(other, why_not_named(other)) for other in hidden]
    return problems


def why_not_named(record):
    if record.replacement_key:
        words = _("It names “%(other)s”, which was merged into “%(into)s”. Name that one.")
        return words % {"other": record, "into": record.replacement}
    words = _("It names “%(other)s”, which is not public. Publish that first.")
    return words % {"other": record}


def keep_old_address(record, newest):
    """Lead the address that readers knew last to the one they will know."""
    if newest is None:
        return
    Redirect.objects.of(record).filter(slug=record.slug).delete()
    old = newest.snapshot["fields"]["slug"]
    if old != record.slug:
        Redirect.objects.create(record=record, slug=old)


def make_public(record, at):
    if record.identifier_prefix and not record.identifier:
        record.identifier = IdentifierCounter.next_identifier(record.identifier_prefix)
    record.published_at = record.published_at or at
    record.unpublished_at, record.unpublished_reason = None, ""
    record.save()


def next_version(record, newest, snapshot, digest, telling, draft=None):
    """The version that readers see from now on: the draft itself where it says just that.

    `newest`: the Version that they saw last, or None.
    """
    if newest and newest.digest == digest:
        newest.move_to(Version.State.LIVE, at=telling.at)
        return newest
    live = newest if newest and newest.state == Version.State.LIVE else None
    if live:
        Version.objects.filter(pk=live.pk).update(state=Version.State.PAST)
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
