"""What a source is: told from its content, whatever its name says."""

import re
from itertools import islice

from django.utils.translation import gettext as _

from imports.problems import Unreadable

from .archives import is_zip, open_archive
from .encodings import encoding_of
from .govuk import is_govuk
from .json_documents import JsonLinesReader, JsonReader, has_lines
from .ror import MOST_UNPACKED, is_ror, is_ror_id

HEAD = 64 * 1024
ENOUGH = 20
# The first that is found says what a text in angle brackets is.
ROOT = re.compile(r"<(?:[\w.-]+:)?(rss|feed|rdf|channel|html|head|body|urlset|opml)\b", re.I)
FEEDS = {"rss", "feed", "rdf", "channel"}
WEB_PAGES = {"html", "head", "body"}
MAGIC = {
    b"%PDF": lambda: _("It is a PDF. Tables and records are read, not documents."),
    b"\xd0\xcf\x11\xe0": lambda: _(
        "It is a workbook of the old kind, or one with a password. Save it as XLSX without one."
    ),
    b"\x1f\x8b": lambda: _("It is packed with gzip more than once."),
    b"\x89PNG": lambda: _("It is a picture."),
    b"\xff\xd8\xff": lambda: _("It is a picture."),
}


def recognise(input):
    """The key of the format. Raises Unreadable for what no reader reads."""
    head = input.open().read(HEAD)
    if not head:
        raise Unreadable(_("The file is empty."))
    for magic, sentence in MAGIC.items():
        if head.startswith(magic):
            raise Unreadable(sentence())
    if is_zip(input):
        return format_of_zip(input)
    text = head.decode(encoding_of(input.open()), "replace").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return format_of_markup(text)
    if text.startswith(("{", "[")):
        return format_of_json(input)
    if text.count("\0") > len(text) // 100:
        raise Unreadable(_("It is no text, and no format that is read."))
    return "csv"


def format_of_zip(input):
    names = open_archive(input.open(), MOST_UNPACKED).namelist()
    if "datapackage.json" in names:
        return "package"
    if any(name.startswith("xl/worksheets/") for name in names):
        return "xlsx"
    if any(name.lower().endswith(".json") for name in names):
        return "ror"
    raise Unreadable(_("It is a zip, but no workbook and no registry."))


def format_of_markup(text):
    found = ROOT.search(text)
    root = found[1].lower() if found else ""
    if root in FEEDS:
        return "feed"
    if root in WEB_PAGES or text[:9].lower() == "<!doctype":
        raise Unreadable(_("It is a web page, not the data itself."))
    raise Unreadable(_("It is XML, but no feed."))


def format_of_json(input):
    reader = JsonLinesReader(input) if has_lines(input) else JsonReader(input)
    some = islice(reader.rows(), ENOUGH)
    first = next((row.values for row in some if not row.problem), {})
    if is_ror(first) or is_ror_id(first.get("id")):
        return "ror"
    if is_govuk(first):
        return "govuk"
    if is_json_feed(input, reader):
        return "feed"
    return reader.format


def is_json_feed(input, reader):
    """https://www.jsonfeed.org/version/1.1/ – its version is an address of that site."""
    head = input.open().read(HEAD).decode("utf-8", "replace")
    pattern = r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/'
    return reader.format == "json" and re.search(pattern, head) is not None
