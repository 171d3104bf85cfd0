"""Rich text from plain or marked up text, and the other way."""

import html
import re

import nh3
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext as _

from publishing.richtext import sanitise

from .words import CONTROL, INVISIBLE, readable, text

# A tag and nothing that only looks like one: "p < 0.05" and "<name>" stay words.
ELEMENTS = (
    "a abbr article aside b blockquote body br caption cite code dd del details div dl dt em "
    "embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img "
    "input ins li link main math meta nav object ol p pre s script section small span strong style "
    "sub sup svg table tbody td textarea tfoot th thead title tr u ul video"
)
TAG = re.compile(rf"</?(?:{ELEMENTS.replace(' ', '|')})(?:\s[^<>]*|/)?>", re.IGNORECASE)
# Words on either side of these do not run together.
BREAKING = re.compile(r"(?=</?(?:br|caption|dd|div|dt|h[1-6]|hr|li|p|td|th|tr)\b)", re.IGNORECASE)
OPENING_OR_CLOSING = re.compile(r"<(/?)([a-z][\w:-]*)", re.IGNORECASE)
# They close by themselves, so that a text may open any number of them.
SELF_CLOSING = {
    "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "p", "source", "tbody",
    "td", "tfoot", "th", "thead", "tr", "wbr",
}  # fmt: skip
# The time that sanitising takes grows with the square of depth and of ampersands.
LONGEST_TEXT = 1_000_000
MOST_AMPERSANDS = 50_000
MOST_DEPTH = 200
EMPTY_LINES = re.compile(r"\n\s*\n")


def rich_text(value, *, base=None):
    """Sanitised HTML; plain text becomes paragraphs. `base` is what relative links begin from."""
    written = readable(value).strip()
    if not TAG.search(written):
        written = paragraphs(written)
    check_bounds(written)
    return sanitise(written, base=base)


def paragraphs(written):
    lines = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", INVISIBLE.sub("", written))
    return "".join(
        f"<p>{'<br>'.join(escape(line.strip()) for line in block.splitlines())}</p>"
        for block in EMPTY_LINES.split(lines)
        if block.strip()
    )


def plain_text(value):
    """The words of marked up text on one line; what scripts and styles hold is left out."""
    spaced = BREAKING.sub(" ", visible(value))
    check_bounds(spaced)
    return text(visible(html.unescape(nh3.clean(spaced, tags=set()))))


def check_bounds(marked):
    if len(marked) > LONGEST_TEXT:
        message = _("The text is longer than the %(longest)s characters that are read.")
        raise ValidationError(message % {"longest": LONGEST_TEXT})
    if marked.count("&") > MOST_AMPERSANDS:
        raise ValidationError(_("The text holds more ampersands than are read."))
    depth = 0
    for closing, name in OPENING_OR_CLOSING.findall(marked):
        if name.lower() not in SELF_CLOSING:
            depth = max(depth - 1, 0) if closing else depth + 1
        if depth > MOST_DEPTH:
            raise ValidationError(_("The markup of the text is nested too deeply."))


def visible(value):
    """The text without characters that nobody sees: the words of others are read, not refused."""
    return CONTROL.sub(" ", value) if isinstance(value, str) else readable(value)
