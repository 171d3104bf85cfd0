"""A stored snapshot brought to today's schema, and made the state of a record's rows."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from . import snapshots
from .ordering import fold
from .registry import content_of
from .replacing import follow_merged
from .snapshots import child_relation, content_fields


@dataclass
class Report:
    """What of a snapshot could not be had: `warnings` for editors, `blocking` for publication.

    `before`: the content that the rows had.
    """

    before: dict = field(default_factory=dict)
    warnings: list = field(default_factory=list)
    blocking: list = field(default_factory=list)


@contextmanager
def rolled_back():
    """Everything written inside is undone on leaving, without raising."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def conform(model, snapshot, live):
    """(the snapshot in today's schema, sentences on what was left out).

    Renamed fields move, dropped ones are left out, new ones are as in `live`; what it names and was
    merged into another record is that record.
    """
    content = content_of(model)
    left_out = []
    fields = conformed(content_fields(model), snapshot["fields"], live["fields"], content, left_out)
    children = {}
    for name in content.children:
        relation, now = child_relation(model, name), live["children"].get(name, {})
        rows = snapshot["children"].get(name)
        children[name] = (
            now
            if rows is None
            else {
                key: conformed(relation.fields, values, now.get(key), content, left_out, name)
                for key, values in rows.items()
            }
        )
    conformed_snapshot = {"fields": fields, "children": children}
    left_out += follow_merged(model, conformed_snapshot, live)
    return conformed_snapshot, sorted(set(left_out))


def conformed(fields, old, now, content, left_out, relation=None):
    prefix = f"{relation}." if relation else ""
    moved = {content.renamed.get(prefix + name, name): value for name, value in old.items()}
    known = {field.name: field for field in fields}
    for name in sorted(moved.keys() - known.keys()):
        left_out.append(_("The field “%(name)s” is no longer kept.") % {"name": name})
    return {name: moved.get(name, missing_value(known[name], name, now)) for name in known}


def missing_value(field, name, now):
    """What a field holds that the snapshot does not know: as it is live, or empty."""
    if now is not None and name in now:
        return now[name]
    return [] if field.many_to_many else snapshots.plain(field.get_default())


def apply(record, snapshot):
    """Make the rows of a record equal the snapshot; returns a Report. Call in a transaction.

    Rows that are equal already are not written. What it points at and is gone is left empty with a
    warning, or where it may not be empty blocks publication.
    """
    model = type(record)
    now = snapshots.take(record)
    snapshot, left_out = conform(model, snapshot, now)
    report = Report(before=now, warnings=left_out)
    fields = content_fields(model)
    if now["fields"] != snapshot["fields"]:
        values = Values(fields, [snapshot["fields"]], report)
        if values.usable(snapshot["fields"], capfirst(model._meta.verbose_name)):
            values.put(record, snapshot["fields"])
            leave_what_is_taken(record, now["fields"], report)
            record.save()
            values.put_sets(record, snapshot["fields"])
    for name in content_of(model).children:
        relation = child_relation(model, name)
        Rows(record, relation, report).become(snapshot["children"][name], now["children"][name])
    return report


def leave_what_is_taken(record, now, report):
    """An address or a name that another record has by now stays as it was."""
    others = type(record)._base_manager.exclude(pk=record.pk)
    for name, lookup in unique_lookups(record):
        if getattr(record, name) != now[name] and others.filter(**lookup).exists():
            field = record._meta.get_field(name)
            words = {"field": field.verbose_name, "value": getattr(record, name)}
            report.blocking.append(
                _("Another record has this %(field)s by now: %(value)s.") % words
            )
            setattr(record, name, now[name])


def unique_lookups(record):
    """(field, how to find who has its value) of what no two records share."""
    yield "slug", {"slug": record.slug}
    key = f"{record.title_field}_key"
    for constraint in record._meta.constraints:
        if getattr(constraint, "fields", ()) == (key,):
            yield record.title_field, {key: fold(record.display_title)}


