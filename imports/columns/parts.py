"""Several things in one cell: semicolons between values, upright strokes between their parts.

What is written here is read back as it was by several() and apart().
"""

import json
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .words import ESCAPED_CHARACTER, SEPARATOR, echo, several

STROKE = "|"
# A stroke or a backslash that belongs to a part stands behind a backslash.
OWN = re.compile(r"[\\|]")
SET_APART = re.compile(r"\\([\\|])")
# What stands between two strokes, with those that belong to it.
PART = re.compile(r"((?:\\[\\|]|[^|])*)(?:\||$)")


def joined(values):
    """ "a; b"; a list of JSON where that would be read as other values."""
    line = f"{SEPARATOR} ".join(values)
    is_clear = not any(SEPARATOR in value for value in values)
    if is_clear and not line.startswith("[") and not ESCAPED_CHARACTER.search(line):
        return line
    return json.dumps(list(values), ensure_ascii=False)


def together(*parts):
    """ "Kerry McCarthy | Minister | ORG-0002"; empty parts at the end are left out."""
    written = [set_apart(part) for part in parts]
    while written and not written[-1]:
        written.pop()
    return f" {STROKE} ".join(written).strip()


def set_apart(part):
    # Hardly any holds such a sign, and a file has very many.
    return OWN.sub(r"\\\g<0>", part) if STROKE in part or "\\" in part else part


def apart(value, *names):
    """{name: part}, with "" for parts that are left out. Raises ValidationError for more."""
    found = [SET_APART.sub(r"\1", part).strip() for part in PART.findall(value)]
    # The pattern finds nothing behind the last part, too.
    while found and not found[-1]:
        found.pop()
    if len(found) > len(names):
        said = {"value": echo(value), "parts": f" {STROKE} ".join(names)}
        raise ValidationError(_("“%(value)s” has more parts than %(parts)s.") % said)
    return dict(zip(names, [*found, *[""] * (len(names) - len(found))], strict=True))


def several_apart(value, *names):
    """The parts of each of several values."""
    return [apart(part, *names) for part in several(value)]
