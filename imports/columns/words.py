"""Words, codes and addresses."""

import json
import re
import unicodedata
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cache, lru_cache
from heapq import nlargest

from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from publishing.languages import LONGEST_CODE, LanguageField
from publishing.web_addresses import WebAddressField, validate_web_address

MOST_VALUES = 1000
NEAREST = 3
LONGEST_ECHO = 60
LONGEST_ADDRESS = WebAddressField().max_length
SEPARATOR = ";"
JOINING = dict.fromkeys(map(ord, "_-–"), " ")
# What is neither white space nor a letter, lone halves of a pair, and the two marks that turn the
# order of the letters around, so that a reader sees another text.
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202d\u202e]")
# They show nothing, and keep a pasted name from equalling the same name.
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
ESCAPED_CHARACTER = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.IGNORECASE)


def text(value, longest=None):
    """One line: white space collapsed, nothing that a person cannot see.

    Signs of markup are text like any other: they are escaped wherever they are printed.
    """
    line = " ".join(INVISIBLE.sub("", readable(value)).split())
    if longest is not None and len(line) > longest:
        message = _("The text has %(length)s characters; there is room for %(longest)s.")
        raise ValidationError(message % {"length": len(line), "longest": longest})
    return line


def tidied(written):
    """A text without what nobody sees, line by line: what a cell and a form keep may differ in it.

    Unlike text() it refuses nothing.
    """
    lines = unicodedata.normalize("NFC", INVISIBLE.sub("", written)).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def readable(value):
    """The text of a cell with its lines as they are, or ValidationError for what is no text."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise ValidationError(_("This should be a text."))
    try:
        written = unicodedata.normalize("NFC", str(value))
    except ValueError:
        # Python writes no whole number of more than some thousand figures.
        raise ValidationError(_("This number is too long.")) from None
    control = CONTROL.search(written)
    if control:
        message = _("The text holds a control character (U+%(code)s).")
        raise ValidationError(message % {"code": f"{ord(control[0]):04X}"})
    return written


def echo(value):
    """What was read, short enough for a sentence."""
    line = " ".join(str(value).split())
    return line if len(line) <= LONGEST_ECHO else f"{line[: LONGEST_ECHO - 1]}…"


def several(value, longest=None):
    """The values of "a; b ;c", or of a list of JSON, which may hold the semicolon itself."""
    found = [text(part, longest) for part in parts_of(value)]
    found = [part for part in found if part]
    if len(found) > MOST_VALUES:
        message = _("There are %(number)s values; there is room for %(most)s.")
        raise ValidationError(message % {"number": len(found), "most": MOST_VALUES})
    return found


def parts_of(value):
    if isinstance(value, list):
        return value
    written = readable(value)
    listed = json_list(written)
    if listed is not None:
        return listed
    escaped = ESCAPED_CHARACTER.search(written)
    if escaped:
        message = _("Write the character itself instead of “%(escaped)s”.")
        raise ValidationError(message % {"escaped": echo(escaped[0])})
    return written.split(SEPARATOR)


def json_list(written):
    if not written.lstrip().startswith("["):
        return None
    try:
        listed = json.loads(written)
    except (ValueError, RecursionError):
        return None
    return listed if isinstance(listed, list) else None


def code(value, choices):
    """The code of a choice, given by its code or its label; "" for an empty cell.

    `choices`: pairs of code and label, or Django's Choices.
    """
    wanted = text(value)
    if not wanted:
        return ""
    if not isinstance(choices, type):
        choices = tuple((its_code, str(label)) for its_code, label in choices)
    known = spellings(choices, get_language())
    if folded(wanted) in known:
        return known[folded(wanted)]
    message = _("“%(value)s” is not known.") % {"value": echo(wanted)}
    if near := nearest(folded(wanted), known):
        message += " " + _("The nearest are %(nearest)s.") % {"nearest": ", ".join(near)}
    raise ValidationError(message)


@lru_cache(maxsize=100)
def spellings(choices, language):
    """{folded code or label: code}; where they collide the code counts.

    `language` is that of the labels, which say other words in another one.
    """
    listed = getattr(choices, "choices", choices)
    pairs = [(its_code, label) for its_code, label in listed if its_code]
    by_label = {folded(label): its_code for its_code, label in pairs}
    return by_label | {folded(its_code): its_code for its_code, label in pairs}


def folded(words):
    return " ".join(str(words).translate(JOINING).casefold().split())


def nearest(wanted, known):
    """The codes whose own or whose label's spelling is most like what was written."""
    matcher = SequenceMatcher(b=wanted[:LONGEST_ECHO], autojunk=False)
    likeness = {}
    for spelling, its_code in known.items():
        matcher.set_seq1(spelling)
        likeness[its_code] = max(likeness.get(its_code, 0), matcher.ratio())
    return nlargest(NEAREST, likeness, key=likeness.get)


def web_address(value, longest=None):
    address = text(value)
    if address.casefold().startswith("www."):
        message = _("Write the whole address, beginning with https://: “https://%(address)s”.")
        raise ValidationError(message % {"address": echo(address)})
    if not address:
        return ""
    validate_web_address(address)
    return text(address, longest or LONGEST_ADDRESS)


def language(value):
    """A code such as en, ja or pt-BR; "EN", "en_gb" and "Japanese" are read as well."""
    written = text(value).replace("_", "-").casefold()
    if not written:
        return ""
    subtags = languages_by_name().get(written, written).split("-")
    tag = "-".join([subtags[0].lower(), *map(cased, subtags[1:])])
    for validate in LanguageField.default_validators:
        validate(tag)
    return text(tag, LONGEST_CODE)


def cased(subtag):
    return subtag.title() if len(subtag) == 4 else subtag.upper()


@cache
def languages_by_name():
    return {
        known["name"].casefold(): its_code
        for its_code, known in LANG_INFO.items()
        if "name" in known
    }
