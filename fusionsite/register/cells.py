"""What a cell holds, for each sort of column: writing a value, reading it back."""

import json
import re
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

from dates.fields import PartialDateField
from publishing.snapshots import plain

NUMBER = re.compile(r"[0-9]{1,9}")
DECIMAL = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,10})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(rf"{DAY.pattern}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]{{1,6}})?Z")
MEDIA = re.compile(r"(logos|news|documents)/[0-9A-Za-z_-]{1,60}\.(png|jpe?g|webp|pdf)")


def write(value):
    """The cell of a plain value; what is not known is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    return str(plain(value))


def read(column, cell):
    """The value of a cell; references stay text. Raises ValueError with the reason."""
    if "\0" in cell:
        raise ValueError("It holds a NUL character.")
    return READERS.get(column.sort, read_text)(column, cell)


def read_text(column, cell):
    limit = getattr(column.field, "max_length", None)
    # What is too long for a date has more to be said against it.
    if limit and len(cell) > limit and not isinstance(column.field, PartialDateField):
        raise ValueError(f"It has {len(cell)} characters; {limit} are allowed.")
    return cell


def read_key(column, cell):
    try:
        key = uuid.UUID(cell)
    except ValueError:
        key = None
    if str(key) != cell:
        raise ValueError(
            f"“{shown(cell)}” is no key. Write a UUID, such as "
            "0fe0ca41-dda8-4069-b856-fcb3683ff098."
        )
    return key


def read_boolean(column, cell):
    if cell not in ("true", "false"):
        raise ValueError(f"“{shown(cell)}” is neither true nor false.")
    return cell == "true"


def read_number(column, cell):
    if not cell and column.field is None:
        return None
    if not NUMBER.fullmatch(cell):
        raise ValueError(f"“{shown(cell)}” is no whole number.")
    return int(cell)


def read_decimal(column, cell):
    """With as many places as the database keeps, so that it compares as text."""
    if not cell:
        return None
    if not DECIMAL.fullmatch(cell):
        raise ValueError(f"“{shown(cell)}” is no number. Write figures and a point alone.")
    value = Decimal(cell)
    places = Decimal(1).scaleb(-column.field.decimal_places)
    if value != value.quantize(places):
        raise ValueError(f"It has more than {column.field.decimal_places} decimal places.")
    return value.quantize(places)


def read_day(column, cell):
    if not cell:
        return None
    if not DAY.fullmatch(cell):
        raise ValueError(f"“{shown(cell)}” is no day. Write it as 2025-06-19.")
    try:
        return date.fromisoformat(cell)
    except ValueError as error:
        raise ValueError(f"“{cell}” is not in the calendar.") from error


def read_moment(column, cell):
    if not cell and column.optional:
        return None
    if not MOMENT.fullmatch(cell):
        raise ValueError(f"“{shown(cell)}” is no moment. Write it as 2025-06-19T12:00:00Z.")
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError as error:
        raise ValueError(f"“{cell}” is not in the calendar.") from error
    if not datetime(1970, 1, 1, tzinfo=UTC) <= moment <= datetime.now(UTC):
        raise ValueError(f"“{cell}” is in the future, or before 1970.")
    return moment


def read_file(column, cell):
    if cell and not MEDIA.fullmatch(cell):
        raise ValueError(f"“{shown(cell)}” is no name of a file of the register.")
    return cell


def read_references(column, cell):
    return cell.split(";") if cell else []


def read_snapshot(column, cell):
    if not cell:
        return None
    try:
        snapshot = json.loads(cell, parse_constant=refuse_constant)
        # A lone half of a surrogate pair cannot be stored.
        json.dumps(snapshot, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise ValueError("It is no JSON that can be read.") from error
    if not is_snapshot(snapshot):
        raise ValueError("It is no snapshot of a record.")
    return snapshot


def refuse_constant(name):
    raise ValueError(name)


def is_snapshot(snapshot):
    """Whether it has the shape that publishing.snapshots describes, of storable values."""
    if not (isinstance(snapshot, dict) and set(snapshot) == {"fields", "children"}):
        return False
    children = snapshot["children"]
    if not isinstance(children, dict):
        return False
    tables = list(children.values())
    if not all(isinstance(table, dict) for table in tables):
        return False
    return all(
        map(are_values, [snapshot["fields"], *(r for rows in tables for r in rows.values())])
    )


def are_values(values):
    return isinstance(values, dict) and all(map(is_value, [*values, *values.values()]))


def is_value(value):
    if isinstance(value, list):
        return all(isinstance(part, str) and "\0" not in part for part in value)
    if isinstance(value, str):
        return "\0" not in value
    return value is None or (isinstance(value, int) and abs(value) < 2**53)


def shown(cell):
    return cell if len(cell) <= 40 else f"{cell[:39]}…"


READERS = {
    "key": read_key,
    "boolean": read_boolean,
    "number": read_number,
    "decimal": read_decimal,
    "day": read_day,
    "moment": read_moment,
    "file": read_file,
    "references": read_references,
    "snapshot": read_snapshot,
}
