"""A date as exact as its source, with a qualifier and a note."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .parsing import read_typed
from .words import NOT_KNOWN, PATTERNS, Qualifier, month_name

__all__ = ["FIRST_YEAR", "LAST_YEAR", "PartialDate", "Qualifier", "validate_partial"]

FIRST_YEAR = 1900
LAST_YEAR = 2100
QUALIFIERS = {value: value for value in Qualifier.values}

ISO_PARTS = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def validate_partial(value):
    """Refuse all but "", "2025", "2025-06" and "2025-06-19", on days that exist."""
    if value == "":
        return
    match = ISO_PARTS.fullmatch(value)
    if match is None:
        message = _("Write the date as 2025, 2025-06 or 2025-06-19.")
        raise ValidationError(message, code="shape")
    _check_calendar(*(int(part) for part in match.groups() if part))


def _check_calendar(year, month=1, day=1):
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = _("The year must be between %(first)s and %(last)s.")
        raise ValidationError(message, code="year", params={"first": FIRST_YEAR, "last": LAST_YEAR})
    if not 1 <= month <= 12:
        message = _("There is no month %(month)s: months run from 01 to 12.")
        raise ValidationError(message, code="month", params={"month": f"{month:02}"})
    if not 1 <= day <= monthrange(year, month)[1]:
        message = _("There is no %(day)s %(month)s %(year)s.")
        params = {"day": day, "month": month_name(month), "year": year}
        raise ValidationError(message, code="day", params=params)


@dataclass(frozen=True)
class PartialDate:
    """An ISO 8601 value of 0, 4, 7 or 10 characters; ValidationError for any other."""

    value: str = ""
    qualifier: str = Qualifier.ON.value
    note: str = ""

    def __post_init__(self):
        validate_partial(self.value)
        if self.qualifier not in QUALIFIERS:
            message = _("The qualifier of a date is one of on, by, after and about.")
            raise ValidationError(message, code="qualifier")
        # A choice enters as its plain text, so that equal dates look and serialise alike.
        object.__setattr__(self, "qualifier", QUALIFIERS[self.qualifier])

    def __str__(self):
        if not self.is_known:
            return str(NOT_KNOWN)
        return str(PATTERNS[Qualifier(self.qualifier)]) % {"date": self.unqualified}

    def __bool__(self):
        return self.is_known

    @classmethod
    def parse(cls, text):
        """Read what a person types ("by June 2025"); raises ValidationError with advice."""
        value, qualifier = read_typed(text)
        return cls(value, qualifier)

    @property
    def is_known(self):
        return self.value != ""

    @property
    def precision(self):
        return {0: "", 4: "year", 7: "month", 10: "day"}[len(self.value)]

    @property
    def is_a_day(self):
        """Whether it is one day and no other."""
        return self.precision == "day" and self.qualifier == Qualifier.ON

    @property
    def unqualified(self):
        """The date in words without its qualifier: 19 June 2025, June 2025, 2025 or nothing."""
        if not self.is_known:
            return ""
        year, month, day = (*self._parts, None, None)[:3]
        words = (day, month and month_name(month), year)
        return " ".join(str(word) for word in words if word)

    @property
    def datetime_attribute(self):
        """The value for `<time datetime>`; HTML reads a year, a month or a day."""
        return self.value

    @property
    def first_day(self):
        if not self.is_known:
            return None
        year, month, day = (*self._parts, 1, 1)[:3]
        return date(year, month, day)

    @property
    def last_day(self):
        if not self.is_known:
            return None
        year, month = (*self._parts, 12)[:2]
        day = self._parts[2] if self.precision == "day" else monthrange(year, month)[1]
        return date(year, month, day)

    @property
    def earliest(self):
        return None if self.qualifier == Qualifier.BY else self.first_day

    @property
    def latest(self):
        return None if self.qualifier == Qualifier.AFTER else self.last_day

    @property
    def start(self):
        """The earliest day, or the latest where nothing bounds the beginning."""
        return self.earliest or self.latest

    @property
    def end(self):
        """The latest day, or the earliest where nothing bounds the end."""
        return self.latest or self.earliest

    def overlaps(self, first_year, last_year):
        """Whether it touches these years; None leaves a side open, an unknown date never does."""
        if not self.is_known:
            return False
        begins_in_time = last_year is None or self.start.year <= last_year
        ends_in_time = first_year is None or self.end.year >= first_year
        return begins_in_time and ends_in_time

    @property
    def _parts(self):
        return tuple(int(part) for part in self.value.split("-") if part)
