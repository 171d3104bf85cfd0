from django import template
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from publishing.facts import fact_path
from publishing.richtext import printable

register = template.Library()


@register.filter
def rich_text(html):
    """An editor's rich text, sanitised once more."""
    return printable(html)


@register.inclusion_tag("publishing/_source_marks.html")
def source_marks(facts, *path):
    """The numbered marks of the sources of one fact, and the values of those that differ."""
    fact = fact_path(*path)
    return {"sources": facts.marks(fact), "differing": facts.differing(fact)}


@register.filter
def language_words(code):
    """The name of a language; the code itself where Django has no name for it."""
    if code == "zh":
        return _("Chinese")
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code
