"""The uploaded files of a backup.

A file is stored before a version names it, never changed, and deleted only when nothing has named
it for a day. So what is there goes into the backup first, then the database, then what came
meanwhile: whatever the copy of the database names was there in one of the two looks, and in the
first one only what nobody was still writing is taken.
"""

import hashlib
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.core.files.storage import default_storage

from publishing.models import StoredFile
from publishing.stored_files import stored_names
from publishing.unused_files import is_older

from .archive import MEDIA, STORED
from .problems import Refused

# What is younger may still be being written: it is taken in the second look.
SETTLED = timedelta(hours=1)


def save_settled(archive, at):
    for name in stored_names():
        if STORED.fullmatch(name) and is_older(name, at - SETTLED):
            save(archive, name)


def names_in_use():
    """What versions name that was there when the first of them was written."""
    known = StoredFile.objects.filter(size__isnull=False).exclude(uses=None)
    return list(known.order_by("name").values_list("name", flat=True))


def save_rest(archive):
    for name in stored_names():
        if STORED.fullmatch(name) and MEDIA + name not in archive.sums:
            save(archive, name)


def save(archive, name):
    """One that is gone by now was named by nothing."""
    with (
        suppress(FileNotFoundError),
        default_storage.open(name) as file,
        archive.part(MEDIA + name) as part,
    ):
        for block in file.chunks():
            part.write(block)


def check_room(backup):
    """Raises Refused where other files are than those of the backup, such as a restore left."""
    for name in stored_names():
        if MEDIA + name not in backup.sums or not is_there(backup, name):
            raise Refused(
                f"The place of uploaded files is not empty: {name} is there. Nothing was changed. "
                "With --overwrite the files of the backup take their places, and others stay."
            )


def is_there(backup, name):
    """The very file of the backup."""
    digest = hashlib.sha256()
    try:
        with default_storage.open(name) as file:
            for block in file.chunks():
                digest.update(block)
    except FileNotFoundError:
        return False
    return digest.hexdigest() == backup.sums[MEDIA + name]


@contextmanager
def restored(backup):
    """Every file of the backup is stored; what was not there goes again if what follows fails."""
    before, new = set(stored_names()), []
    try:
        for name in backup.stored_names():
            if name in before and is_there(backup, name):
                continue
            if name not in before:
                new.append(name)
            default_storage.put(name, b"".join(backup.checked_blocks(MEDIA + name)))
        yield
    except BaseException:
        for name in new:
            default_storage.delete_alone(name)
        raise
