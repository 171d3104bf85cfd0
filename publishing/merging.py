"""Two changes of one snapshot put together: by field, and by row as a whole.

A unit is ("fields", name, …) – fields that mean nothing apart are one unit – or
("children", relation, key).
"""

from copy import deepcopy
from dataclasses import dataclass

from .registry import content_of


@dataclass(frozen=True)
class Merged:
    """`clashes`: units that both changed, and differently. There `snapshot` is as in `theirs`."""

    snapshot: dict
    clashes: tuple = ()


def units(model, snapshot):
    """{unit: value} of a whole snapshot."""
    content, found = content_of(model), {}
    for name in snapshot["fields"]:
        group = tuple(n for n in content.unit_of(name) if n in snapshot["fields"])
        found["fields", *group] = [snapshot["fields"][n] for n in group]
    for relation, rows in snapshot["children"].items():
        for key, values in rows.items():
            found["children", relation, key] = values
    return found


def changed_units(model, old, new):
    """The units that differ, in the order of the record; a row that is only in one does too."""
    before, after = units(model, old), units(model, new)
    every = [*after, *(unit for unit in before if unit not in after)]
    return [unit for unit in every if before.get(unit) != after.get(unit)]


def merge(model, base, mine, theirs):
    """What both made of `base`; all three in today's schema."""
    ours, before, after = units(model, mine), units(model, base), units(model, theirs)
    snapshot, clashes = deepcopy(theirs), []
    for unit in changed_units(model, base, mine):
        if after.get(unit) == before.get(unit):
            put(snapshot, unit, ours.get(unit))
        elif after.get(unit) != ours.get(unit):
            clashes.append(unit)
    return Merged(snapshot, tuple(clashes))


def put(snapshot, unit, value):
    """Give a unit of the snapshot this value; None takes a row away."""
    if unit[0] == "fields":
        snapshot["fields"].update(zip(unit[1:], value, strict=True))
        return
    rows = snapshot["children"].setdefault(unit[1], {})
    if value is None:
        rows.pop(unit[2], None)
    else:
        rows[unit[2]] = value
