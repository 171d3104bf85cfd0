"""Writes the rows of new and changed records, inside the transaction of the importer."""

from publishing.models import Redirect

from .tables import CHILDREN, MERGED, RECORDS, REDIRECTS, SOURCES

NOT_STORED = {"id", "record", "withdrawn_at", "withdrawn_reason"}


def write_sources(package, plans):
    new = [plan.row.instance for plan in plans if plan.here is None]
    SOURCES.model.objects.bulk_create(new)
    for plan in plans:
        if plan.here is not None:
            copy_values(package, plan)


def write_records(package, plans):
    for table in RECORDS:
        mine = [plan for plan in plans if plan.row.table is table]
        table.model._base_manager.bulk_create([p.row.instance for p in mine if p.here is None])
        for plan in mine:
            if plan.here is not None:
                copy_values(package, plan)
        write_sets(mine)
    for table in reversed(CHILDREN):
        make_room(package, table, {id(plan.row) for plan in plans if plan.here is not None})
    for table in CHILDREN:
        write_children(package, table, {id(plan.row) for plan in plans})


def copy_values(package, plan):
    """Columns that the package leaves out stay as they are."""
    for column in plain_columns(package, plan.row.table):
        name = column.field.attname
        setattr(plan.here, name, getattr(plan.row.instance, name))
    plan.here.save()


def plain_columns(package, table):
    absent = package.absent[table] | NOT_STORED
    return [c for c in table.columns if c.name not in absent and c.sort != "references"]


def write_sets(plans):
    for plan in plans:
        if plan.here is not None:
            for name, targets in plan.row.sets.items():
                getattr(plan.here, name).set(target.pk for target in targets)
    add_to_sets([plan.row for plan in plans if plan.here is None])


def add_to_sets(rows):
    """Many-to-many rows of new instances, one query for each set."""
    for name in rows[0].sets if rows else ():
        field = rows[0].table.model._meta.get_field(name)
        through = field.remote_field.through
        ours, theirs = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        through.objects.bulk_create(
            through(**{ours: row.instance.pk, theirs: target.pk})
            for row in rows
            for target in row.sets[name]
        )


def make_room(package, table, owners):
    """Take away the rows of changed records: unique values may move from one row to another.

    What the package does not tell of a row that comes back stays as it was.
    """
    rows = [row for row in package.of([table]) if id(row.owner) in owners]
    coming = {row.instance.pk: row for row in rows}
    keys = {row.instance.pk for row in package.of(RECORDS) if id(row) in owners}
    owner = "object_id" if table.holds("record") else table.owner
    going = table.model._base_manager.filter(**{f"{owner}__in": keys})
    for here in going:
        row = coming.get(here.pk)
        if row:
            keep_untold(row, here)
    going.delete()


def keep_untold(row, here):
    owner = {"content_type", "object_id", row.table.owner}
    for field in here._meta.concrete_fields:
        if field.name not in row.values and field.name not in owner:
            setattr(row.instance, field.attname, getattr(here, field.attname))


def write_children(package, table, owners):
    rows = [row for row in package.of([table]) if id(row.owner) in owners]
    table.model._base_manager.bulk_create([row.instance for row in rows])
    add_to_sets(rows)


def write_gone(plans):
    """An identifier and an address that no other record is ever given."""
    for plan in plans:
        values = plan.row.values
        record = plan.model(slug=values["slug"], unpublished_at=values["unpublished_at"])
        if plan.model.identifier_prefix:
            record.identifier = values["identifier"]
        setattr(record, plan.model.title_field, plan.reference)
        if plan.row.table is MERGED:
            record.pk, record.name = values["id"], values["name"]
            record.merged_into = plan.model.objects.get(identifier=values["merged_into"])
        record.save(force_insert=True)
        plan.record = record


def write_redirects(package, records):
    """`records`: {"AG-0006": the record whose old addresses are read}."""
    for row in package.of([REDIRECTS]):
        record = records.get(row.values["record"])
        if record is not None:
            kept = Redirect.objects.of(record).filter(slug=row.values["slug"])
            if not kept.update(created_at=row.values["created_at"]):
                Redirect.objects.create(
                    record=record, slug=row.values["slug"], created_at=row.values["created_at"]
                )
