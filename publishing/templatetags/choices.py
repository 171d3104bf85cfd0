"""The choices of a filter; a list has hundreds, and as a template they took half of its time."""

from django import template
from django.utils.html import format_html_join

register = template.Library()

CHOICE = (
    '<label class="check{}"><input type="checkbox" name="{}" value="{}"{}><span>{}</span>'
    '<span class="n">{}<span class="vh"> {}</span></span></label>\n'
)


@register.simple_tag
def choices(options, name):
    """Each found.Option of the filter of this name, with how many rows the list would have."""
    return format_html_join("", CHOICE, (parts_of(option, name) for option in options))


def parts_of(option, name):
    none, checked = "" if option.count else " none", " checked" if option.chosen else ""
    return none, name, option.value, checked, option.label, option.count, option.unit
