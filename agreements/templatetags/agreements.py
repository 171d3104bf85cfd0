from django import template
from django.urls import reverse
from django.utils.translation import get_language_info

from agreements import words
from agreements.coming import next_in_words, next_of
from agreements.connections import links_in_words, number_of_linked
from agreements.days_counted import days_counted, days_of_record_counted, others_in_words
from agreements.pictograms import level_class_of, symbol_of
from exports.offered import address_with_filters
from publishing.heads import absolute

register = template.Library()
register.filter("symbol", symbol_of)
register.filter("level_class", level_class_of)
register.filter("links_in_words", links_in_words)
register.filter("number_of_linked", number_of_linked)
register.filter("next_in_words", next_in_words)
register.filter("next_of", next_of)
register.filter("parties_named", words.parties_named)
register.filter("amount_in_words", words.amount_in_words)
register.filter("level_in_a_word", words.level_in_a_word)


@register.filter
def status_on(agreement, day):
    """The DerivedStatus on that day; `code` and `label` are what _status.html takes."""
    return agreement.status_on(day)


@register.simple_tag
def event_words(event, agreement, day):
    return words.event_words(event, agreement.legal_character, day)


@register.filter
def date_words(event):
    return words.date_words(event)


@register.filter
def language_name(code):
    """ "Japanese" for "ja"; a code that Django does not know as it is."""
    try:
        return get_language_info(code.lower())["name_translated"]
    except KeyError:
        return code


@register.inclusion_tag("agreements/_pictogram.html")
def pictogram(agreement):
    """The mark of its kind and level; always print the kind in words beside it."""
    return {"symbol": symbol_of(agreement), "level": level_class_of(agreement)}


@register.inclusion_tag("agreements/_row.html")
def agreement_row(agreement, day, says_next=False):
    """A row of ul.recs below an h2; needs with_row_details(), `says_next` with_milestones()."""
    return {"agreement": agreement, "day": day, "says_next": says_next}


@register.inclusion_tag("agreements/_calendar.html", takes_context=True)
def calendar_of_list(context):
    """The dates of what a list found as a file for calendars; a preview has none."""
    if getattr(context["request"], "preview", None):
        return {}
    filterset = context["filter"]
    days = days_counted(filterset)
    address = address_with_filters(reverse("agreements_file", args=["ics"]), filterset)
    return {
        "days": days,
        "others": others_in_words(days),
        "address": address,
        # Programs of calendars open it, and read the file again from time to time.
        "subscription": f"webcal://{absolute(address).partition('://')[2]}",
    }


@register.inclusion_tag("agreements/_calendar_of_record.html", takes_context=True)
def calendar_of_record(context):
    """The same of one agreement as it is today."""
    record = context["record"]
    hidden = record.is_withdrawn or context["as_of"].given
    if hidden or getattr(context["request"], "preview", None):
        return {}
    days = days_of_record_counted(record)
    return {"record": record, "days": days, "others": others_in_words(days)}
