"""Dates as exact as the source writes them, and the days of instants."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dates.models import Dated
from dates.partial import PartialDate, Qualifier, validate_partial

from .words import echo, text

LONDON = ZoneInfo("Europe/London")
LONGEST_INSTANT = 60
LONGEST_DATE = 300
LONGEST_NOTE = Dated._meta.get_field("date_note").max_length

NOTED = re.compile(r"(?P<date>[^()]+?) ?\((?P<note>[^()]+)\)")
# 19-Jun-2025, as spreadsheets write it.
HYPHENS_AT_WORDS = re.compile(r"(?<=\d)-(?=[^\W\d])|(?<=[^\W\d])-(?=\d)")
# The end of a text, so that "by" or "about" may stand before it.
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([/.-])(\d{1,2})\2(\d{1,2})$", re.ASCII)
YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{4})$", re.ASCII)
MONTH_AND_YEAR = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{4})$", re.ASCII)
SHORT_YEAR = re.compile(r"(?<!\d)(\d{1,2}([/.-])\d{1,2}\2\d{2}|\d{1,2} [^\W\d]+\.?,? ['’]?\d{2})$")
# https://www.rfc-editor.org/rfc/rfc3339#section-5.6, the zone left out where a sheet has none
RFC_3339 = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)? ?(Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)
# https://www.rfc-editor.org/rfc/rfc822#section-5, with years of four figures as RFC 1123 has them
RFC_822 = re.compile(
    r"(?:[a-z]{3,9},? )?\d{1,2} [a-z]{3,9} (?:\d{2}|\d{4}) \d{1,2}:\d{2}(?::\d{2})?"
    r"(?: (?:[+-]\d{4}|[a-z]{1,5}))?",
    re.ASCII | re.IGNORECASE,
)


def partial_date(value, *, day_first=None):
    """(value, qualifier, note) of a date as exact as the cell; ("", "on", "") for an empty one.

    A note stands in brackets behind the date. `day_first` says how 03/04/2025 is meant: True for
    3 April, False for March 4, None where nobody says, which refuses it.
    """
    written = text(value, LONGEST_DATE)
    noted = NOTED.fullmatch(written)
    date, note = (noted["date"], text(noted["note"], LONGEST_NOTE)) if noted else (written, "")
    if RFC_3339.fullmatch(date):
        return instant_day(date), Qualifier.ON.value, note
    date = HYPHENS_AT_WORDS.sub(" ", date)
    partial = PartialDate.parse(in_words_or_iso(date, day_first))
    return partial.value, partial.qualifier, note


def typed(value, qualifier):
    """ "by 2025-06", as partial_date() reads it."""
    return value if qualifier == Qualifier.ON or not value else f"{qualifier} {value}"


def in_words_or_iso(date, day_first):
    """Write what stands in figures alone as ISO does, where it can be read in one way only."""
    if match := YEAR_FIRST.search(date):
        year, _sign, month, day = match.groups()
    elif match := YEAR_LAST.search(date):
        first, _sign, second, year = match.groups()
        day, month = day_and_month(first, second, year, day_first)
    elif match := MONTH_AND_YEAR.search(date):
        month, year = match.groups()
        return f"{date[: match.start()]}{year}-{month:0>2}"
    elif SHORT_YEAR.search(date):
        message = _("Write the year of “%(date)s” with four figures.")
        raise ValidationError(message % {"date": echo(date)})
    else:
        return date
    return f"{date[: match.start()]}{year}-{month:0>2}-{day:0>2}"


def day_and_month(first, second, year, day_first):
    if int(first) == int(second):
        return first, second
    if day_first is None:
        if int(first) <= 12 and int(second) <= 12:
            raise ambiguous(first, second, year)
        day_first = int(second) <= 12
    return (first, second) if day_first else (second, first)


def ambiguous(first, second, year):
    one, other = (
        PartialDate(f"{year}-{month:0>2}-{day:0>2}")
        for day, month in ((first, second), (second, first))
    )
    message = _("This can be %(one)s or %(other)s. Write the month as a word, or the year first.")
    return ValidationError(message % {"one": one, "other": other}, code="ambiguous")


def instant_day(value):
    """The ISO day of an instant as RFC 3339 or RFC 822 writes it; "" for an empty cell.

    A clock of its own beside UTC is where the publisher stands, and its day is the day that he
    gives. UTC is the clock of a machine: what goes out at 23:30Z in summer goes out the next day in
    London, where GOV.UK and the register stand. Without a zone the day is the one written.
    """
    written = text(value)
    if not written:
        return ""
    try:
        instant = instant_of(written)
        if instant.utcoffset() == timedelta(0):
            instant = instant.replace(tzinfo=UTC).astimezone(LONDON)
        day = instant.date().isoformat()
    except (ValueError, OverflowError, IndexError, TypeError) as error:
        message = _("“%(value)s” is not a day and a time that can be read.")
        raise ValidationError(message % {"value": echo(written)}) from error
    validate_partial(day)
    return day


def instant_of(written):
    """Raises whatever the standard library does for days and times that are not."""
    if len(written) > LONGEST_INSTANT:
        raise ValueError
    match = RFC_3339.fullmatch(written)
    if match:
        day, clock, zone = match.groups()
        validate_partial(day)
        return datetime.fromisoformat(f"{day}T{clock or '00:00'}{(zone or '').upper()}")
    if RFC_822.fullmatch(written):
        return parsedate_to_datetime(written)
    raise ValueError
