"""A record, its many-to-many sets and its child rows as one JSON document.

    {"fields": {name: value, many-to-many as sorted keys},
     "children": {"parties": {"<uuid>": {name: value}}}}

A field that no editor can edit (keys, derived columns, publication state) is not content.
"""

import hashlib
import json
from decimal import Decimal

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models

from .registry import content_of

PLAIN = (str, int, bool, type(None))


def take(record):
    """The record as its rows in the database stand now."""
    model = type(record)
    row = model._base_manager.get(pk=record.pk)
    children = {
        name: rows_of(row, child_relation(model, name)) for name in content_of(model).children
    }
    return {"fields": values_of(row, content_fields(model)), "children": children}


def digest(snapshot):
    text = json.dumps(snapshot, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def content_fields(model, parent_fields=()):
    """The fields that a version keeps, many-to-many ones included."""
    left_out = content_of(model).exclude | set(parent_fields)
    fields = [*model._meta.concrete_fields, *model._meta.local_many_to_many]
    return [f for f in fields if f.editable and not f.primary_key and f.name not in left_out]


def file_fields(fields):
    """The names of those that hold an uploaded file."""
    return [field.name for field in fields if isinstance(field, models.FileField)]


class ChildRelation:
    """How the rows of one sort belong to their record."""

    def __init__(self, model, name):
        relation = model._meta.get_field(name)
        self.name = name
        self.model = relation.related_model
        self.generic = isinstance(relation, GenericRelation)
        if self.generic:
            parent_fields = (relation.content_type_field_name, relation.object_id_field_name)
        else:
            self.owner = relation.field.name
            parent_fields = (self.owner,)
        self.fields = content_fields(self.model, parent_fields)
        self.is_unique_across_records = any(
            isinstance(constraint, models.UniqueConstraint)
            and not set(parent_fields) & set(constraint.fields)
            for constraint in self.model._meta.constraints
        )
        kept = {field.name for field in self.fields} | set(parent_fields)
        # Fields that are neither content nor made from it when a row is written.
        self.beside = [
            field.name
            for field in self.model._meta.concrete_fields
            if not field.primary_key and field.name not in kept and not is_derived(field)
        ]


def is_derived(field):
    return type(field).pre_save is not models.Field.pre_save


_relations = {}


def child_relation(model, name):
    if (model, name) not in _relations:
        _relations[model, name] = ChildRelation(model, name)
    return _relations[model, name]


def rows_of(record, relation):
    rows = getattr(record, relation.name).order_by("pk")
    sets = [f.name for f in relation.fields if f.many_to_many]
    if sets:
        rows = rows.prefetch_related(*sets)
    return {str(row.pk): values_of(row, relation.fields) for row in rows}


def values_of(row, fields):
    return {field.name: value_of(row, field) for field in fields}


def value_of(row, field):
    if field.many_to_many:
        return sorted(str(target.pk) for target in getattr(row, field.name).all())
    if isinstance(field, models.FileField):
        return getattr(row, field.name).name or ""
    return plain(getattr(row, field.attname))


def plain(value):
    """A JSON value that reads the same from either database."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if isinstance(value, PLAIN) else str(value)


def references(model, snapshot):
    """The keys of other records that a snapshot points at: {model: {key, …}}."""
    found = {}

    def collect(fields, values):
        for field in fields:
            if field.remote_field and values.get(field.name):
                value = values[field.name]
                keys = value if isinstance(value, list) else [value]
                found.setdefault(field.related_model, set()).update(keys)

    collect(content_fields(model), snapshot["fields"])
    for name, rows in snapshot["children"].items():
        relation = child_relation(model, name)
        for values in rows.values():
            collect(relation.fields, values)
    return found
