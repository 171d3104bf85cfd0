from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from dates.partial import PartialDate
from dates.words import around_date

register = template.Library()


@register.filter
def partial_date(value):
    """Print a PartialDate, a Dated record or a stored value as a `<time>` element."""
    partial = _as_partial_date(value)
    if partial:
        before, after = around_date(partial.qualifier)
        return format_html(
            '{}<time datetime="{}">{}</time>{}',
            before,
            partial.datetime_attribute,
            partial.unqualified,
            after,
        )
    return format_html('<span class="gap">{}</span>', partial.note or _("Date not known"))


@register.filter
def sentence_date(value):
    """Print the same as plain text, to stand within a sentence."""
    partial = _as_partial_date(value)
    if not partial and partial.note:
        return partial.note
    return str(partial)


def _as_partial_date(value):
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, str) or value is None:
        return PartialDate(value or "")
    return value.partial_date
