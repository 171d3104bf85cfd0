"""Reading one member of a Content API document; any of them may hold anything.

Each raises ValidationError with one sentence that names the member.
"""

import html
import re
from urllib.parse import urljoin

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from imports import columns

SITE = "https://www.gov.uk"
MOST_MEMBERS = 2_000
PATH = re.compile(r"/(?!/)[^\s?#\\]{0,500}")
CONTENT_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
HTML = "text/html"


def member(holder, name, kind, empty, shape):
    value = holder.get(name)
    if value is None:
        return empty
    if not isinstance(value, kind):
        raise ValidationError(_("“%(name)s” should be %(shape)s.") % {"name": name, "shape": shape})
    return value


def mapping_at(holder, name):
    return member(holder, name, dict, {}, _("an object"))


def flag_at(holder, name):
    return member(holder, name, bool, False, _("true or false"))


def list_at(holder, name):
    values = member(holder, name, list, [], _("a list"))
    if len(values) > MOST_MEMBERS:
        message = _("“%(name)s” holds more than %(most)s values.")
        raise ValidationError(message % {"name": name, "most": MOST_MEMBERS})
    return values


def mappings_at(holder, name):
    values = list_at(holder, name)
    if not all(isinstance(value, dict) for value in values):
        raise ValidationError(_("“%(name)s” should be a list of objects.") % {"name": name})
    return values


def raw_text_at(holder, name):
    return member(holder, name, str, "", _("a text"))


def cleaned(clean, name, value, **options):
    """The value, or the sentence about it with its name before it."""
    try:
        return clean(value, **options)
    except ValidationError as error:
        message = _("“%(name)s”: %(sentence)s")
        params = {"name": name, "sentence": " ".join(error.messages)}
        raise ValidationError(message % params) from error


def text_at(holder, name):
    return cleaned(columns.text, name, raw_text_at(holder, name))


def title_at(holder, name):
    """A text; some titles came into GOV.UK with their ampersands escaped."""
    return cleaned(columns.text, name, html.unescape(raw_text_at(holder, name)))


def words_at(holder, name):
    """The words of a member that may be marked up."""
    return cleaned(columns.plain_text, name, html_of(holder, name))


def rich_text_at(holder, name, base):
    return cleaned(columns.rich_text, name, html_of(holder, name), base=base or SITE)


def html_of(holder, name):
    """The HTML of a member: a text, or a list of the same text in several forms."""
    value = holder.get(name)
    if isinstance(value, list):
        value = html_among(mappings_at(holder, name), name)
    elif value is not None and not isinstance(value, str):
        raise ValidationError(_("“%(name)s” should be a text.") % {"name": name})
    return value or ""


def html_among(forms, name):
    for form in forms:
        if form.get("content_type") == HTML:
            return raw_text_at(form, "content")
    if forms:
        raise ValidationError(_("“%(name)s” is not given as HTML.") % {"name": name})
    return ""


def day_at(holder, name):
    return cleaned(columns.instant_day, name, raw_text_at(holder, name))


def path_at(holder, name):
    path = raw_text_at(holder, name)
    if path and not PATH.fullmatch(path):
        message = _("“%(name)s” should be a path such as /government/news/….")
        raise ValidationError(message % {"name": name})
    address_of(path, name)
    return path


def address_at(holder, name):
    return address_of(raw_text_at(holder, name), name)


def address_of(value, name):
    """A whole address, from a path or an address; "" for none."""
    if not value:
        return ""
    try:
        address = urljoin(SITE, value)
    except ValueError as error:
        raise ValidationError(_("“%(name)s” should be an address.") % {"name": name}) from error
    return cleaned(columns.web_address, name, address)


def content_id_at(holder, name):
    value = raw_text_at(holder, name)
    if value and not CONTENT_ID.fullmatch(value):
        raise ValidationError(_("“%(name)s” should be a content id.") % {"name": name})
    return value.lower()
