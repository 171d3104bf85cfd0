"""One file holds a backup: a tar of the database, the files, what is said of them, and their sums.

It is written in one go and ends with SHA256SUMS, which names every other part as `sha256sum -c`
reads it: a tar that was cut has none. Media are compressed already, and so is a dump.
"""

import hashlib
import json
import re
import tarfile
from contextlib import contextmanager
from datetime import UTC, datetime

from .problems import Failed, Refused

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
DATABASES = {"postgresql": "database.dump", "sqlite": "database.sqlite3"}
MEDIA = "media/"
# A picture, a document, or a narrower picture in the folder of its width: nothing leads out.
STORED = re.compile(r"(?:[1-9][0-9]*/)?[a-z]+/[^/.\\\x00-\x1f][^/\\\x00-\x1f]*")
SUM = re.compile(r"([0-9a-f]{64})  ([^\n]+)")
BLOCK = tarfile.BLOCKSIZE
MEGABYTE = 1024 * 1024
LARGEST_MANIFEST = 16 * MEGABYTE
LARGEST_SUMS = 256 * MEGABYTE
BROKEN = (OSError, EOFError, tarfile.TarError, ValueError, TypeError, OverflowError, RecursionError)


class Writer:
    """`sums`: {name of a part: its SHA-256}."""

    def __init__(self, file):
        self.file = file
        self.sums = {}
        self.made_at = int(datetime.now(UTC).timestamp())

    @contextmanager
    def part(self, name):
        """Something to write bytes to; how many there will be, nobody has to know before."""
        start = self.file.tell()
        self.file.write(self.head(name, 0))
        part = Part(self.file)
        yield part
        self.file.write(bytes(-part.size % BLOCK))
        end = self.file.tell()
        self.file.seek(start)
        self.file.write(self.head(name, part.size))
        self.file.seek(end)
        self.sums[name] = part.digest.hexdigest()

    def head(self, name, size):
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, 0o600, self.made_at
        return entry.tobuf(tarfile.GNU_FORMAT)

    def write(self, name, content):
        with self.part(name) as part:
            part.write(content)

    def finish(self):
        lines = [f"{digest}  {name}\n" for name, digest in self.sums.items()]
        self.write(SUMS, "".join(lines).encode())
        self.file.write(bytes(2 * BLOCK))


class Part:
    def __init__(self, file):
        self.file = file
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, block):
        self.file.write(block)
        self.digest.update(block)
        self.size += len(block)


class Reader:
    """Raises Refused where the file is no backup, or no whole one."""

    def __init__(self, path):
        self.path = path
        try:
            self.tar = tarfile.open(path, "r:")  # noqa: SIM115 - closed by `with`
        except FileNotFoundError as error:
            raise Failed(f"There is nothing at {path}.") from error
        except PermissionError as error:
            raise Failed(f"{path} may not be read by this user.") from error
        except BROKEN as error:
            raise self.refused("it is no backup") from error

    def __enter__(self):
        try:
            self.parts = self.read_parts()
            self.sums = self.read_sums()
        except BROKEN as error:
            self.tar.close()
            raise self.refused("it is not whole") from error
        except BaseException:
            self.tar.close()
            raise
        return self

    def __exit__(self, *_error):
        self.tar.close()

    def refused(self, reason):
        return Refused(f"{self.path} was not taken: {reason}. Nothing was changed.")

    def read_parts(self):
        """{name: entry}. Only plain files of known names: no link, no device, no way out."""
        parts = {}
        for entry in self.tar:
            plain = entry.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and entry.sparse is None
            if not plain or not is_known(entry.name) or entry.name in parts:
                raise self.refused(f"no backup holds {entry.name[:100]!r} as it does")
            parts[entry.name] = entry
        if SUMS not in parts:
            raise self.refused("its end is missing")
        return parts

    def read_sums(self):
        lines = self.read(SUMS, LARGEST_SUMS).decode().splitlines()
        found = [SUM.fullmatch(line) for line in lines]
        sums = {match[2]: match[1] for match in found if match}
        if len(sums) != len(lines) or sums.keys() != self.parts.keys() - {SUMS}:
            raise self.refused("its parts are not those that its list of checksums names")
        return sums

    def read(self, name, most):
        if name not in self.parts or self.parts[name].size > most:
            raise self.refused(f"its {name} is missing or too large")
        return b"".join(self.blocks(name))

    def blocks(self, name):
        with self.tar.extractfile(self.parts[name]) as file:
            while block := file.read(MEGABYTE):
                yield block

    def checked_blocks(self, name):
        """Its bytes; Refused comes after the last of them where they are not what was written."""
        digest = hashlib.sha256()
        try:
            for block in self.blocks(name):
                digest.update(block)
                yield block
        except BROKEN as error:
            raise self.refused(f"{name} cannot be read: {error}") from error
        if digest.hexdigest() != self.sums[name]:
            raise self.refused(f"{name} is not what was written")

    def verify(self):
        for name in self.sums:
            for _block in self.checked_blocks(name):
                pass

    def extract(self, name, path):
        with path.open("wb") as file:
            for block in self.checked_blocks(name):
                file.write(block)

    def manifest(self):
        try:
            return json.loads(self.read(MANIFEST, LARGEST_MANIFEST))
        except BROKEN as error:
            raise self.refused(f"its {MANIFEST} cannot be read") from error

    def stored_names(self):
        return [name.removeprefix(MEDIA) for name in self.parts if name.startswith(MEDIA)]


def is_known(name):
    if name.startswith(MEDIA):
        return bool(STORED.fullmatch(name.removeprefix(MEDIA)))
    return name in {MANIFEST, SUMS, *DATABASES.values()}
