"""Draws the pictures: what stands in fusionsite/pictures, with the words of the records."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements import words
from agreements.pictograms import level_class_of
from fusionsite.pictures import lineage as picture

register = template.Library()


@register.inclusion_tag("fusionsite/_lineage_strip.html")
def lineage_strip(side, which):
    """The curves between this record and one side of its lineage."""
    return {"curves": picture.strip(side.lines, which), "which": which}


@register.simple_tag
def lineage_drawing(lineage, day):
    """A pictures.lineage.Drawing of an agreements.lineage.Lineage, for a file of its own."""
    this = picture.Text(
        title=lineage.agreement.title,
        below=(words.kind_and_date(lineage.agreement, day), lineage.agreement.identifier),
        level=level_of(lineage.agreement),
    )
    headings = (_("It builds on"), _("This record"), _("What came of it"))
    return picture.drawing(
        texts_of(lineage.earlier, day), this, texts_of(lineage.later, day), headings
    )


def texts_of(side, day):
    if not side.all:
        return [picture.Text(title=_("Nothing is recorded yet"), line="more")]
    texts = [text_of(card, day) for card in side.cards]
    if side.more:
        title = ngettext("and %(count)s more", "and %(count)s more", side.more)
        texts.append(picture.Text(title=title % {"count": side.more}, line="more"))
    return texts


def text_of(card, day):
    if card.milestone:
        happened = card.milestone
        below = f"{happened.get_kind_display()}, {happened.partial_date}"
        return picture.Text(title=happened.text, below=(below,), line=card.line)
    level = words.level_in_a_word(card.other)
    further = tuple(f"{each.label}: {each.other.title}" for each in card.further)
    return picture.Text(
        title=card.other.title,
        above=f"{card.relation} · {level}" if level else card.relation,
        below=(words.kind_and_date(card.other, day), *further),
        level=level_of(card.other),
        line=card.line,
    )


def level_of(agreement):
    """The level whose colour a mark has; one of two sides goes by the public one."""
    name = level_class_of(agreement).removeprefix("lv-")
    return "gov" if name == "mixed" else name
