from django import template
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from publishing import piles
from publishing.facts import fact_path
from publishing.models import Change
from publishing.pictures import (
    USUAL_WIDTH,
    WIDTHS,
    narrower_name,
    size_of,
    smallest_name,
    widths_of,
)
from publishing.richtext import printable, printable_with_anchors
from publishing.rights import kinds_for
from publishing.rows_of_records import page_of

register = template.Library()

CHANGES_ON_THE_DESK = 8


@register.filter
def rich_text(html):
    """An editor's rich text, sanitised once more."""
    return printable(html)


@register.filter
def anchored_text(html):
    """An editor's rich text whose headings and terms can be linked to."""
    return printable_with_anchors(html)


@register.simple_tag
def term(word, part=""):
    """Where the glossary explains a word; `part`: the heading, for words that mean two things."""
    name = slugify(word)
    return f"{reverse('page', args=['about/terms'])}#{f'{part}-{name}' if part else name}"


@register.simple_tag(takes_context=True)
def source_marks(context, facts, *path):
    """The numbered marks of the sources of one fact, and the values of those that differ."""
    fact = fact_path(*path)
    # Most facts have none of their own, and a page asks dozens of times.
    if fact not in facts.by_fact:
        return ""
    marks = {"sources": facts.marks(fact), "differing": facts.differing(fact)}
    template_ = context.template.engine.get_template("publishing/_source_marks.html")
    return template_.render(context.new(marks))


@register.inclusion_tag("publishing/_picture.html")
def picture(file, alt, sizes, css_class="", first=False):
    """A stored picture in the width that the reader's screen wants.

    `sizes`: how wide it is printed, as HTML has it. `first`: it is among the first things seen.
    """
    name, url = str(file), default_storage.url
    size = size_of(name)
    addresses = {width: url(narrower_name(name, width)) for width in widths_of(name)}
    if size and size[0] <= max(WIDTHS):
        addresses[size[0]] = url(name)
    return {
        "src": addresses.get(USUAL_WIDTH, url(name)),
        "srcset": ", ".join(f"{address} {width}w" for width, address in addresses.items()),
        "sizes": sizes,
        "size": size,
        "alt": alt,
        "css_class": css_class,
        "first": first,
    }


@register.filter
def file_address(name):
    return default_storage.url(name)


@register.filter
def thumbnail_address(name):
    return default_storage.url(smallest_name(name))


@register.filter
def is_document(name):
    return name.endswith(".pdf")


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
