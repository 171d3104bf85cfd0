"""A package as a folder or as a zip: the same files, read by known names alone."""

import os
import tempfile
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

from .problems import Unreadable

DESCRIPTOR = "datapackage.json"
MEGABYTE = 1024 * 1024
LARGEST_PACKAGE = 200 * MEGABYTE
LARGEST_FILE = 20 * MEGABYTE
MOST_ENTRIES = 5000
# The moment that every entry carries, so that the same register gives the same bytes.
ENTRY_MOMENT = (1980, 1, 1, 0, 0, 0)
BROKEN = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)


FORMATS = ("folder", "zip")


def open_package(path, form=None):
    """The files of the package, seen by what is there unless `form` is one of FORMATS.

    Raises Unreadable when there are none to read.
    """
    path = Path(path)
    if form and path.exists() and path.is_dir() != (form == "folder"):
        raise Unreadable(f"{path} is no {form}.")
    if path.is_dir():
        return Folder(path)
    if not path.exists():
        raise Unreadable(f"There is nothing at {path}.")
    if not path.is_file():
        raise Unreadable(f"{path} is neither a folder nor a zip.")
    return Zip(path)


class Folder:
    def __init__(self, path):
        self.path = path

    def has(self, name):
        return (self.path / name).is_file()

    def size(self, name):
        return (self.path / name).stat().st_size

    def read(self, name):
        """Raises Unreadable."""
        try:
            return (self.path / name).read_bytes()
        except OSError as error:
            raise Unreadable(f"{name} cannot be read: {error.strerror}.") from error


class Zip:
    """Sizes are counted before anything is unpacked; an entry never gives more than it declares."""

    def __init__(self, path):
        try:
            self.archive = zipfile.ZipFile(path)
        except BROKEN as error:
            raise Unreadable(f"{path} is not a whole zip: {error}.") from error
        entries = self.archive.infolist()
        if len(entries) > MOST_ENTRIES:
            raise Unreadable(f"The zip has {len(entries)} entries; {MOST_ENTRIES} are allowed.")
        self.entries = {entry.filename: entry for entry in entries}
        if len(self.entries) < len(entries):
            raise Unreadable("The zip holds two entries of one name.")

    def has(self, name):
        return name in self.entries

    def size(self, name):
        return self.entries[name].file_size

    def read(self, name):
        """Raises Unreadable."""
        try:
            with self.archive.open(self.entries[name]) as entry:
                return entry.read()
        except BROKEN as error:
            raise Unreadable(f"{name} in the zip is broken: {error}.") from error


def check_sizes(package, names):
    """Raise Unreadable when the files together are larger than a register can be."""
    total = sum(package.size(name) for name in names if package.has(name))
    if total > LARGEST_PACKAGE:
        allowed = LARGEST_PACKAGE // MEGABYTE
        raise Unreadable(f"Unpacked, the package has {total} bytes; {allowed} MB are allowed.")


def write_package(path, files):
    """Write (name, bytes) pairs to a folder, or to a zip when the path ends in .zip."""
    path = Path(path)
    if path.suffix.lower() == ".zip":
        write_zip(path, files)
    else:
        write_folder(path, files)


def write_folder(path, files):
    """Raises Unreadable rather than mix a package with what else is in a folder."""
    if path.is_dir() and any(path.iterdir()) and not (path / DESCRIPTOR).is_file():
        raise Unreadable(f"{path} is not empty, and no data package either.")
    written = set()
    for name, content in files:
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        written.add(target)
    for old in path.glob("media/*/*"):
        if old not in written:
            old.unlink()


def write_zip(path, files):
    """The file at the path is replaced when the new one is whole."""
    handle, unfinished = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream, zipfile.ZipFile(stream, "w") as archive:
            for name, content in files:
                archive.writestr(entry_of(name), content, compresslevel=9)
        os.chmod(unfinished, 0o644)
        os.replace(unfinished, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(unfinished)


def entry_of(name):
    entry = zipfile.ZipInfo(name, ENTRY_MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    # The same on every system.
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
