"""The public history of a record: what is told of it, and how it travels between two copies."""

from dataclasses import dataclass
from datetime import datetime

from . import snapshots
from .hooks import announce
from .inserting import insert
from .models import Change, ChangeCount, Version


@dataclass(frozen=True)
class PublicVersion:
    """A version that readers saw elsewhere; without a snapshot, the record as its rows stand."""

    number: int
    at: datetime
    note: str = ""
    minor: bool = False
    snapshot: dict | None = None


@dataclass(frozen=True)
class PublicChange:
    """A change that readers were told of elsewhere, and the number of the version it made."""

    kind: str
    at: datetime
    note: str = ""
    minor: bool = False
    number: int | None = None


@dataclass(frozen=True)
class History:
    """What happened to a record in another copy of the register, oldest first.

    The last of `versions` is the live one; there are none when the content has not changed.
    """

    versions: tuple = ()
    changes: tuple = ()
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""

    @property
    def public_since(self):
        published = [c.at for c in self.changes if c.kind == Change.Kind.PUBLISHED]
        return max(published, default=None) or self.versions[0].at


def adopt(record, history, snapshot):
    """Keep versions and changes under the numbers, notes and moments that they have elsewhere.

    Returns the live Version. The record is locked and may be published as it stands.
    """
    live = Version.objects.of(record).filter(state=Version.State.LIVE).first()
    if history.versions:
        Version.objects.of(record).filter(state=Version.State.LIVE).update(state=Version.State.PAST)
    for version in history.versions:
        live = keep(record, version, base=live, snapshot=snapshot)
    record.withdrawn_at = history.withdrawn_at
    record.withdrawn_reason = history.withdrawn_reason
    record.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    numbered = {v.number: v for v in Version.objects.of(record).public().without_snapshot()}
    for change in history.changes:
        tell(
            record,
            change.kind,
            by=None,
            at=change.at,
            note=change.note,
            minor=change.minor,
            version=numbered.get(change.number),
        )
    return live


def keep(record, version, *, base, snapshot):
    content = snapshot if version.snapshot is None else version.snapshot
    return Version.objects.create(
        record=record,
        state=Version.State.LIVE if version.snapshot is None else Version.State.PAST,
        number=version.number,
        base=base,
        snapshot=content,
        digest=snapshots.digest(content),
        note=version.note,
        minor=version.minor,
        created_at=version.at,
        published_at=version.at,
    )


def tell(record, kind, *, by, at, note, minor=False, version=None):
    change = Change.objects.create(
        record=record, kind=kind, version=version, at=at, by=by, note=note, minor=minor
    )
    ChangeCount.add(1)
    announce(change)
    return change


def tell_all(changes):
    """Write many changes together, each announced as by tell()."""
    insert(Change, changes)
    if changes:
        ChangeCount.add(len(changes))
    for change in changes:
        announce(change)
