"""The data package that visitors download: built when something was published, and kept.

Each host keeps its own, in PACKAGE_ROOT: the same register gives the same bytes. The zip is named
by its checksum, and current.json, which is replaced as a whole, says which one it is: a zip and
what is said of it never belong to two registers. Whoever reads the older one goes on reading.
"""

import fcntl
import hashlib
import json
import logging
import os
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from publishing.facets import state_of_register

from .descriptor import write_descriptor
from .exporting import Exporter
from .files import write_zip
from .letters import with_letters
from .one_moment import one_moment
from .tables import SOURCES

CURRENT = "current.json"
LOCK = "build.lock"
# A register with more public changes takes longer than a visitor may wait: a timer builds its own.
MOST_CHANGES_AT_ONCE = 3000
# What a package is made of besides records, such as files, is looked at again after this.
LONGEST_KEPT = timedelta(days=1)
UNREADABLE = (OSError, ValueError, TypeError)

logger = logging.getLogger(__name__)


class Busy(Exception):
    """Another process is building."""


@dataclass(frozen=True)
class Moment:
    """The register as it stands: `state` differs whenever a package of it would."""

    state: str
    changes: int
    newest_change: datetime | None

    @classmethod
    def now(cls):
        changes, newest = state_of_register()
        # Sources have no public changes of their own.
        sources = SOURCES.model.objects.aggregate(Max("updated_at"))["updated_at__max"]
        return cls(f"{release()} {changes} {newest} {sources}", changes, newest)


@cache
def release():
    """Differs between releases that write another form of package."""
    return hashlib.sha256(write_descriptor()).hexdigest()[:16]


@dataclass(frozen=True)
class KeptPackage:
    """`since`: when these bytes were first written; `looked_at`: when they were last compared with
    the register; `rows`: {name of a table: how many}.
    """

    state: str
    sha256: str
    size: int
    newest_change: datetime | None
    since: datetime
    looked_at: datetime
    rows: dict

    @property
    def path(self):
        return folder() / f"{self.sha256}.zip"

    def is_of(self, moment, at):
        return self.state == moment.state and at - self.looked_at < LONGEST_KEPT


def folder():
    return Path(settings.PACKAGE_ROOT)


def current():
    """The package that is kept, or None."""
    try:
        said = json.loads((folder() / CURRENT).read_text())
        for name in ("newest_change", "since", "looked_at"):
            said[name] = said[name] and datetime.fromisoformat(said[name])
        kept = KeptPackage(**said)
        return kept if kept.path.stat().st_size == kept.size else None
    except UNREADABLE:
        return None


def forget():
    """The register is another one now, though it may look as it once did."""
    (folder() / CURRENT).unlink(missing_ok=True)


def for_visitors(at):
    """The package as of now; an older one, or None, where a visitor would wait too long for it."""
    kept, moment = current(), Moment.now()
    if kept and kept.is_of(moment, at):
        return kept
    if moment.changes > MOST_CHANGES_AT_ONCE:
        return kept
    try:
        return build(at, wait=kept is None)
    except Busy:
        return kept
    except OSError:
        logger.exception("The data package could not be written.")
        return kept


def build(at=None, *, wait=True):
    """Build the package anew unless the one that is kept is as new as the register.

    Raises Busy when another process is at it, unless `wait`; and OSError.
    """
    at = at or timezone.now()
    folder().mkdir(parents=True, exist_ok=True)
    with alone(wait):
        kept = current()
        with one_moment():
            moment = Moment.now()
            if kept and kept.is_of(moment, at):
                return kept
            exporter = Exporter()
            written = write(with_letters(exporter, moment.newest_change))
        built = KeptPackage(
            state=moment.state,
            sha256=written.stem,
            size=written.stat().st_size,
            newest_change=moment.newest_change,
            since=kept.since if kept and kept.sha256 == written.stem else at,
            looked_at=at,
            rows=exporter.rows,
        )
        keep(built)
        forget_others(built, kept)
    return built


@contextmanager
def alone(wait):
    """The kernel lets go of the lock when the process is gone."""
    with (folder() / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise Busy from error
        yield


def write(files):
    """The path of the zip, which is named by its checksum."""
    unnamed = folder() / "unnamed.zip"
    write_zip(unnamed, files)
    with unnamed.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return unnamed.replace(folder() / f"{digest}.zip")


def keep(package):
    handle, unfinished = tempfile.mkstemp(dir=folder(), suffix=".part")
    with os.fdopen(handle, "w") as file:
        json.dump(asdict(package), file, default=datetime.isoformat, indent=1)
    # The timer may run as another user than the site.
    os.chmod(unfinished, 0o644)
    os.replace(unfinished, folder() / CURRENT)


def forget_others(*kept):
    """The one before stays: somebody may have been told of it a moment ago.

    What a build left behind that was broken off goes as well.
    """
    names = {package.path.name for package in kept if package}
    for path in [*folder().glob("*.zip"), *folder().glob("*.part")]:
        if path.name not in names:
            with suppress(FileNotFoundError):
                path.unlink()
