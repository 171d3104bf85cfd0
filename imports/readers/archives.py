"""Zips of others, looked at before anything in them is unpacked."""

import struct
import zipfile
import zlib
from contextlib import contextmanager

from django.utils.translation import gettext as _

from imports.problems import Unreadable

MEGABYTE = 1024 * 1024
MOST_ENTRIES = 2000
# A zip packs text to a tenth, seldom to a hundredth; a bomb to a thousandth.
HIGHEST_RATIO = 200
SMALL = 10 * MEGABYTE
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
BROKEN = (
    OSError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def is_zip(input):
    return input.open().read(4) == b"PK\x03\x04"


def open_archive(file, most_unpacked):
    """The ZipFile. What it declares is within bounds, and no entry gives more than it declares.

    Raises Unreadable.
    """
    with told_when_broken():
        archive = zipfile.ZipFile(file)
    entries = archive.infolist()
    problem = problem_of(entries, most_unpacked)
    if problem:
        raise Unreadable(problem)
    return archive


def problem_of(entries, most_unpacked):
    if len(entries) > MOST_ENTRIES:
        return _("The zip has %(count)s entries; %(most)s are allowed.") % {
            "count": f"{len(entries):,}",
            "most": f"{MOST_ENTRIES:,}",
        }
    if len({entry.filename for entry in entries}) < len(entries):
        return _("The zip holds two entries of one name.")
    if any(entry.flag_bits & 1 for entry in entries):
        return _("It is locked with a password.")
    if any(entry.compress_type not in METHODS for entry in entries):
        return _("The zip is packed in a way that is not read.")
    if sum(entry.file_size for entry in entries) > most_unpacked or any(map(is_bomb, entries)):
        return _("Unpacked, it holds more than %(count)s MB, or far more than it seems.") % {
            "count": most_unpacked // MEGABYTE
        }
    return ""


def is_bomb(entry):
    return entry.file_size > max(SMALL, entry.compress_size * HIGHEST_RATIO)


@contextmanager
def told_when_broken():
    """Around every reading of a zip: what is wrong with an entry is seen when it is opened."""
    try:
        yield
    except BROKEN as error:
        raise Unreadable(_("It is a zip, but broken or cut off.")) from error
