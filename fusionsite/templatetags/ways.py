from django import template

from fusionsite import ways as known

register = template.Library()


@register.simple_tag
def ways():
    """{name: Way}: the foot of every page leads to some of them."""
    return known.ways()
