"""Makes a backup while editors, imports and visitors go on."""

import os

from django.db import Error, connection
from django.utils import timezone

from . import media, postgresql, sqlite
from .archive import MANIFEST, MEDIA, Writer
from .manifest import Manifest, encoded, release
from .places import move_whole, target_of, work_folder
from .problems import Failed

ENGINES = {"postgresql": postgresql, "sqlite": sqlite}


def back_up(path, at=None):
    """(where it is, its Manifest). Raises Failed, and then there is nothing new at that place."""
    at = at or timezone.now()
    target = target_of(path, at)
    try:
        with work_folder(target.parent) as folder:
            unfinished = folder / target.name
            with open(unfinished, "xb", opener=for_this_user_alone) as file:
                manifest = write(Writer(file), folder, at)
            move_whole(unfinished, target)
    except OSError as error:
        reason = error.strerror or error
        raise Failed(f"The backup could not be written to {target.parent}: {reason}.") from error
    except Error as error:
        raise Failed(f"The database could not be read: {error}") from error
    return target, manifest


def for_this_user_alone(path, flags):
    return os.open(path, flags, 0o600)


def write(archive, folder, at):
    if not connection.introspection.django_table_names(only_existing=True):
        raise Failed("The database is empty: is DATABASE_URL the register's?")
    media.save_settled(archive, at)
    database = ENGINES[connection.vendor].save(archive, folder)
    named = media.names_in_use()
    media.save_rest(archive)
    manifest = Manifest(
        made_at=at.isoformat(timespec="seconds"),
        release=release(),
        vendor=connection.vendor,
        database=database,
        files=sum(name.startswith(MEDIA) for name in archive.sums),
        missing=[name for name in named if MEDIA + name not in archive.sums],
    )
    archive.write(MANIFEST, encoded(manifest))
    archive.finish()
    return manifest
