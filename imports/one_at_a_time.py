"""One import at a time, under a lock that dies with its process."""

import fcntl
import hashlib
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

# A number that nothing else in the database locks by.
LOCK = 0x46757349


class Busy(Exception):
    """Another import is at work."""


@contextmanager
def alone(*, wait=False):
    """Hold the lock; raises Busy when another process has it, unless `wait`."""
    hold = by_advisory_lock if connection.vendor == "postgresql" else by_file
    with hold(wait):
        yield


@contextmanager
def by_advisory_lock(wait):
    """The lock belongs to the connection: the server lets go of it when the process is gone."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                raise Busy
    try:
        yield
    finally:
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def by_file(wait):
    """The kernel lets go of the lock when the process is gone."""
    with lock_file().open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError as error:
            raise Busy from error
        yield


def lock_file():
    name = str(connection.settings_dict["NAME"])
    path = Path(f"{name}.import-lock")
    if path.parent.is_dir() and not name.startswith("file:") and ":memory:" not in name:
        return path
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"register-{digest}.import-lock"
