"""Where what a page shows can be had as a file, told to people and to programs."""

from django import template

from exports.offered import list_offers, record_offers
from publishing.heads import absolute

register = template.Library()


@register.inclusion_tag("exports/_alternates.html", takes_context=True)
def alternates(context):
    """For the head of a page: the same in other formats. A preview is not to be had in any."""
    request = context.get("request")
    if request is None or getattr(request, "preview", None):
        return {}
    offers = [
        (each.label, each.media_type, absolute(address))
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
        return [(each, address) for each, address in offers if each.is_of_history]
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
        (each.offered(found), each.media_type, address)
        for each, address in list_offers(context["section"], found)
    ]
    return {"offers": offers, "count": count}
