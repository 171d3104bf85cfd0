"""Which rows of the register are public, and in which order a package has them."""

from publishing.models import Version

from .tables import record_reference, reference_field, reference_to

SETS_AT_ONCE = 2000


def public_records(table):
    return in_natural_order(with_sets(table, table.model.objects.published()))


def public_names(table):
    """The same records, of which no more is read than what others call them by."""
    return in_natural_order(table.model.objects.published().only(reference_field(table.model)))


def in_natural_order(records):
    return sorted(records, key=lambda record: natural(reference_to(record)))


def public_versions():
    """What a live one holds stands in the tables: its snapshot is not read."""
    live = Version.objects.public().filter(state=Version.State.LIVE)
    return [*Version.objects.public().exclude(state=Version.State.LIVE), *live.without_snapshot()]


def earlier(versions):
    return [version for version in versions if version.state != Version.State.LIVE]


def records_taken_back(table):
    rows = table.model.objects.filter(unpublished_at__isnull=False)
    return sorted(rows, key=lambda record: natural(record_reference(record)))


def natural(reference):
    """AG-10000 comes after AG-9999."""
    letters, dash, number = reference.rpartition("-")
    return (letters, int(number)) if dash and number.isdecimal() else (reference, 0)


def with_sets(table, rows):
    sets = [column.name for column in table.columns if column.sort == "references"]
    rows = rows.order_by("pk").prefetch_related(*sets)
    # The sets of so many at once: PostgreSQL takes 65,535 values in a query.
    return rows.iterator(chunk_size=SETS_AT_ONCE)


def owner_key(row):
    field = getattr(row, "owner_field", None)
    return getattr(row, f"{field}_id") if field else row.object_id
