"""Where backups are written, and where they are half written."""

import fcntl
import os
import re
import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from datetime import UTC
from pathlib import Path

from .problems import Failed

NAME = "register-%Y-%m-%dT%H%M%SZ.tar"
NAMED = re.compile(r"register-\d{4}-\d{2}-\d{2}T\d{6}Z\.tar")
UNFINISHED = ".register-unfinished-"
# Its process may not have locked it yet.
YOUNG_SECONDS = 60


def target_of(path, at):
    """PATH when it ends in .tar; otherwise a file in that folder, named by the moment."""
    path = Path(path)
    if path.suffix == ".tar" and not path.is_dir():
        return path
    return path / at.astimezone(UTC).strftime(NAME)


def source_of(path):
    """PATH, or the newest backup in that folder."""
    path = Path(path)
    if not path.is_dir():
        return path
    if found := backups_in(path):
        return found[0]
    raise Failed(f"There is no backup in {path}.")


def backups_in(folder):
    """The newest first; what is called otherwise was put there by hand."""
    return sorted((each for each in folder.iterdir() if NAMED.fullmatch(each.name)), reverse=True)


def forget_older(folder, keep):
    """Delete all but the newest; returns how many went."""
    going = backups_in(Path(folder))[keep:]
    for path in going:
        path.unlink(missing_ok=True)
    return len(going)


@contextmanager
def work_folder(parent):
    """A folder for this user alone that is gone afterwards, or after the next one in the parent."""
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    clear_unfinished(parent)
    folder = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=parent))
    try:
        with locked(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_unfinished(parent):
    """Delete what killed processes left; the kernel took their locks with them."""
    for folder in parent.glob(f"{UNFINISHED}*"):
        with suppress(OSError):
            if folder.stat().st_mtime < time.time() - YOUNG_SECONDS:
                with locked(folder):
                    shutil.rmtree(folder)


@contextmanager
def locked(folder):
    """Raises BlockingIOError when another process works in the folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def move_whole(unfinished, target):
    """On the disk before it has its name: a backup that is there is a whole one."""
    sync(unfinished)
    unfinished.replace(target)
    sync(target.parent)


def sync(path):
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
