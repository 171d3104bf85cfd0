"""What may be there once: within the package, and beside what is here already."""

from django.db.models import UniqueConstraint

from publishing.models import Redirect

from .tables import CHILDREN, CONTENT, RECORDS, REDIRECTS, reference_field, reference_to


def check_uniqueness(package, problems):
    for table in CONTENT:
        rows = package.rows.get(table, [])
        for names, condition in unique_sets(table.model):
            keyed = [(key_of(row.instance, names), row) for row in rows]
            keyed = [(key, row) for key, row in keyed if counts(key, condition, names)]
            check_within(keyed, shown_column(table, names), problems)
            # How a record is named here is for comparing.py to look at.
            if not belongs_to_owner(table, names) and names != (reference_field(table.model),):
                check_here(table, names, keyed, problems)
    for table in CHILDREN:
        check_owners(table, package.rows.get(table, []), problems)
    check_addresses(package, problems)


def unique_sets(model):
    """(field names, condition) of everything that identifies one row."""
    for field in model._meta.concrete_fields:
        if field.unique:
            yield (field.name,), None
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield constraint.fields, constraint.condition


def key_of(instance, names):
    fields = [instance._meta.get_field(name) for name in names]
    return tuple(getattr(instance, field.attname) for field in fields)


def counts(key, condition, names):
    return None not in key and (
        condition is None or condition.check(dict(zip(names, key, strict=True)))
    )


def shown_column(table, names):
    """The column that somebody would mend: the last that the table shows."""
    names = [name.removesuffix("_key") for name in names]
    return next((name for name in reversed(names) if table.holds(name)), "")


def belongs_to_owner(table, names):
    """Rows of a record are replaced with it: only the package counts."""
    return table.owner in names or "object_id" in names


def check_within(keyed, column, problems):
    first = {}
    for key, row in keyed:
        if key in first:
            problems.at(row, column, f"Row {first[key].number} has the same.")
        first.setdefault(key, row)


def check_here(table, names, keyed, problems):
    """Rows here with another key that would stand beside those of the package."""
    wanted = dict(keyed)
    own = {row.instance.pk for _key, row in keyed}
    replaced = {row.owner.instance.pk for row in wanted.values() if row.owner}
    last = names[-1]
    values = {key[-1] for key in wanted}
    for batch in batches(values):
        for found in table.model._base_manager.filter(**{f"{last}__in": batch}):
            key = key_of(found, names)
            stays = table not in CHILDREN or owner_key(table, found) not in replaced
            if key in wanted and found.pk not in own and stays:
                name = reference_to(found) if table in RECORDS else str(found)
                column = shown_column(table, names)
                problems.at(wanted[key], column, f"Another row here has the same: {name}.")


def check_owners(table, rows, problems):
    """A key is that of one row for ever: it does not move to another record."""
    here = table.model._base_manager.in_bulk([row.instance.pk for row in rows])
    for row in rows:
        found = here.get(row.instance.pk)
        if found and row.owner and owner_key(table, found) != row.owner.instance.pk:
            problems.at(row, "id", "A row of another record here has this key.")


def owner_key(table, instance):
    return getattr(instance, "object_id" if table.holds("record") else f"{table.owner}_id")


def check_addresses(package, problems):
    """An old address leads to one record, and is the address of none."""
    now = {(r.table.model, r.values.get("slug")): r for r in package.of([*RECORDS])}
    seen = {}
    for row in package.of([REDIRECTS]):
        if not row.owner:
            continue
        key = row.owner.table.model, row.values.get("slug")
        if key in now:
            problems.at(row, "slug", "A record of the package has this address today.")
        if seen.setdefault(key, row) is not row:
            problems.at(row, "slug", f"Row {seen[key].number} has the same.")
        if Redirect.objects.of_others(row.owner.instance, key[1]).exists():
            problems.at(row, "slug", "Another record here had this address.")
        if key[0].objects.filter(slug=key[1]).exclude(pk=row.owner.instance.pk).exists():
            problems.at(row, "slug", "Another record here has this address.")


def batches(values, size=500):
    values = list(values)
    return [values[start : start + size] for start in range(0, len(values), size)]
