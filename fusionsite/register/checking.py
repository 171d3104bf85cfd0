"""Every row by the rules of its model, before anything is written."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint

from publishing.models import Change

from .building import LINKING
from .tables import (
    CHANGES,
    CONTENT,
    MERGED,
    RECORDS,
    REDIRECTS,
    TAKEN_BACK,
    VERSIONS,
    reference_field,
)

# What an editor may type for any record; that of a theme has low lines, that of a page slashes.
ADDRESS = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")
IDENTIFIER = re.compile(r"([A-Z]{2,4})-([0-9]{4,7})")


class Checker:
    def __init__(self, package, problems):
        self.package = package
        self.problems = problems
        self.passed = set()

    def check_keys(self):
        """That each row can be named: without that, whatever names it is wrong too."""
        for row in self.package.of(RECORDS):
            self.check_reference(row)
        for table in CONTENT:
            for name in {"id", reference_field(table.model)}:
                self.check_once(self.package.rows[table], name)

    def check_once(self, rows, name):
        first = {}
        for row in rows:
            found = first.setdefault(row.values.get(name), row)
            if found is not row and name in row.values:
                self.problems.at(row, name, f"Row {found.number} has the same.")

    def check(self):
        for row in self.package.of(CONTENT):
            self.check_values(row)
        for row in self.package.of(RECORDS):
            self.check_withdrawal(row)
        wrong = {(p.file, p.row) for p in self.problems.found}
        for row in self.package.of(CONTENT):
            if (row.table.file, row.number) not in wrong:
                self.check_rules(row)
        self.check_history()
        for row in self.package.of([TAKEN_BACK]):
            self.check_taken_back(row)
        for row in self.package.of([MERGED]):
            self.check_merged(row)

    def check_values(self, row):
        """What each field allows: lengths, codes, dates, addresses."""
        present = {c.name for c in row.table.columns if c.sort not in LINKING} & set(row.values)
        exclude = {f.name for f in row.instance._meta.fields} - present
        try:
            row.instance.clean_fields(exclude=exclude)
        except ValidationError as error:
            self.report(row, error)

    def check_reference(self, row):
        """The permanent identifier or the address by which others name the record."""
        name = reference_field(row.table.model)
        value = row.values.get(name)
        if not value:
            self.problems.at(row, name, "It is empty.")
        elif row.table.model.identifier_prefix:
            self.check_identifier(row, row.table.model, value)
        if "slug" in row.values and name != "slug" and not row.values["slug"]:
            self.problems.at(row, "slug", "It is empty.")

    def check_identifier(self, row, model, value):
        prefix = model.identifier_prefix
        match = IDENTIFIER.fullmatch(value)
        if not match or match[1] != prefix or f"{prefix}-{int(match[2]):04d}" != value:
            reason = f"“{value[:40]}” is no identifier like {prefix}-0001."
            self.problems.at(row, "identifier", reason)

    def check_withdrawal(self, row):
        at, reason = row.values.get("withdrawn_at"), row.values.get("withdrawn_reason")
        if at and not reason:
            self.problems.at(row, "withdrawn_reason", "A withdrawn record says why.")
        elif reason and not at:
            self.problems.at(row, "withdrawn_at", "A withdrawn record says since when.")

    def check_rules(self, row):
        """What the columns must be together, on values as they would be stored."""
        derive(row.instance)
        try:
            row.instance.clean()
            for constraint in row.instance._meta.constraints:
                if isinstance(constraint, CheckConstraint):
                    self.check_constraint(row, constraint)
        except ValidationError as error:
            self.report(row, error)
        party = getattr(row.instance, "party", None)
        if party and party.agreement_id != row.instance.agreement_id:
            self.problems.at(row, "party", "It is a party of another agreement.")

    def check_constraint(self, row, constraint):
        """Asks the database, once for all rows that are alike in what the rule is about."""
        alike = likeness(row.instance, constraint)
        if alike in self.passed:
            return
        try:
            constraint.validate(type(row.instance), row.instance)
            self.passed.add(alike)
        except ValidationError as error:
            if constraint.violation_error_message != constraint.default_violation_error_message:
                raise
            prefix = "_".join(row.instance._meta.label_lower.split("."))
            rule = constraint.name.removeprefix(prefix).strip("_").replace("_", " ")
            raise ValidationError(f"It breaks the rule “{rule}”.") from error

    def report(self, row, error):
        found = error.error_dict if hasattr(error, "error_dict") else {"": [error]}
        for name, errors in found.items():
            column = name if row.table.holds(name) else ""
            for reason in ValidationError(errors).messages:
                self.problems.at(row, column, reason)

    def check_history(self):
        numbers = {}
        for row in self.package.of([VERSIONS]):
            numbers.setdefault(row.values.get("record"), []).append(row)
        for rows in numbers.values():
            self.check_numbers(sorted(rows, key=lambda row: row.values.get("number") or 0))
        known = {
            (record, row.values.get("number")) for record, rows in numbers.items() for row in rows
        }
        for row in self.package.of([CHANGES]):
            self.check_change(row, known)
        for row in self.package.of([REDIRECTS]):
            self.check_address(row)

    def check_numbers(self, rows):
        """One number a version; only the newest is what the tables hold."""
        seen = set()
        for row in rows:
            number = row.values.get("number")
            if number == 0 or number in seen:
                self.problems.at(row, "number", "Versions count from 1, each number once.")
            seen.add(number)
            if "snapshot" in row.values:
                is_live = row.values["snapshot"] is None
                if is_live != (row is rows[-1]):
                    reason = "The newest version has no snapshot, every other has one."
                    self.problems.at(row, "snapshot", reason)

    def check_change(self, row, known):
        if row.values.get("kind", "published") not in Change.Kind.values:
            self.problems.at(row, "kind", "The register knows no such change.")
        number = row.values.get("version")
        if number is not None and (row.values.get("record"), number) not in known:
            self.problems.at(row, "version", f"Version {number} is not in versions.csv.")

    def check_address(self, row):
        slug = row.values.get("slug")
        if slug is not None and not ADDRESS.fullmatch(slug):
            self.problems.at(row, "slug", "It is no address.")

    def check_taken_back(self, row):
        models_here = {table.model._meta.model_name: table.model for table in RECORDS}
        model = models_here.get(row.values.get("model"))
        if model is None:
            self.problems.at(row, "model", f"Write one of {', '.join(models_here)}.")
        elif model.identifier_prefix:
            self.check_identifier(row, model, row.values.get("identifier", ""))
        self.check_address(row)

    def check_merged(self, row):
        self.check_identifier(row, row.table.model, row.values.get("identifier", ""))
        for name in ("name", "merged_into"):
            if row.values.get(name) == "":
                self.problems.at(row, name, "It is empty.")
        self.check_address(row)


def likeness(instance, constraint):
    """Of free text, rules ask no more than whether there is any."""
    values = []
    for name in sorted(constraint.condition.referenced_base_fields):
        field = instance._meta.get_field(name)
        value = getattr(instance, field.attname)
        is_free = isinstance(field, models.CharField | models.FileField) and not field.choices
        values.append(bool(value) if is_free else value)
    return constraint.name, tuple(values)


def derive(instance):
    """Bring an unsaved instance to what its row would hold: keys, days, cleaned text."""
    for field in instance._meta.concrete_fields:
        if not isinstance(field, models.FileField):
            field.pre_save(instance, add=True)
