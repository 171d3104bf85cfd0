"""Reading a date as a person types it."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .words import (
    ENGLISH_NOT_KNOWN,
    ENGLISH_QUALIFIERS,
    NOT_KNOWN,
    PATTERNS,
    Qualifier,
    month_number,
    plain,
)

ISO = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>[0-9]{4})"
MONTH_FIRST = re.compile(rf"(?P<month>.+) {DAY} {YEAR}")
DAY_FIRST = re.compile(rf"(?:{DAY} )?(?P<month>.+) {YEAR}")
FIGURES_ONLY = re.compile(r"[0-9]+([ /-][0-9]+)+")


def read_typed(text):
    """Return the ISO value and the qualifier of a typed date; the calendar is not checked here.

    Raises ValidationError when the text cannot be read, or can be read in two ways.
    """
    words = plain(text)
    if words in ("", plain(NOT_KNOWN), ENGLISH_NOT_KNOWN):
        return "", Qualifier.ON
    qualifier, words = _split_qualifier(words)
    return _iso_value(words), qualifier


def _split_qualifier(words):
    for qualifier, pattern in PATTERNS.items():
        before, _date, after = plain(pattern).partition("%(date)s")
        if (before or after) and words.startswith(before) and words.endswith(after):
            return qualifier, words.removeprefix(before).removesuffix(after)
    first, _space, rest = words.partition(" ")
    if first in ENGLISH_QUALIFIERS:
        return ENGLISH_QUALIFIERS[first], rest
    return Qualifier.ON, words


def _iso_value(words):
    if ISO.fullmatch(words):
        return words
    for shape in (MONTH_FIRST, DAY_FIRST):
        match = shape.fullmatch(words)
        month = match and month_number(match["month"])
        if month:
            day = f"-{int(match['day']):02}" if match["day"] else ""
            return f"{match['year']}-{month:02}{day}"
    raise _refusal(words)


def _refusal(words):
    if FIGURES_ONLY.fullmatch(words):
        return ValidationError(
            _(
                "These figures can be read in more than one way. Write the month as a word "
                "(19 June 2025) or the year first (2025-06-19)."
            ),
            code="ambiguous",
        )
    return ValidationError(
        _(
            "This is not a date we can read. Write it as 19 June 2025, June 2025, 2025 or "
            "2025-06-19, with “by”, “after” or “about” before it if need be."
        ),
        code="unreadable",
    )
