"""Parts of a page that are the same on every page, written once in each process."""

from django import template
from django.conf import settings
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language

register = template.Library()


class LastingNode(template.Node):
    # Nobody looks for blocks in it: it holds none.
    child_nodelists = ()

    def __init__(self, nodelist, variable):
        self.nodelist, self.variable, self.written = nodelist, variable, {}

    def render(self, context):
        value = self.variable.resolve(context) if self.variable else None
        key = value, get_language(), get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF
        if key not in self.written:
            self.written[key] = self.nodelist.render(context)
        return self.written[key]


@register.tag
def lasting(parser, token):
    """{% lasting %}…{% endlasting %}: words and addresses that hang on nothing of the page.

    {% lasting section %}: on this one variable alone, whose values are few and the site's own.
    """
    _name, *variables = token.split_contents()
    if len(variables) > 1:
        raise template.TemplateSyntaxError("{% lasting %} takes one variable at most.")
    nodelist = parser.parse(("endlasting",))
    parser.delete_first_token()
    variable = parser.compile_filter(variables[0]) if variables else None
    return LastingNode(nodelist, variable)
