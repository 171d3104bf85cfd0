"""How a text is encoded: told from its first bytes, or said by a person."""

import codecs

from django.utils.translation import gettext as _

from imports.problems import Unreadable

UTF_8 = "utf-8-sig"
MARKS = [
    (codecs.BOM_UTF8, UTF_8),
    # A mark of UTF-32 begins like one of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
# Python knows others, some of which are no encodings of a text.
ENCODINGS = {
    "utf-8": UTF_8,
    "utf-16": "utf-16",
    "windows-1252": "cp1252",
    "latin-1": "latin-1",
    "iso-8859-2": "iso8859-2",
    "iso-8859-15": "iso8859-15",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "mac-roman": "mac-roman",
    "shift-jis": "cp932",
    "euc-jp": "euc-jp",
    "gb18030": "gb18030",
    "big5": "big5",
    "euc-kr": "cp949",
}
HEAD = 4096


def encoding_of(file, named=None):
    """Python's name of the encoding of a binary file, which is read from here on.

    `named`: what a person said. Raises Unreadable when that is not one of ENCODINGS.
    """
    if named:
        return known(named)
    head = file.read(HEAD)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    return unmarked_utf_16(head) or UTF_8


def known(named):
    wanted = named.strip().lower().replace("_", "-")
    if wanted in ENCODINGS:
        return ENCODINGS[wanted]
    try:
        wanted = codecs.lookup(wanted).name
    except (LookupError, ValueError):
        wanted = ""
    for encoding in ENCODINGS.values():
        if codecs.lookup(encoding).name.removesuffix("-sig") == wanted:
            return encoding
    raise Unreadable(
        _("“%(name)s” is no encoding that is read. Name one of these: %(names)s.")
        % {"name": named[:40], "names": ", ".join(ENCODINGS)}
    )


def unmarked_utf_16(head):
    """Every second byte of a text in Latin letters is 0 then."""
    pairs = len(head) // 2
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        empty = head[first::2].count(0)
        if empty > pairs * 0.4 and head[1 - first :: 2].count(0) < empty * 0.1:
            return encoding
    return None


def shown_name(encoding):
    """The encoding as a person names it."""
    names = {python: name for name, python in ENCODINGS.items()}
    return names.get(encoding, encoding[:6]).upper()
