from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from exports.lists import named_by_filters
from exports.offered import address_with_filters
from publishing.heads import absolute

register = template.Library()

LINE = (
    '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" style="border:0"></iframe>'
)


@register.inclusion_tag("exports/_embed_line.html", takes_context=True)
def embed_line(context, embed, name, height=720):
    """The line to copy that shows a list on another site; a preview has none.

    `embed`: the name of its address there; `name`: what the list is called.
    """
    if getattr(context["request"], "preview", None):
        return {}
    filterset = context["filter"]
    title = f"{named_by_filters(name, filterset)} – {_('Fusion Cooperation Register')}"
    address = absolute(address_with_filters(reverse(embed), filterset))
    return {"address": address, "line": format_html(LINE, address, title, height)}