class Values:
    """Sets the values of snapshots on rows; asks once a field whether what they name is there."""

    def __init__(self, fields, snapshots_of_rows, report):
        self.fields = fields
        self.report = report
        self.there = {f.name: existing(f, snapshots_of_rows) for f in fields if f.remote_field}

    def usable(self, values, label):
        """Whether a row can be made of them. Says what is missing."""
        usable = True
        for f in self.fields:
            if not f.remote_field or not self.gone(f, values):
                continue
            words = _("%(row)s: what “%(field)s” named is no longer in the register.") % {
                "row": label,
                "field": f.verbose_name,
            }
            if f.many_to_many or f.null:
                self.report.warnings.append(words)
            else:
                self.report.blocking.append(words)
                usable = False
        return usable

    def gone(self, f, values):
        return [key for key in keys_of(values[f.name]) if key not in self.there[f.name]]

    def put(self, row, values):
        for f in self.fields:
            if f.many_to_many:
                continue
            value = values[f.name]
            if f.remote_field:
                value = value if str(value) in self.there[f.name] else None
                value = f.target_field.to_python(value)
            elif not isinstance(f, models.FileField):
                value = f.to_python(value)
            setattr(row, f.attname, value)

    def put_sets(self, row, values):
        for f in self.fields:
            if f.many_to_many:
                keys = [k for k in values[f.name] if k in self.there[f.name]]
                getattr(row, f.name).set(keys)


def keys_of(value):
    return value if isinstance(value, list) else [str(value)] if value else []


def existing(field, snapshots_of_rows):
    wanted = {key for values in snapshots_of_rows for key in keys_of(values[field.name])}
    if not wanted:
        return set()
    found = field.related_model._base_manager.filter(pk__in=wanted)
    return {str(key) for key in found.values_list("pk", flat=True)}


class Rows:
    """The rows of one sort of one record."""

    def __init__(self, record, relation, report):
        self.record = record
        self.relation = relation
        self.report = report
        self.manager = getattr(record, relation.name)
        self.label = capfirst(relation.model._meta.verbose_name)

    def become(self, wanted, now):
        removed = now.keys() - wanted.keys()
        if removed:
            self.manager.filter(pk__in=removed).delete()
        changed = {key: values for key, values in wanted.items() if now.get(key) != values}
        if not changed:
            return
        values = Values(self.relation.fields, changed.values(), self.report)
        taken = self.taken_elsewhere(changed.keys() - now.keys())
        usable = {}
        for key in in_position(changed):
            if key in taken:
                self.report.blocking.append(_("%(row)s: its key is taken.") % {"row": self.label})
            elif values.usable(changed[key], self.label):
                usable[key] = changed[key]
        found = self.found(now.keys() & usable.keys())
        rows = {key: found.get(key) or self.relation.new(self.record, key) for key in usable}
        for key, row in rows.items():
            values.put(row, usable[key])
        self.write(rows)
        for key, row in rows.items():
            values.put_sets(row, usable[key])

    def write(self, rows):
        """Write them anew under their keys, so that two may exchange unique values.

        The old ones are gone for a moment: foreign keys to them are looked at when the transaction
        ends, and nothing that hangs on them may go with them.
        """
        everything = self.relation.model._base_manager.all()
        everything.filter(pk__in=rows)._raw_delete(everything.db)
        if not self.relation.is_unique_across_records:
            everything.bulk_create(rows.values())
            return
        try:
            with transaction.atomic():
                everything.bulk_create(rows.values())
        except IntegrityError:
            self.write_one_by_one(rows)

    def write_one_by_one(self, rows):
        """All but those that another record has taken meanwhile."""
        for key, row in list(rows.items()):
            try:
                with transaction.atomic():
                    row.save(force_insert=True)
            except IntegrityError:
                words = {"row": self.label, "name": row}
                self.report.blocking.append(
                    _("%(row)s “%(name)s”: another record has it by now.") % words
                )
                del rows[key]

    def found(self, keys):
        """{key: row} as they stand, where they hold more than content and what follows from it."""
        if not self.relation.beside:
            return {}
        return {str(row.pk): row for row in self.manager.filter(pk__in=keys)}

    def taken_elsewhere(self, keys):
        """Keys of rows that belong to another record."""
        rows = self.relation.model._base_manager.filter(pk__in=keys) if keys else []
        return {str(row.pk) for row in rows}


def in_position(rows):
    return sorted(rows, key=lambda key: (rows[key].get("position", 0), key))
