"""The words of a partial date, in the language of the reader and in English."""

import re
from functools import cache

from django.db import models
from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT, MONTHS_AP
from django.utils.translation import gettext_lazy as _


class Qualifier(models.TextChoices):
    """How the date bounds the day: `by` gives only a last day, `after` only a first one."""

    ON = "on", _("on")
    BY = "by", _("by")
    AFTER = "after", _("after")
    ABOUT = "about", _("about")


# The place of the date belongs to the pattern, so that a translation may put words behind it.
PATTERNS = {
    Qualifier.ON: "%(date)s",
    Qualifier.BY: _("by %(date)s"),
    Qualifier.AFTER: _("after %(date)s"),
    Qualifier.ABOUT: _("about %(date)s"),
}
NOT_KNOWN = _("date not known")

ENGLISH_NOT_KNOWN = "date not known"
ENGLISH_QUALIFIERS = {
    "on": Qualifier.ON,
    "by": Qualifier.BY,
    "after": Qualifier.AFTER,
    "about": Qualifier.ABOUT,
    "circa": Qualifier.ABOUT,
    "ca": Qualifier.ABOUT,
    "c": Qualifier.ABOUT,
}


def plain(text):
    """Reduce text to what matters in a typed date: no capitals, commas, stops or extra spaces."""
    return " ".join(re.sub(r"[.,]", " ", str(text)).casefold().split())


def around_date(qualifier):
    """Return the words before and after a date with this qualifier."""
    before, _date, after = str(PATTERNS[qualifier]).partition("%(date)s")
    return before, after


def month_name(number):
    return str(MONTHS[number])


def month_number(name):
    """Return the number of a month named in full or abbreviated, None for any other word."""
    return _months_in(translation.get_language()).get(name) or _months_in("en").get(name)


@cache
def _months_in(language):
    with translation.override(language):
        # Full names come last: they win where an abbreviation is the name of another month.
        return {
            plain(name): number
            for names in (MONTHS_AP, MONTHS_3, MONTHS_ALT, MONTHS)
            for number, name in names.items()
        }
