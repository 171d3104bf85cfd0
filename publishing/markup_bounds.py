"""What would keep a parser of HTML busy without end.

Its work grows with the square of how deeply elements stand in one another, and of how many
ampersands there are: the text of one form could hold a process up for minutes, at each reading.
"""

import re
from html import escape

DEEPEST = 1000
MOST_AMPERSANDS = 50_000

LOOSE_AMPERSAND = re.compile(r"&(?!#?[0-9A-Za-z]{1,32};)")
OPENING = re.compile(r"<[A-Za-z]")
# Tags as programs write them. In others a browser may see an end where this does not.
PLAIN_TAG = re.compile(r'<(/?)([A-Za-z][A-Za-z0-9]*)(?:\s+[A-Za-z-]+="[^"<>]*")*\s*/?>')
EMPTY = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


def is_endless(html):
    return html.count("&") > MOST_AMPERSANDS or is_too_deep(html)


def as_plain_text(html):
    """HTML without elements that shows what was written; of such a text, the text itself."""
    if "<" in html:
        return escape(html, quote=False)
    return LOOSE_AMPERSAND.sub("&amp;", html)


def is_too_deep(html):
    """Whether elements may stand more than DEEPEST in one another: rather yes than no."""
    if html.count("<") <= DEEPEST:
        return False
    tags = list(PLAIN_TAG.finditer(html))
    if len(tags) < html.count("<"):
        return sum(1 for _opening in OPENING.finditer(html)) > DEEPEST
    open_names = []
    for tag in tags:
        closing, name = tag[1], tag[2].lower()
        if closing:
            # An end that does not fit is passed over by browsers as well, or ends more than this.
            if open_names and open_names[-1] == name:
                open_names.pop()
        elif name not in EMPTY:
            open_names.append(name)
            if len(open_names) > DEEPEST:
                return True
    return False
