"""What pages of GOV.UK have in common among their details: days, changes, image, government."""

from typing import NamedTuple

from . import govuk_values as values

# From the largest to the smallest; the register makes smaller ones itself.
IMAGE_SOURCES = ("s960", "s712", "s630", "s465", "s300", "s216")
IMAGE_ADDRESSES = ("high_resolution_url", "medium_resolution_url", "url")
PLACEHOLDER = "placeholder"


class Change(NamedTuple):
    day: str
    note: str


class Withdrawal(NamedTuple):
    day: str
    explanation: str


class Image(NamedTuple):
    """GOV.UK leaves the alternative text empty for pictures that say nothing."""

    address: str
    alternative_text: str


def first_published(document, details):
    """An HTML publication gives no such day, but says of its only version when that went out."""
    day = values.day_at(document, "first_published_at") or values.day_at(details, "first_public_at")
    if not day and values.flag_at(details, "first_published_version"):
        return values.day_at(details, "public_timestamp")
    return day


def updated(document, details):
    day = values.day_at(document, "public_updated_at")
    return day or values.day_at(details, "public_timestamp")


def change_history(details):
    """In the document's own order, the newest first."""
    return tuple(
        Change(values.day_at(change, "public_timestamp"), values.words_at(change, "note"))
        for change in values.mappings_at(details, "change_history")
    )


def withdrawal(document, details):
    """Older documents keep the notice among their details."""
    notice = values.mapping_at(document, "withdrawn_notice")
    if not notice:
        notice = values.mapping_at(details, "archive_notice")
    day = values.day_at(notice, "withdrawn_at") or values.day_at(notice, "archived_at")
    explanation = values.words_at(notice, "explanation")
    return Withdrawal(day, explanation) if day or explanation else None


def image_of(details):
    """The lead image with its credit; the placeholder that GOV.UK puts in its place is none."""
    leads = [i for i in values.mappings_at(details, "images") if i.get("type") == "lead"]
    images = [*leads, values.mapping_at(details, "image")]
    for image in images:
        address, alternative_text = image_address(image), values.text_at(image, "alt_text")
        if address and PLACEHOLDER not in (alternative_text, address.rpartition("/")[2][:11]):
            return Image(address, alternative_text), values.text_at(image, "credit")
    return None, ""


def image_address(image):
    sources = values.mapping_at(image, "sources")
    found = [values.address_at(sources, name) for name in IMAGE_SOURCES]
    found += [values.address_at(image, name) for name in IMAGE_ADDRESSES]
    return next(filter(None, found), "")


def government_of(document, details):
    """The title, and whether it speaks of a policy that another government has taken over."""
    linked = values.mappings_at(values.mapping_at(document, "links"), "government")
    government = linked[0] if linked else values.mapping_at(details, "government")
    state = values.mapping_at(government, "details") if linked else government
    is_political = values.flag_at(details, "political")
    is_former = is_political and state.get("current") is False
    return values.text_at(government, "title"), is_former
