"""From the contents of many records to unsaved rows that were looked at by all rules of a form."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing import snapshots
from publishing.applying import in_position
from publishing.registry import content_of
from publishing.replacing import follow, replacements
from publishing.snapshots import child_relation, content_fields, references

from .cleaning import Columns, Faults
from .free_addresses import free_slugs

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
            key: self.complete(self.faults[key], snapshot, (now or {}).get(key, NOTHING))
            for key, snapshot in contents.items()
        }
        self.named = {key: self.named_by(snapshot) for key, snapshot in self.contents.items()}
        self.follow_merged()

    def complete(self, faults, snapshot, now):
        """With all that the snapshot leaves out, as it is now or empty."""
        fields = complete_row(self.own, snapshot["fields"], now["fields"], faults)
        fields["slug"] = fields["slug"] or now["fields"].get("slug", "")
        given, children = snapshot.get("children", {}), {}
        for name, columns in self.columns.items():
            here = now["children"].get(name, {})
            children[name] = {
                key: complete_row(columns, values, here.get(key, {}), faults)
                for key, values in given.get(name, here).items()
            }
        faults += map(not_known, sorted(given.keys() - children.keys()))
        return {"fields": fields, "children": children}

    def named_by(self, snapshot):
        """{model: keys as text}"""
        found = {}
        self.own.named(found, snapshot["fields"])
        for name, columns in self.columns.items():
            if columns.keys or columns.sets:
                for values in snapshot["children"][name].values():
                    columns.named(found, values)
        return found

    def follow_merged(self):
        """What was merged into another record names that one."""
        if moved := replacements(self.all_named()):
            for key, snapshot in self.contents.items():
                follow(self.model, snapshot, moved)
                self.named[key] = self.named_by(snapshot)

    def all_named(self):
        return usable_keys(self.model, self.named.values())

    def prepare(self, records, there, coming=frozenset()):
        """{key: Prepared} of all contents. `there`: what they name, see locked_rows().

        `records`: {key: the record} where it is in the register already. `coming`: keys as text of
        records of this kind that the transaction adds later.
        """
        self.there = {model: dict(rows) for model, rows in there.items()}
        mates = self.there.setdefault(self.model, {})
        for key in self.all_named().get(self.model, set()) & coming:
            mates.setdefault(key, self.model(pk=self.model._meta.pk.to_python(key)))
        found = {}
        for key in self.contents:
            found[key] = self.begin(key, records.get(key))
            mates[str(key)] = found[key].record
        for prepared in found.values():
            self.fill(prepared)
        sound = [prepared for prepared in found.values() if not prepared.faults]
        self.give_addresses(sound)
        self.model.look_together([prepared.record for prepared in sound])
        for prepared in sound:
            look_at(prepared)
        return found

    def begin(self, key, record):
        """The record with its own values; what it names and its rows come later."""
        faults = self.faults[key]
        cleaned, stored = self.own.clean(self.contents[key]["fields"], faults)
        if record is None:
            record = self.own.row({**cleaned, self.model._meta.pk.attname: key})
        else:
            for name, value in cleaned.items():
                setattr(record, name, value)
        prepared = Prepared(record, faults, named=self.named[key])
        prepared.is_public = record.published_at is not None
        prepared.snapshot = {"fields": self.own.empty | stored, "children": {}}
        return prepared

    def fill(self, prepared):
        content, record = self.contents[prepared.key], prepared.record
        self.tie(prepared, record, self.own, content["fields"], prepared.snapshot["fields"])
        record._prefetched_objects_cache = {}
        for relation in self.relations:
            rows = self.fill_rows(prepared, relation, content["children"][relation.name])
            prepared.snapshot["children"][relation.name] = dict(sorted(rows.items()))
            in_memory = InMemory.of(prepared.rows[relation.name].values())
            record._prefetched_objects_cache[relation.name] = in_memory

    def fill_rows(self, prepared, relation, contents):
        columns, pk = self.columns[relation.name], relation.model._meta.pk.attname
        owner = {relation.owner_column: prepared.key, **relation.owner_kind}
        rows = prepared.rows[relation.name] = {}
        snapshot = {}
        for text in in_position(contents):
            if (key := key_of(relation.model, text)) is None:
                words = {"row": capfirst(relation.model._meta.verbose_name), "key": text[:40]}
                prepared.faults.append(_("%(row)s: “%(key)s” is no key.") % words)
                continue
            cleaned, stored = columns.clean(contents[text], prepared.faults)
            row = columns.row({**cleaned, **owner, pk: key})
            relation.owner_field.set_cached_value(row, prepared.record)
            rows[text], snapshot[text] = row, columns.empty | stored
            self.tie(prepared, row, columns, contents[text], snapshot[text])
        return snapshot

    def tie(self, prepared, row, columns, values, snapshot):
        """Set what the row names, then what follows from all of it."""
        for f in columns.keys:
            snapshot[f.name] = self.put_key(prepared, row, f, values[f.name])
        for f in columns.sets:
            snapshot[f.name] = self.put_set(prepared, row, f, values[f.name])
        if not prepared.faults:
            columns.derive(row, snapshot)

    def put_key(self, prepared, row, f, value):
        if value in (None, ""):
            setattr(row, f.attname, None)
            if not f.null:
                null = ValidationError({f.name: f.error_messages["null"]})
                prepared.faults.add(type(row), null)
            return None
        other = self.find(prepared, f, value)
        if other is None:
            is_gone(prepared, row, f)
            return None
        setattr(row, f.attname, other.pk)
        f.set_cached_value(row, other)
        return str(value)

    def put_set(self, prepared, row, f, values):
        if any(self.find(prepared, f, value) is None for value in values):
            is_gone(prepared, row, f)
            return []
        keys = sorted(set(values))
        prepared.sets.append((row, f, keys))
        return keys

    def find(self, prepared, f, value):
        """The row that a value names, or None. A row of the record itself is not yet written."""
        model = f.related_model
        if model in self.models_of_rows:
            name = self.models_of_rows[model]
            return prepared.rows.get(name, {}).get(str(value))
        return self.there.get(model, {}).get(str(value))

    def give_addresses(self, sound):
        """To those that have none yet, in the order given."""
        without = [prepared.record for prepared in sound if not prepared.record.slug]
        taken = {prepared.record.slug for prepared in sound}
        for record, slug in zip(without, free_slugs(self.model, without, taken), strict=True):
            record.slug = slug
        for prepared in sound:
            prepared.snapshot["fields"]["slug"] = prepared.record.slug


def complete_row(columns, values, now, faults):
    if unknown := values.keys() - columns.empty.keys():
        faults += map(not_known, sorted(unknown))
        values = {name: value for name, value in values.items() if name not in unknown}
    return {**columns.empty, **now, **values}


def not_known(name):
    return _("The register has no field “%(name)s”.") % {"name": name}


def is_gone(prepared, row, f):
    words = _("What it names is not in the register.")
    prepared.faults.add(type(row), ValidationError({f.name: words}))


def look_at(prepared):
    """By what the models say of a row as a whole."""
    for row in prepared.every_row():
        try:
            row.clean()
        except ValidationError as error:
            prepared.faults.add(type(row), error)


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
    children = snapshot.get("children", {})
    return {name: rows for name, rows in children.items() if name in sorts}


def usable_keys(model, references):
    """All that can be a key, without those of the record's own rows."""
    own = {child_relation(model, name).model for name in content_of(model).children}
    found = {}
    for named in references:
        for other, keys in named.items():
            if other not in own:
                known = found.setdefault(other, set())
                known |= {key for key in keys - known if key_of(other, key)}
    return found


def key_of(model, text):
    """The key that a text writes in its one form, or None."""
    try:
        key = model._meta.pk.to_python(text)
    except ValidationError:
        return None
    return key if str(key) == text else None
