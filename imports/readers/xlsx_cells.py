"""The text of a typed cell, as exact as the spreadsheet shows it and not more."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

# Texts, colours and conditions in a number format: “[$-809]dd "of" mmmm”.
NOT_PATTERN = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
# How XML writes the characters that it has not, but for halves of a pair. ECMA-376, Part 1,
# 22.9.2.19 (ST_Xstring).
ESCAPED = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")


def text_of(cell):
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return unescaped(value) if "_x" in value else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return text_of_number(value)
    if isinstance(value, (date, time, timedelta)):
        return text_of_date(value, cell.number_format)
    return str(value)


def unescaped(text):
    """XML has no carriage return either: spreadsheets write one before the end of a line."""
    text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def text_of_number(value):
    """A spreadsheet counts with fifteen figures: what a cell holds beyond them is noise."""
    if isinstance(value, int):
        return str(value)
    return format(Decimal(f"{value + 0.0:.15g}"), "f")


def text_of_date(value, number_format):
    """ISO 8601. A cell that is shown as “June 2025” holds a day that nobody wrote."""
    if not isinstance(value, date):
        return str(value)
    if isinstance(value, datetime):
        if value.time() != time():
            return value.isoformat()
        value = value.date()
    pattern = NOT_PATTERN.sub("", number_format.lower()).partition(";")[0]
    if "d" in pattern or "y" not in pattern:
        return value.isoformat()
    return value.isoformat()[: 7 if "m" in pattern else 4]
