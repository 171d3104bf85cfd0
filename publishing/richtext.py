"""Rich text: sanitised when it is saved and again when it is printed."""

import nh3
from django.utils.safestring import mark_safe
from django_prose_editor.fields import ProseEditorField

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
    """
    if not html:
        return ""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener",
        url_relative=("rewrite_with_base", base) if base else "pass_through",
    )


def printable(html):
    return mark_safe(sanitise(html))  # noqa: S308 - the only place where HTML is trusted


class RichTextField(ProseEditorField):
    def __init__(self, *args, **options):
        options.setdefault("extensions", EXTENSIONS)
        options["sanitize"] = sanitise
        super().__init__(*args, **options)

    def pre_save(self, record, add):
        html = sanitise(getattr(record, self.attname))
        setattr(record, self.attname, html)
        return html
