"""Where what a page shows can be had as a file, told to people and to programs."""

from django import template
from django.utils.translation import gettext as _

from exports.offered import list_offers, record_offers
from publishing.heads import absolute

register = template.Library()

FEED = "application/atom+xml"
CALENDAR = "text/calendar"


@register.inclusion_tag("exports/_alternates.html", takes_context=True)
def alternates(context):
    """For the head of a page: the same in other formats. A preview is not to be had in any."""
    request = context.get("request")
    if request is None or getattr(request, "preview", None):
        return {}
    offers = [
        (each.label, media_type_of(each), absolute(address))
        for each, address in offers_on(context, request)
    ]
    return {"offers": offers, "title": context.get("head_title", "")}


def offers_on(context, request):
    section, match = context.get("section"), request.resolver_match
    if context.get("filter") is not None:
        return list_offers(section, context["filter"])
    as_of = context.get("as_of")
    if context.get("record") is None or match is None or (as_of and as_of.given):
        return []
    offers = record_offers(section, context["record"])
    if match.url_name == "history":
        # Of the formats of a record its feed alone is about its history.
        return [(each, address) for each, address in offers if is_feed(each)]
    return offers if match.url_name == "detail" else []


@register.inclusion_tag("exports/_take.html", takes_context=True)
def take_away(context):
    """Below a list: the files that have its rows. Nothing below an empty one, or in a preview."""
    found = context["filter"]
    preview = getattr(context["request"], "preview", None)
    count = context["page_obj"].paginator.count
    if preview or not count:
        return {}
    offers = [
        (words_of(each, found), media_type_of(each), address)
        for each, address in list_offers(context["section"], found)
    ]
    return {"offers": offers, "count": count}


def words_of(each, found):
    """What a link to a format says: of a file its name, of what goes on arriving what it does."""
    if is_feed(each):
        return _("Follow these filters by feed") if found.chips else _("Follow this list by feed")
    if each.content_type.startswith(CALENDAR):
        return _("Dates for your calendar")
    return each.label


def media_type_of(each):
    return each.content_type.partition(";")[0]


def is_feed(each):
    return each.content_type.startswith(FEED)
