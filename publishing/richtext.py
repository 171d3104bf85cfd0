"""Rich text: sanitised when it is saved and again when it is printed."""

import re
from html import unescape

import nh3
from django.utils.html import json_script, strip_tags
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django_prose_editor.fields import ProseEditorField

from .markup_bounds import as_plain_text, is_endless

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "dl", "dt", "em", "h2",
    "h3", "h4", "hr", "i", "li", "ol", "p", "pre", "strong", "sub", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
SCHEMES = {"http", "https", "mailto"}
MOST_PASSES = 5


def cleaner(relative="pass_through"):
    return nh3.Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener",
        url_relative=relative,
    )


CLEANER = cleaner()
LEADING_BREAKS = re.compile(r"<pre>\n+")
WITH_ANCHORS = re.compile(r"<(?P<tag>h2|h3|td)>(?P<words>.*?)</(?P=tag)>", re.DOTALL)
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Heading": {"levels": [2, 3]},
    "Link": {"protocols": ["http", "https", "mailto"]},
    "Blockquote": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HardBreak": True,
}


def sanitise(html, *, base=None):
    """Keep what a text needs; drop scripts, styles, handlers and addresses that are not links.

    `base` is the address of the page that the text comes from: its relative links begin there.
    What is clean stays as it is: a text that was saved twice has not changed. One that no reader
    of HTML would be done with becomes plain text.
    """
    if not html:
        return ""
    if is_endless(html):
        return as_plain_text(html)
    cleaned = cleaned_once(html, cleaner(("rewrite_with_base", base)) if base else CLEANER)
    for _pass in range(MOST_PASSES):
        before, cleaned = cleaned, cleaned_once(cleaned)
        if cleaned == before:
            break
    return cleaned


def cleaned_once(html, by=CLEANER):
    """Where a tag was dropped, others may stand that the next reader moves."""
    # A reader of HTML drops the first line break in <pre>, and takes a carriage return for one.
    return LEADING_BREAKS.sub("<pre>", by.clean(html).replace("\r", "\n"))


def printable(html):
    return mark_safe(sanitise(html))  # noqa: S308 - HTML is trusted in this file alone


def printable_with_anchors(html):
    """The text with an address for each heading and each term of its tables, for links to them.

    A cell that is no sentence is a term. A term that is explained twice has its plain address once;
    with that of its heading in front, such as "statuses-signed", each has its own.
    """
    seen, heading = {"main", "sources"}, ""

    def with_anchor(found):
        nonlocal heading
        tag, words = found["tag"], strip_tags(found["words"]).strip()
        name = slugify(unescape(words))
        if not name or words.endswith("."):
            return found[0]
        if tag == "td":
            names = [name, f"{heading}-{name}"]
        else:
            heading, names = name, [name]
        free = [name for name in names if name not in seen]
        seen.update(free)
        if not free:
            return found[0]
        second = f'<span id="{free[1]}"></span>' if free[1:] else ""
        return f'<{tag} id="{free[0]}">{second}{found["words"]}</{tag}>'

    anchored = WITH_ANCHORS.sub(with_anchor, sanitise(html))
    return mark_safe(anchored)  # noqa: S308 - HTML that was made clean, and names of [a-z0-9_-]


def printable_json(value):
    """A block of data for machines, https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html.

    No browser runs it. Django writes <, > and & as JSON has them, so that no words end the block,
    but knows no other type than its own.
    """
    if not value:
        return ""
    block = json_script(value).replace("application/json", "application/ld+json", 1)
    return mark_safe(block)  # noqa: S308 - what json_script() made, but for the type


class RichTextField(ProseEditorField):
    def __init__(self, *args, **options):
        options.setdefault("extensions", EXTENSIONS)
        options["sanitize"] = sanitise
        super().__init__(*args, **options)

    def pre_save(self, record, add):
        html = sanitise(getattr(record, self.attname))
        setattr(record, self.attname, html)
        return html
