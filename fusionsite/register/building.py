"""From rows of values to unsaved instances that refer to one another."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import UUIDField

from publishing.models import Record

from .tables import (
    CHILDREN,
    CONTENT,
    GONE,
    HISTORY,
    RECORDS,
    record_reference,
    reference_field,
    table_of,
)

# Columns that are no field of the row's instance: who it belongs to, and its public standing.
APART = {"record", "withdrawn_at", "withdrawn_reason"}
LINKING = ("reference", "references")


class Builder:
    """Gives each row its `instance`, `sets` and `owner`; whoever names what is nowhere is refused.

    `index`: {(model, reference): row}. `records`: {"AG-0006": row} of every kind.
    """

    def __init__(self, package, problems):
        self.package = package
        self.problems = problems
        self.index = {}
        self.records = {}
        self.here = {}

    def build(self):
        for row in self.package.of(CONTENT):
            row.instance = row.table.model(**plain_values(row))
            self.remember(row)
        self.look_here()
        for row in self.package.of(CONTENT):
            self.link(row)
        for row in self.package.of([*CHILDREN, *HISTORY]):
            self.attach(row)

    def remember(self, row):
        reference = row.values.get(reference_field(row.table.model))
        self.index.setdefault((row.table.model, str(reference)), row)
        if row.table in RECORDS:
            self.records.setdefault(record_reference(row.instance), row)

    def look_here(self):
        """Find what the package names and does not hold among what is public here."""
        wanted = {}
        for row in self.package.of(CONTENT):
            for column, reference in references_of(row):
                key = column.field.related_model, reference
                if key not in self.index and not is_kept_together(row, column):
                    wanted.setdefault(key[0], set()).add(reference)
        for model, references in wanted.items():
            found = rows_here(model, references)
            self.here |= {(model, reference): row for reference, row in found.items()}

    def link(self, row):
        targets = {}
        for column, reference in references_of(row):
            target = self.target(row, column, reference)
            if target is not None:
                targets.setdefault(column, {})[target.pk] = target
        for column in row.table.columns:
            found = list(targets.get(column, {}).values())
            if column.sort == "references":
                row.sets[column.name] = found
            elif found:
                setattr(row.instance, column.name, found[0])
            elif column.sort == "reference" and row.values.get(column.name) == "":
                self.check_may_be_empty(row, column)

    def target(self, row, column, reference):
        model = column.field.related_model
        found = self.index.get((model, reference))
        if found:
            return found.instance
        here = self.here.get((model, reference))
        if here is None:
            nor_here = "" if is_kept_together(row, column) else ", nor public here"
            reason = f"“{reference[:60]}” is not in {table_of(model).file}{nor_here}."
            self.problems.at(row, column.name, reason)
        return here

    def check_may_be_empty(self, row, column):
        if not column.field.null:
            self.problems.at(row, column.name, "It is empty.")

    def attach(self, row):
        """Find the record that the row belongs to."""
        name = row.values.get(row.table.owner)
        if row.table in GONE or name is None:
            return
        if not row.table.holds("record"):
            record = row.table.model._meta.get_field(row.table.owner).related_model
            row.owner = self.index.get((record, name))
            return
        row.owner = self.records.get(name)
        if row.owner is None and name not in self.package.gone:
            self.problems.at(row, "record", f"“{name[:60]}” is no record of this package.")
        if row.owner and row.instance:
            kind = ContentType.objects.get_for_model(row.owner.table.model)
            row.instance.content_type = kind
            row.instance.object_id = row.owner.instance.pk


def plain_values(row):
    linking = {column.name for column in row.table.columns if column.sort in LINKING}
    return {name: value for name, value in row.values.items() if name not in linking | APART}


def is_kept_together(row, column):
    """A record and its rows come in one package; a signatory and its party do too."""
    return row.table in CHILDREN and column.name in (row.table.owner, "party")


def references_of(row):
    """(column, reference) of everything that the row names."""
    for column in row.table.columns:
        value = row.values.get(column.name)
        if value and column.sort in LINKING:
            for reference in value if column.sort == "references" else [value]:
                yield column, reference


def rows_here(model, references):
    """{reference: row} of the rows that others may name."""
    field = reference_field(model)
    if issubclass(model, Record):
        return model.objects.published().in_bulk(references, field_name=field)
    keys = [key for key in map(key_of, references) if key]
    return {str(key): row for key, row in model._base_manager.in_bulk(keys).items()}


def key_of(reference):
    """None for what is no UUID."""
    try:
        return UUIDField().to_python(reference)
    except ValidationError:
        return None
