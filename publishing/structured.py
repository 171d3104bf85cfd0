"""The words of https://schema.org that every noun needs: only what the register knows."""

from dates.partial import Qualifier

from .heads import absolute

CONTEXT = "https://schema.org"


def without_gaps(facts):
    """What is not known is left out, not said to be empty."""
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}


def permanent_address(record):
    """The address by which others name the record: it outlives every change of its title."""
    return absolute(f"/id/{record.identifier}") if record.identifier else None


def exact_date(dated):
    """An ISO 8601 date as exact as its source; None for "by", "after", "about" and unknown ones."""
    exact = dated is not None and dated.date and dated.date_qualifier == Qualifier.ON
    return dated.date if exact else None


def named_value(name, value):
    return {"@type": "PropertyValue", "propertyID": str(name), "value": value}
