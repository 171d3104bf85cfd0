"""What XML may hold, looked at before a parser sees it."""

import codecs
import re

from django.utils.translation import gettext as _

from imports.problems import Unreadable

MOST_DEPTH = 1_000
MOST_NAMESPACES = 200
MOST_ENTRIES = 20_000
# A parser takes seconds and hundreds of megabytes for more of these.
MOST_SIGNS = {b"<": 500_000, b"&": 2_000_000, b"=": 300_000}

ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
NAMESPACE = re.compile(rb"""xmlns(?::[^\s=]*)?\s*=\s*["'][^"']*""")
TOKEN = re.compile(rb"<(?:(!\[CDATA\[|!--)|(/?)(?:[\w.-]+:)?(\w[\w.-]*)[^<>]*?(/?)>)")
ENDS = {b"![CDATA[": b"]]>", b"!--": b"-->"}
ENTRY_NAMES = {b"item", b"entry"}

DECLARED_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.-]{1,40})["']""")
# In these a declaration can be written with other bytes than its letters.
HIDING_CODECS = {"utf-7", "cp037", "cp500", "cp1140", "cp1026", "cp273", "cp424", "cp875"}
EBCDIC_DECLARATION = b"\x4c\x6f\xa7\x94"


def check_bounds(content, encoding=None):
    """Raises Unreadable for entities, and for what would keep a parser busy without end."""
    # UTF-16 and UTF-32 are the same letters with zeros between them.
    letters = content.replace(b"\0", b"")
    hides = codec_name(encoding or declared_encoding(content)) in HIDING_CODECS
    if hides or content.startswith(EBCDIC_DECLARATION) or ENTITY.search(letters):
        raise Unreadable(_("It declares entities of its own, which are not read."))
    if any(letters.count(sign) > most for sign, most in MOST_SIGNS.items()):
        raise Unreadable(_("It holds more elements than are read."))
    if len(set(NAMESPACE.findall(letters))) > MOST_NAMESPACES:
        raise Unreadable(_("It names more vocabularies than are read."))
    check_elements(letters)


def check_elements(letters):
    depth = entries = position = 0
    while match := TOKEN.search(letters, position):
        opaque, closing, name, closed = match.groups()
        position = match.end()
        if opaque:
            end = letters.find(ENDS[opaque], position)
            position = len(letters) if end < 0 else end
        elif closing:
            depth = max(depth - 1, 0)
        else:
            depth += not closed
            entries += name.lower() in ENTRY_NAMES
        if depth > MOST_DEPTH:
            raise Unreadable(_("Its elements are nested too deeply."))
        if entries > MOST_ENTRIES:
            message = _("It has more than %(most)s entries.")
            raise Unreadable(message % {"most": MOST_ENTRIES})


def declared_encoding(content):
    declared = DECLARED_ENCODING.search(content[:1000])
    return declared[1].decode("ascii", "replace") if declared else "utf-8"


def codec_name(declared):
    try:
        return codecs.lookup(declared).name
    except LookupError:
        return ""
