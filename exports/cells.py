"""What a value of a column is in a cell of text, and in JSON."""

from decimal import Decimal

from imports.columns import joined


def text_of(value):
    """The text of a cell; of several values as imports.columns.several() reads it."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return joined(value) if value else ""
    return text_of_number(value)


def text_of_number(value):
    """Without zeros at the end that nobody wrote: 51.659 for 51.65900."""
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def json_of(value):
    """What json.dumps writes: null for what is not known, a list for several, numbers as such."""
    if isinstance(value, Decimal):
        return exact_number(value)
    return None if value == "" else value


def exact_number(value):
    """A number of JSON, or its text where a program would read another one."""
    text = text_of_number(value)
    number = float(text) if "." in text else int(text)
    return number if Decimal(repr(number)) == value else text
