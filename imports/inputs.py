"""Where rows come from: a file, standard input, an address or an upload, open to be read again."""

import gzip
import hashlib
import io
import os
import re
import stat
import sys
import tempfile
import zlib
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from publishing.network import NotFetched

from .problems import Unreadable

MEGABYTE = 1024 * 1024
LARGEST_FILE = 1024 * MEGABYTE
LARGEST_ANSWER = 50 * MEGABYTE
SECONDS_TO_ANSWER = 120
ACCEPTED = (
    "application/json, application/atom+xml, application/rss+xml, text/csv, "
    "application/xml;q=0.9, */*;q=0.5"
)
CHUNK = MEGABYTE
GZIP = b"\x1f\x8b\x08"
# Pages of these have no document in the Content API: they are files, feeds or the API itself.
NOT_PAGES = re.compile(r"/(api|assets|media)(/|$)|\.(atom|csv|json|pdf|rss|xlsx|xml|zip)$")


class Input:
    """The bytes of a source, packed or not, and what a run keeps of them.

    `name`: what a person calls it. `address`: where it was fetched, else empty.
    `size` and `sha256` are those of the bytes as they came, before gzip is unpacked.
    """

    def __init__(self, name, file, *, address="", most_bytes=LARGEST_FILE):
        """Takes over the file, and closes it even when it is refused."""
        self.name = name
        self.address = address
        self.file = file
        try:
            self.size, self.sha256 = measure(self.open(), most_bytes)
            if self.open().read(len(GZIP)) == GZIP:
                self.file = unpacked(file, most_bytes)
                file.close()
        except BaseException:
            file.close()
            raise

    def open(self):
        """A binary file at its beginning; each call gives one with a place of its own."""
        return io.BufferedReader(Reading(self.file), CHUNK)

    def close(self):
        self.file.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


class Reading(io.RawIOBase):
    """One reading of a file that is read several times, perhaps at once."""

    def __init__(self, file):
        self.file = file
        self.place = 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self.place

    def seek(self, offset, whence=os.SEEK_SET):
        self.file.seek(self.place)
        self.place = self.file.seek(offset, whence)
        return self.place

    def readinto(self, buffer):
        self.file.seek(self.place)
        count = self.file.readinto(buffer)
        self.place += count
        return count


def open_input(source, *, stdin=None, most_bytes=LARGEST_FILE):
    """The Input of a path, of "-" for standard input, or of an https address.

    Raises Unreadable.
    """
    source = str(source)
    if source == "-":
        file = kept(stdin or sys.stdin.buffer, most_bytes)
        return Input(_("standard input"), file, most_bytes=most_bytes)
    if "://" in source:
        return fetched_input(source, most_bytes)
    return Input(Path(source).name, opened(source, most_bytes), most_bytes=most_bytes)


def input_of_bytes(name, content, address="", *, most_bytes=LARGEST_FILE):
    """The Input of an upload. Raises Unreadable."""
    return Input(name, io.BytesIO(content), address=address, most_bytes=most_bytes)


def fetched_input(source, most_bytes):
    # httpx takes memory from each process of the server, most of which fetch nothing.
    from publishing.fetching import fetch

    address = content_api_address(source)
    most_bytes = min(most_bytes, LARGEST_ANSWER)
    try:
        answer = fetch(address, seconds=SECONDS_TO_ANSWER, most_bytes=most_bytes, accept=ACCEPTED)
    except NotFetched as error:
        raise Unreadable(error.sentence) from error
    if not 200 <= answer.status < 300:
        raise Unreadable(_("The site answers %(status)s.") % {"status": words_of(answer.status)})
    return input_of_bytes(source, answer.body, address, most_bytes=most_bytes)


def words_of(status):
    """404 Not Found."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def content_api_address(address):
    """Where GOV.UK gives the page as data, for a page of GOV.UK; else the address as it is.

    https://content-api.publishing.service.gov.uk/getting-started.html
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    path = parts.path.rstrip("/")
    is_page = parts.scheme == "https" and parts.netloc.lower() in ("www.gov.uk", "gov.uk")
    if not is_page or not path or NOT_PAGES.search(path):
        return address
    return f"https://www.gov.uk/api/content{path}"


def opened(source, most_bytes):
    """The file at the path. What is no plain file, such as a pipe, is kept first."""
    try:
        file = open(source, "rb", buffering=0)  # noqa: SIM115 - whoever asked closes it
    except IsADirectoryError as error:
        raise Unreadable(of_folder(source)) from error
    except FileNotFoundError as error:
        raise Unreadable(_("There is no such file.")) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Unreadable(_("It cannot be read: %(reason)s.") % {"reason": reason}) from error
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    with file:
        return kept(file, most_bytes)


def of_folder(path):
    if (Path(path) / "datapackage.json").is_file():
        return _("It is a data package: import_register reads it.")
    return _("It is a folder. Name a file in it.")


def kept(stream, most_bytes):
    """A temporary file with what the stream gives, which is gone when it is closed."""
    with ExitStack() as closing:
        file = closing.enter_context(tempfile.TemporaryFile())
        for chunk in chunks_of(stream, most_bytes):
            file.write(chunk)
        closing.pop_all()
    return file


def unpacked(file, most_bytes):
    """A temporary file with what gzip had packed. A small file may unpack to a huge one."""
    try:
        with gzip.GzipFile(fileobj=Reading(file)) as stream:
            return kept(stream, most_bytes)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(_("It is packed with gzip, but broken or cut off.")) from error


def measure(file, most_bytes):
    """(how many bytes, their SHA-256 in hexadecimal)."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks_of(file, most_bytes):
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()


def chunks_of(stream, most_bytes):
    """Raises Unreadable as soon as there is more than is read."""
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > most_bytes:
            raise Unreadable(
                _("It holds more than %(count)s MB.") % {"count": most_bytes // MEGABYTE}
            )
        yield chunk
