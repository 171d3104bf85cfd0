"""A record, its many-to-many sets and its child rows as one JSON document.

    {"fields": {name: value, many-to-many as sorted keys},
     "children": {"parties": {"<uuid>": {name: value}}}}

A field that no editor can edit (keys, derived columns, publication state) is not content.
"""

import hashlib
import json
from collections import defaultdict
from decimal import Decimal

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models

from .bounded import portions
from .registry import content_of

PLAIN = (str, int, bool, type(None))


def take(record):
    """The record as its rows in the database stand now."""
    model = type(record)
    taken = take_many(model, [record.pk])
    if record.pk not in taken:
        raise model.DoesNotExist
    return taken[record.pk]


def take_many(model, keys):
    """{key: snapshot} of those records that are there, in as many queries as one of them."""
    taken = {}
    for some in portions(keys):
        taken |= take_portion(model, some)
    return taken


def take_portion(model, keys):
    records = model._base_manager.filter(pk__in=keys)
    children = content_of(model).children
    taken = {
        key: {"fields": values, "children": {name: {} for name in children}}
        for key, _owner, values in read_values(records, content_fields(model), "pk")
    }
    for name in children:
        relation = child_relation(model, name)
        rows = relation.rows_of(taken)
        for key, owner, values in read_values(rows, relation.fields, relation.owner_column):
            taken[owner]["children"][name][str(key)] = values
    return taken


def read_values(rows, fields, owner):
    """(key, the owner's key, {name: plain value}) of each row, many-to-many sets included."""
    columns = [f for f in fields if not f.many_to_many]
    names = [f.attname for f in columns]
    read = list(rows.order_by("pk").values_list("pk", owner, *names))
    sets = {f: read_set(f, [row[0] for row in read]) for f in fields if f.many_to_many}
    for key, owner_key, *values in read:
        found = {f.name: plain_of(f, value) for f, value in zip(columns, values, strict=True)}
        found |= {f.name: sorted(sets[f].get(key, ())) for f in sets}
        yield key, owner_key, found


def read_set(field, keys):
    """{key of a row: keys that its many-to-many field holds, as text}."""
    owner, target = (
        f"{name}_id" for name in (field.m2m_field_name(), field.m2m_reverse_field_name())
    )
    found = defaultdict(list)
    for some in portions(keys):
        pairs = field.remote_field.through._base_manager.filter(**{f"{owner}__in": some})
        for key, other in pairs.values_list(owner, target):
            found[key].append(str(other))
    return found


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
            self.owner_column = relation.object_id_field_name
            self.owner_field = self.model._meta.get_field("record")
        else:
            self.owner = relation.field.name
            self.owner_column = relation.field.attname
            self.owner_field = relation.field
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
            field.attname
            for field in self.model._meta.concrete_fields
            if not field.primary_key and field.name not in kept and not is_derived(field)
        ]
        self.record_model = model

    @property
    def owner_kind(self):
        """The column, if there is one, that says which kind of record a row belongs to."""
        if not self.generic:
            return {}
        return {"content_type_id": ContentType.objects.get_for_model(self.record_model).pk}

    def rows_of(self, keys):
        """The rows of the records that have these keys."""
        owners = {f"{self.owner_column}__in": keys, **self.owner_kind}
        return self.model._base_manager.filter(**owners)

    def new(self, record, key):
        """An unsaved row of the record under this key, a UUID as text."""
        row = self.model(pk=self.model._meta.pk.to_python(key))
        setattr(row, "record" if self.generic else self.owner, record)
        return row


def is_derived(field):
    return type(field).pre_save is not models.Field.pre_save


_relations = {}


def child_relation(model, name):
    if (model, name) not in _relations:
        _relations[model, name] = ChildRelation(model, name)
    return _relations[model, name]


def value_of(row, field):
    if field.many_to_many:
        return sorted(str(target.pk) for target in getattr(row, field.name).all())
    if isinstance(field, models.FileField):
        return getattr(row, field.name).name or ""
    return plain(getattr(row, field.attname))


def plain_of(field, value):
    """A column's value as a database gives it, plain."""
    return value or "" if isinstance(field, models.FileField) else plain(value)


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
