"""JSON values that are taken as they stand, or told why not.

https://www.rfc-editor.org/rfc/rfc8259 leaves open what a name that stands twice means, and how
exact a number is: here the one is refused, and the other kept.
"""

import json
import re
from decimal import Decimal

from django.utils.translation import gettext as _

# Characters of one record, and of one text in it.
LONGEST_RECORD = 4_000_000
LONGEST_TEXT = 1_000_000
LONGEST_NUMBER = 40
# The exponent is bounded as well: 1e999999999 would be a gigabyte of figures.
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d{1,2})?", re.ASCII)
DEEPEST = 20
# Half of a pair of UTF-16, which no text of Unicode holds alone.
SURROGATE = re.compile("[\ud800-\udfff]")
ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Refused(Exception):
    """A value that is JSON, but not taken; the message is a sentence."""


def object_of(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise Refused(_("“%(name)s” stands twice in one object.") % {"name": doubled[:100]})
    return found


def exact_number(text):
    if NUMBER.fullmatch(text) and len(text) <= LONGEST_NUMBER:
        return Decimal(text)
    raise Refused(_("A number has more figures than are read."))


def refuse_constant(name):
    raise Refused(_("%(name)s is no number.") % {"name": name})


DECODER = json.JSONDecoder(
    object_pairs_hook=object_of, parse_float=exact_number, parse_constant=refuse_constant
)
# Finds where a value ends that was refused.
LENIENT = json.JSONDecoder()


def problem_of(value, text, start, end):
    """Why the value that stands in the text from start to end is not taken; empty if it is."""
    if not isinstance(value, dict):
        return _("It is no object.")
    if end - start > LONGEST_RECORD:
        return too_long()
    if is_deeper(value, DEEPEST):
        return _("It is nested more than %(depth)s levels deep.") % {"depth": DEEPEST}
    if end - start > LONGEST_TEXT and any(len(each) > LONGEST_TEXT for each in texts_in(value)):
        return _("A text in it has more than %(count)s characters.") % {
            "count": f"{LONGEST_TEXT:,}"
        }
    if ESCAPED_SURROGATE.search(text, start, end) and any(map(SURROGATE.search, texts_in(value))):
        return _("A text in it holds half a character.")
    return ""


def is_deeper(value, depth):
    if depth == 0:
        return True
    for each in value.values() if type(value) is dict else value:
        if type(each) in (dict, list) and is_deeper(each, depth - 1):
            return True
    return False


def texts_in(value):
    """Every text of a value, names included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)


def too_long():
    return _("It has more than %(count)s characters.") % {"count": f"{LONGEST_RECORD:,}"}
