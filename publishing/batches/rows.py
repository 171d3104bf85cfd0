"""Writing the rows of many prepared records; what the database refuses is found one by one."""

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from publishing.applying import rolled_back
from publishing.bounded import portions
from publishing.inserting import insert
from publishing.models import IdentifierCounter
from publishing.registry import content_of
from publishing.snapshots import child_relation

from .cleaning import Faults

REFUSED_BY_DATABASE = (IntegrityError, DataError)


class NewRows:
    """Writes records that are not in the register. `public_at`: since when readers see them.

    `identifiers`: {key: permanent identifier} of those that have theirs already.
    """

    def __init__(self, model, public_at=None, identifiers=()):
        self.model = model
        self.public_at = public_at
        self.identifiers = dict(identifiers)
        self.relations = [child_relation(model, name) for name in content_of(model).children]

    def write(self, many):
        if self.public_at:
            self.make_public(many)
        insert(self.model, [prepared.record for prepared in many], derived=True)
        for relation in self.relations:
            rows = (row for prepared in many for row in prepared.rows[relation.name].values())
            insert(relation.model, rows, derived=True)
        write_sets(held for prepared in many for held in prepared.sets)

    def make_public(self, many):
        for prepared in many:
            prepared.record.published_at = self.public_at
        if prefix := self.model.identifier_prefix:
            self.give_identifiers(prefix, many)

    def give_identifiers(self, prefix, many):
        """Those that come along first: the counter never falls behind one that was given."""
        coming = [self.identifiers[one.key] for one in many if one.key in self.identifiers]
        if coming:
            IdentifierCounter.raise_to(prefix, max(int(each.rpartition("-")[2]) for each in coming))
        numbers = iter(IdentifierCounter.next_identifiers(prefix, len(many) - len(coming)))
        for prepared in many:
            known = self.identifiers.get(prepared.key)
            prepared.record.identifier = known or next(numbers)

    def rows_to_save(self, prepared):
        """Its rows in an order in which each can be saved alone."""
        if self.public_at:
            self.make_public([prepared])
        for row in prepared.every_row():
            row._state.adding = True
            yield row


class ChangedRows:
    """Makes the rows of records that are there what they will be. `now`: {key: snapshot}."""

    def __init__(self, model, now):
        self.model = model
        self.now = now
        self.relations = [child_relation(model, name) for name in content_of(model).children]

    def write(self, many):
        for prepared in many:
            prepared.record.save()
        for relation in self.relations:
            insert(relation.model, self.make_room(relation, many), derived=True)
        for prepared in many:
            self.write_changed_sets(prepared)

    def make_room(self, relation, many):
        """Take away what goes and what changes; returns the rows to write.

        They are written anew under their keys, so that two may exchange unique values. Nothing
        that hangs on a row that comes back may go with it.
        """
        going, coming, returning = [], {}, []
        for prepared in many:
            now = self.now[prepared.key]["children"][relation.name]
            going += now.keys() - prepared.rows[relation.name].keys()
            changed = self.changed(prepared, relation)
            coming |= changed
            returning += changed.keys() & now.keys()
        everything = relation.model._base_manager.all()
        for some in portions(going):
            everything.filter(pk__in=some).delete()
        for some in portions(returning):
            here = everything.filter(pk__in=some)
            self.keep_beside(relation, here, coming)
            here._raw_delete(everything.db)
        return coming.values()

    def changed(self, prepared, relation):
        """{key: row} of those that are new or other than they stand."""
        now = self.now[prepared.key]["children"][relation.name]
        new = prepared.snapshot["children"][relation.name]
        rows = prepared.rows[relation.name]
        return {key: row for key, row in rows.items() if new[key] != now.get(key)}

    def keep_beside(self, relation, here, coming):
        """What a row holds that is no content stays with it."""
        for key, *values in here.values_list("pk", *relation.beside) if relation.beside else ():
            for name, value in zip(relation.beside, values, strict=True):
                setattr(coming[str(key)], name, value)

    def write_changed_sets(self, prepared):
        changed = [row for r in self.relations for row in self.changed(prepared, r).values()]
        for row, field, keys in prepared.sets:
            if row is prepared.record or any(row is other for other in changed):
                getattr(row, field.name).set(keys)

    def rows_to_save(self, prepared):
        """Its rows in an order in which each can be saved alone."""
        yield prepared.record
        for relation in self.relations:
            for row in self.make_room(relation, [prepared]):
                row._state.adding = True
                yield row


def write_sets(held):
    """Many-to-many rows of new rows, a query for each field."""
    sets = {}
    for row, field, keys in held:
        sets.setdefault(field, []).extend((row.pk, key) for key in keys)
    for field, pairs in sets.items():
        through = field.remote_field.through
        names = (f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id")
        through._base_manager.bulk_create(
            through(**dict(zip(names, pair, strict=True))) for pair in pairs
        )


def write_what_goes(prepared, rows):
    """Write all that the database takes; returns {key: sentences} of what it does not.

    `prepared`: {key: Prepared} of records that may name one another. `rows`: NewRows or
    ChangedRows.
    """
    refused = {}
    while left := {key: one for key, one in prepared.items() if key not in refused}:
        try:
            with transaction.atomic():
                rows.write(list(left.values()))
            break
        except REFUSED_BY_DATABASE:
            with rolled_back():
                found = refusals(list(left.values()), rows)
            if not found:
                raise
            refused |= found
            refused |= naming_refused(left, refused)
    return refused


def refusals(many, rows):
    """{key: sentences}, found by halves and halves of halves; the others are written meanwhile."""
    try:
        with transaction.atomic():
            rows.write(many)
        return {}
    except REFUSED_BY_DATABASE:
        if len(many) == 1:
            return {many[0].key: why_refused(many[0], rows)}
    middle = len(many) // 2
    return refusals(many[:middle], rows) | refusals(many[middle:], rows)


def why_refused(prepared, rows):
    """The sentences of the rules that the rows break."""
    faults = Faults(type(prepared.record))
    with rolled_back():
        for row in rows.rows_to_save(prepared):
            try:
                with transaction.atomic():
                    row.save(force_insert=row._state.adding)
            except REFUSED_BY_DATABASE:
                explain(row, faults)
                if row is prepared.record:
                    break
    return list(faults) or [
        _("The database refuses it: two rows are alike, or another record has what is unique.")
    ]


def explain(row, faults):
    for rule in (row.validate_unique, row.validate_constraints):
        try:
            rule()
        except ValidationError as error:
            faults.add(type(row), error)


def naming_refused(prepared, refused):
    """{key: sentences} of those that name a refused one, or one that is refused for this.

    What is public already stays so, whatever becomes of its change.
    """
    by_text = {str(key): one for key, one in prepared.items() if not one.is_public}
    found, out = {}, {str(key) for key in refused}
    while out:
        more = {}
        for key, one in prepared.items():
            names = one.named.get(type(one.record), set()) & out & by_text.keys()
            if names and key not in refused and key not in found:
                more[key] = [names_refused(by_text[name].record) for name in sorted(names)]
        found |= more
        out = {str(key) for key in more}
    return found


def names_refused(other):
    return _("It names “%(other)s”, which is refused too.") % {"other": other}
