"""From the contents of many records to unsaved rows that were looked at by all rules of a form."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import snapshots
from .applying import in_position, in_todays_schema
from .cleaning import Columns, Faults
from .free_addresses import free_slugs
from .registry import content_of
from .replacing import follow, replacements
from .snapshots import child_relation, content_fields, references

NOTHING = {"fields": {}, "children": {}}


@dataclass
class Prepared:
    """A record as it will be.

    `rows`: {relation: {key as text: unsaved row}}. `sets`: (row, many-to-many field, keys).
    `snapshot`: what snapshots.take() will give. `named`: {model: keys as text}.
    """

    record: models.Model
    faults: Faults
    rows: dict = field(default_factory=dict)
    sets: list = field(default_factory=list)
    snapshot: dict = field(default_factory=dict)
    named: dict = field(default_factory=dict)
    is_public: bool = False

    @property
    def key(self):
        return self.record.pk

    def every_row(self):
        yield self.record
        for rows in self.rows.values():
            yield from rows.values()

    def digest(self):
        return snapshots.digest(self.snapshot)


class InMemory(models.QuerySet):
    """Rows that a record will have, as its related manager gives them; nobody asks the database."""

    @classmethod
    def of(cls, rows):
        found = cls(model=None, query=object())
        found._result_cache, found._prefetch_done = list(rows), True
        return found

    def _chain(self):
        raise TypeError("These rows are in memory alone: take all() of them and choose.")


class Preparation:
    """`contents`: {key: snapshot} of one kind of record, keys of its rows as UUID text."""

    def __init__(self, model, contents, now=None):
        self.model = model
        self.own = Columns(model, content_fields(model))
        self.relations = [child_relation(model, name) for name in content_of(model).children]
        self.columns = {r.name: Columns(r.model, r.fields) for r in self.relations}
        self.models_of_rows = {r.model: r.name for r in self.relations}
        self.faults = {key: Faults(model) for key in contents}
        self.contents = {
            key: self.conformed(key, snapshot, (now or {}).get(key, NOTHING))
            for key, snapshot in contents.items()
        }
        self.follow_merged()

    def conformed(self, key, snapshot, now):
        """In today's schema; what the register does not know is a fault and not left out."""
        found, left_out = in_todays_schema(self.model, snapshot, now)
        self.faults[key] += sorted(set(left_out))
        found["fields"]["slug"] = found["fields"]["slug"] or now["fields"].get("slug", "")
        return found

    def follow_merged(self):
        self.named = {k: references(self.model, found) for k, found in self.contents.items()}
        moved = replacements(self.all_named())
        if moved:
            for key, snapshot in self.contents.items():
                follow(self.model, snapshot, moved)
                self.named[key] = references(self.model, snapshot)

    def all_named(self):
        return usable_keys(self.model, self.named.values())

    def prepare(self, records, there):
        """{key: Prepared}. `records`: {key: the instance to fill}; `there`: see locked_rows()."""
        self.there = {model: dict(rows) for model, rows in there.items()}
        self.there.setdefault(self.model, {}).update({str(k): r for k, r in records.items()})
        found = {key: self.fill(record) for key, record in records.items()}
        sound = [prepared for prepared in found.values() if not prepared.faults]
        self.give_addresses(sound)
        self.model.look_together([prepared.record for prepared in sound])
        for prepared in sound:
            self.look_at(prepared)
        return found

    def fill(self, record):
        snapshot = self.contents[record.pk]
        prepared = Prepared(
            record,
            self.faults[record.pk],
            named=self.named[record.pk],
            is_public=record.published_at is not None,
        )
        fields = self.fill_row(prepared, record, self.own, snapshot["fields"])
        rows_in_memory = {}
        children = {}
        for relation in self.relations:
            children[relation.name] = self.fill_rows(prepared, relation, snapshot["children"])
            rows_in_memory[relation.name] = InMemory.of(prepared.rows[relation.name].values())
        record._prefetched_objects_cache = rows_in_memory
        prepared.snapshot = {"fields": fields, "children": children}
        return prepared

    def fill_rows(self, prepared, relation, children):
        contents, columns = children[relation.name], self.columns[relation.name]
        rows = prepared.rows[relation.name] = {}
        stored = {}
        for name in in_position(contents):
            if not is_key(relation.model, name):
                words = {"row": capfirst(relation.model._meta.verbose_name), "key": name[:40]}
                prepared.faults.append(_("%(row)s: “%(key)s” is no key.") % words)
                continue
            row = relation.new(prepared.record, name)
            key = str(row.pk)
            rows[key] = row
            stored[key] = self.fill_row(prepared, row, columns, contents[name])
        return dict(sorted(stored.items()))

    def fill_row(self, prepared, row, columns, values):
        faults = len(prepared.faults)
        stored = dict.fromkeys(values) | columns.put(row, values, prepared.faults)
        for f in columns.keys:
            stored[f.name] = self.put_key(prepared, row, f, values[f.name])
        for f in columns.sets:
            stored[f.name] = self.put_set(prepared, row, f, values[f.name])
        if len(prepared.faults) == faults:
            columns.derive(row, stored)
        return stored

    def put_key(self, prepared, row, f, value):
        if value in (None, ""):
            setattr(row, f.attname, None)
            if not f.null:
                prepared.faults.add(row, ValidationError({f.name: f.error_messages["null"]}))
            return None
        other = self.find(prepared, f, value)
        if other is None:
            self.is_gone(prepared, row, f)
            return None
        setattr(row, f.name, other)
        return str(other.pk)

    def put_set(self, prepared, row, f, values):
        others = [self.find(prepared, f, value) for value in values]
        if None in others:
            self.is_gone(prepared, row, f)
            return []
        keys = sorted({str(other.pk) for other in others})
        prepared.sets.append((row, f, keys))
        return keys

    def find(self, prepared, f, value):
        """The row that a value names, or None. A row of the record itself is not yet written."""
        model = f.related_model
        if model in self.models_of_rows:
            name = self.models_of_rows[model]
            return prepared.rows.get(name, {}).get(str(value))
        return self.there.get(model, {}).get(str(value))

    def is_gone(self, prepared, row, f):
        words = _("What it names is not in the register.")
        prepared.faults.add(row, ValidationError({f.name: words}))

    def give_addresses(self, sound):
        """To those that have none yet, in the order given."""
        without = [prepared.record for prepared in sound if not prepared.record.slug]
        taken = {prepared.record.slug for prepared in sound}
        for record, slug in zip(without, free_slugs(self.model, without, taken), strict=True):
            record.slug = slug
        for prepared in sound:
            prepared.snapshot["fields"]["slug"] = prepared.record.slug

    def look_at(self, prepared):
        """By what the models say of a row as a whole."""
        for row in prepared.every_row():
            try:
                row.clean()
            except ValidationError as error:
                prepared.faults.add(row, error)


def named_in(model, contents):
    """{model: keys as text} of what snapshots of any schema name beside their own rows."""
    known = content_of(model).children
    return usable_keys(
        model,
        (
            references(model, {**snapshot, "children": rows_of_sorts(snapshot, known)})
            for snapshot in contents
        ),
    )


def rows_of_sorts(snapshot, sorts):
    return {name: rows for name, rows in snapshot["children"].items() if name in sorts}


def usable_keys(model, references):
    """All that can be a key, without those of the record's own rows."""
    own = {child_relation(model, name).model for name in content_of(model).children}
    found = {}
    for named in references:
        for other, keys in named.items():
            if other not in own:
                known = found.setdefault(other, set())
                known |= {key for key in keys - known if is_key(other, key)}
    return found


def is_key(model, text):
    try:
        return str(model._meta.pk.to_python(text)) == text
    except ValidationError:
        return False
