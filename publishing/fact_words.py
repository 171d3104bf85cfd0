"""A fact of a record in words: where it stands, and what a value of it says."""

from django.utils.text import capfirst

from .comparing import field_text, row_name, text_of_unit
from .descriptions import Names
from .registry import content_of
from .snapshots import child_relation, content_fields


def place_in_words(model, place, content):
    """ "Website", or "Name: MEXT – language". `content`: a snapshot that may have the row.

    `place` is a path as in `fact_paths`.
    """
    relation, key, name = parts_of(place)
    if not key:
        return label_of(content_fields(model), relation)
    if relation not in content_of(model).children:
        return place
    child = child_relation(model, relation)
    words = capfirst(str(child.model._meta.verbose_name))
    row = content["children"].get(relation, {}).get(key)
    if row is not None:
        words = f"{words}: {row_name(child, row, names_in(child.fields, row))}"
    return f"{words} – {label_of(child.fields, name)}" if name else words


def values_in_words(model, place, values):
    """What these values, by the names of their fields, say in that place."""
    fields = [field for field in fields_at(model, place) if field.name in (values or {})]
    if not fields:
        return ""
    names = names_in(fields, values)
    if len(fields) == 1:
        return field_text(fields[0], values, names)
    return text_of_unit(fields, values, names)


def values_at(content, place, names):
    """{name: value} of a snapshot in that place; None where its row is gone."""
    relation, key, _name = parts_of(place)
    found = content["children"].get(relation, {}).get(key) if key else content["fields"]
    return None if found is None else {name: found.get(name) for name in names}


def parts_of(place):
    """(field, "", "") or (relation, row, field of the row)."""
    first, _slash, rest = place.partition("/")
    key, _slash, name = rest.partition("/")
    return first, key, name


def fields_at(model, place):
    relation, key, _name = parts_of(place)
    if not key:
        return content_fields(model)
    return child_relation(model, relation).fields if relation in content_of(model).children else []


def label_of(fields, name):
    """What an editor calls the field; an old name stays as it is."""
    return next((capfirst(str(f.verbose_name)) for f in fields if f.name == name), name)


def names_in(fields, values):
    names = Names()
    names.collect(fields, values)
    names.resolve()
    return names
