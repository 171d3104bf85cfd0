"""Marks in the form of a draft: what differs from what readers see, and what they see there."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from .comparing import text_of

CHANGED = "fr-changed"


def mark_changes(form, formsets, differences):
    """Add to each field that differs its live value; to each row, on its fields, too."""
    rows = {}
    for difference in differences:
        if difference.is_row:
            rows[difference.unit[2]] = difference
        else:
            mark_field(form, difference)
    for formset in formsets:
        for row_form in formset.forms:
            difference = rows.get(str(row_form.instance.pk))
            if difference and not row_form.instance._state.adding:
                mark_row(row_form, difference)


def mark_field(form, difference):
    # A partial date is one field of the form.
    name = next((n for n in difference.unit[1:] if n in form.fields), "when")
    field = form.fields.get(name)
    if field is None:
        return
    tag = format_html(' <span class="fr-tag">{}</span>', _("Changed"))
    field.label = format_html("{}{}", field.label, tag)
    was = format_html('<span class="fr-was">{} {}</span>', _("Live:"), printed(difference.old))
    field.help_text = format_html("{} {}", field.help_text, was) if field.help_text else was


def printed(pieces):
    if not pieces:
        return _("empty")
    words = [
        (format_html("<b>{}</b>", piece.text) if piece.changed else piece.text,) for piece in pieces
    ]
    return format_html_join("", "{}", words)


def mark_row(row_form, difference):
    """What a mouse and a screen reader find on each field of the row."""
    words = [f"{label}: {text_of(pieces)}" for label, pieces in difference.old_lines]
    if difference.sort == "added":
        said = _("Not live yet")
    else:
        said = _("Live: %(words)s") % {"words": "; ".join(words) or text_of(difference.old)}
    for field in row_form.fields.values():
        attrs = field.widget.attrs
        attrs["class"] = f"{attrs.get('class', '')} {CHANGED}".strip()
        attrs["title"] = said
