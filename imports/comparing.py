"""Three ways: what the source said the last time, what it says now, what stands.

What the editors left as the source had it is updated. What they changed stays, and becomes a
question. Nothing goes because a source stopped mentioning it, and what an editor took out does not
come back.
"""

import uuid
from copy import deepcopy
from dataclasses import dataclass

from publishing.registry import content_of

from .columns import tidied

NOTHING = {"fields": {}, "children": {}}
# A partial date is one value in three fields, of a record and of its rows.
DATE = ("date", "date_qualifier", "date_note")
SAYS_NOTHING = {"date_qualifier": "on"}


@dataclass(frozen=True)
class Clash:
    """Values by field where the editors' differ from those of the source."""

    place: str
    ours: dict
    before: dict
    theirs: dict


@dataclass
class Compared:
    """`content`: the snapshot that the record shall have."""

    content: dict
    clashes: list


def compare(importer, key, standing, row, said):
    """A Compared. `said`: what the source said the last time, as Cleaned.said, or None."""
    told = said or NOTHING
    content, clashes = deepcopy(standing), []
    for unit in units_of(importer.model, row.fields):
        now = {name: row.fields[name] for name in unit}
        before = {name: told["fields"].get(name) for name in unit}
        blank = SAYS_NOTHING | importer.blank
        settle(content["fields"], now, before, blank, clashes, unit[0])
    for relation, rows in row.children.items():
        compare_rows(importer, key, relation, rows, told, content, clashes)
    point_at_siblings(importer, content)
    return Compared(content, clashes)


def units_of(model, fields):
    """The fields that a row speaks of, in groups that mean nothing apart."""
    content, found = content_of(model), {}
    for name in fields:
        unit = tuple(other for other in content.unit_of(name) if other in fields)
        found[unit] = None
    return list(found)


def settle(values, now, before, blank, clashes, place):
    """Put `now` into `values`, or a Clash into `clashes`."""
    ours = {name: values.get(name) for name in now}
    if any(isinstance(value, list) for value in now.values()):
        for name, value in now.items():
            values[name] = united(ours[name] or [], before[name] or [], value)
        return
    if now in (ours, before) or not says_something(now, blank) or looks_the_same(now, ours):
        return
    if ours == before or not says_something(ours, blank):
        values.update(now)
    else:
        clashes.append(Clash(place, ours, before, now))


def looks_the_same(now, ours):
    """Whether they differ in nothing that a person sees."""
    return all(tidied(str(now[name] or "")) == tidied(str(ours[name] or "")) for name in now)


def united(ours, before, now):
    """A set with what the source names anew; what an editor took out stays out."""
    return sorted({*ours, *(set(now) - set(before))})


def says_something(values, blank):
    return any(value not in (None, "", blank.get(name)) for name, value in values.items())


def compare_rows(importer, key, relation, rows, told, content, clashes):
    standing = content["children"].setdefault(relation, {})
    keyed = {importer.natural_key(relation, values): k for k, values in standing.items()}
    known = told["children"].get(relation, {})
    left_alone = importer.left_alone.get(relation, ())
    for natural, values in rows.items():
        if stands_already(values, standing, importer.siblings.get(relation, ())):
            continue
        if natural in keyed:
            told_of_it = known.get(natural, {})
            for unit in units_of_row(values, left_alone):
                now = {name: values[name] for name in unit}
                before = {name: told_of_it.get(name) for name in unit}
                place = f"{relation}/{keyed[natural]}/{unit[0]}"
                settle(standing[keyed[natural]], now, before, SAYS_NOTHING, clashes, place)
        elif natural not in known:
            add_row(standing, key, relation, natural, values)


def stands_already(values, standing, pointers):
    """Whether a row says all that these values say: of several of one sort, any may be meant.

    `pointers`: fields that name a sibling, by what makes it the same and not by its key.
    """
    wanted = {name: value for name, value in values.items() if name not in pointers}
    return any(wanted.items() <= row.items() for row in standing.values())


def units_of_row(values, left_alone):
    names = [name for name in values if name not in left_alone]
    date = tuple(name for name in DATE if name in names)
    return [*((name,) for name in names if name not in date), *([date] if date else [])]


def add_row(standing, key, relation, natural, values):
    """A new row at the end, under a key that follows from the record's and its own."""
    position = max((row.get("position") or 0 for row in standing.values()), default=-1) + 1
    standing[child_key(key, relation, natural)] = {"position": position, **values}


def child_key(key, relation, natural):
    namespace = key if isinstance(key, uuid.UUID) else uuid.UUID(key)
    return str(uuid.uuid5(namespace, f"{relation}|{natural}"))


def point_at_siblings(importer, content):
    """Rows that name other rows of their record by what makes those the same get their keys."""
    for relation, pointers in importer.siblings.items():
        for name, other in pointers.items():
            there = content["children"].get(other, {})
            keyed = {importer.natural_key(other, values): key for key, values in there.items()}
            for values in content["children"].get(relation, {}).values():
                if values.get(name) not in there:
                    values[name] = keyed.get(values.get(name))


def fresh(importer, key, row):
    """The content of a record that is not here yet."""
    children = {}
    for relation, rows in row.children.items():
        children[relation] = {}
        for natural, values in rows.items():
            add_row(children[relation], key, relation, natural, values)
    content = {"fields": dict(row.fields), "children": children}
    point_at_siblings(importer, content)
    return content
