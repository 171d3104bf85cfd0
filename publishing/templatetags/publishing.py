from django import template
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from publishing import piles
from publishing.facts import fact_path
from publishing.models import Change
from publishing.richtext import printable
from publishing.rights import kinds_for
from publishing.rows_of_records import page_of

register = template.Library()

CHANGES_ON_THE_DESK = 8


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


@register.simple_tag
def desk_of(user):
    """[(heading, piles)] of what waits for this editor."""
    return piles.desk_of(user)


@register.simple_tag
def newest_changes(user):
    """[(address of its record's form, Change)] of what readers were told of last."""
    changes = Change.objects.filter(content_type__in=kinds_for(user)).newest_first()
    changes = changes.prefetch_related("record")[:CHANGES_ON_THE_DESK]
    return [(page_of(change.record, "change"), change) for change in changes if change.record]
