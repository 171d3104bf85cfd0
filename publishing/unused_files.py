"""Files that no version and no row names: left by what was broken off, or by deleted versions."""

from contextlib import suppress
from datetime import timedelta
from itertools import islice

from django.core.files.storage import default_storage
from django.utils import timezone

from . import kept_uploads
from .file_uses import all_places_of_files, folders_of_files
from .models import FileUse, StoredFile, Version
from .pictures import WIDTHS
from .stored_files import names_in

# What is younger may belong to a form that is being saved.
YOUNGEST = timedelta(days=1)
BATCH = 200


def unused_files(at=None):
    """The stored names of old files that nothing names, in the order of their names."""
    before = (at or timezone.now()) - YOUNGEST
    for folder in folders_of_files():
        old = [name for name in names_in(folder) if is_older(name, before)]
        originals = iter(old)
        while batch := list(islice(originals, BATCH)):
            yield from sorted(unnamed(batch))
        for width in WIDTHS:
            # One that was left when its picture was deleted.
            yield from (
                name
                for name in names_in(f"{width}/{folder}")
                if is_older(name, before) and not default_storage.exists(name.partition("/")[2])
            )


def is_older(name, before):
    with suppress(FileNotFoundError):
        return default_storage.get_modified_time(name) < before
    return False


def unnamed(names):
    left = set(names)
    left -= set(FileUse.objects.filter(file__name__in=left).values_list("file__name", flat=True))
    for rows, field in all_places_of_files():
        left -= set(rows.filter(**{f"{field}__in": left}).values_list(field, flat=True))
    # What was noted is looked at once more in the versions themselves: a deleted file is gone.
    return {name for name in left if not Version.objects.filter(snapshot__icontains=name).exists()}


def delete_unused_files(at=None, *, dry_run=False):
    """Delete them, and what was kept for forms that nobody sent again; returns the names."""
    names = list(unused_files(at))
    if not dry_run:
        kept_uploads.sweep(at or timezone.now())
        for name in names:
            default_storage.delete(name)
            StoredFile.objects.filter(name=name, uses=None).delete()
    return names
