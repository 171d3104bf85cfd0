from django import template

from publishing.as_of import PARAMETER

register = template.Library()

# The page of a list on one day is another on the next.
NOT_KEPT = (PARAMETER, "page")


@register.filter
def asked_besides_the_day(request):
    """(name, value) of each parameter of the address that holds for another day too."""
    return [
        (name, value)
        for name, values in request.GET.lists()
        if name not in NOT_KEPT
        for value in values
    ]
