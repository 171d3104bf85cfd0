"""Writes everything that is public as a data package: the same register gives the same bytes."""

import csv
import io
from contextlib import contextmanager
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import connection, transaction

from imports.readers.formulas import harmless
from publishing.models import Change, Redirect, Version

from .cells import write
from .descriptor import write_descriptor
from .files import DESCRIPTOR, write_package
from .media import FOLDER, file_names
from .tables import (
    CHANGES,
    CHILDREN,
    MERGED,
    RECORDS,
    REDIRECTS,
    SOURCES,
    TAKEN_BACK,
    VERSIONS,
    record_reference,
    reference_to,
)


def export_package(path):
    """Raises Unreadable when there is something else at the path."""
    with one_moment():
        write_package(path, Exporter().files())


@contextmanager
def one_moment():
    """All queries see the register as it is when the first of them runs; nobody's writing waits."""
    begins = not connection.in_atomic_block
    with only_reading(), transaction.atomic():
        if begins and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@contextmanager
def only_reading():
    """On SQLite the transactions that begin inside take no lock of writers."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = usual


class UnixLines(io.StringIO):
    """Rows that end in LF alone.

    The writer goes on thinking that they end in CR and LF: it quotes only cells that hold either.
    """

    def write(self, row):
        return super().write(row.removesuffix("\r\n") + "\n")


class Exporter:
    """Reads each table once; `order` and `references` go by the key of a record.

    `rows`: {name of a table: how many it has}, once the first file was given.
    """

    def files(self):
        """(name, bytes) of every file of the package in the order of their names.

        Pictures and documents are read as their turn comes: no more than one is held.
        """
        self.media = set()
        written = {**self.write_tables(), DESCRIPTOR: write_descriptor()}
        for name in sorted([*written, *(FOLDER + name for name in self.media)]):
            content = written.get(name) or read_media(name.removeprefix(FOLDER))
            if content is not None:
                yield name, content

    def write_tables(self):
        """{file: its bytes}; what the rows name goes into `media`."""
        tables = self.read_tables()
        self.rows = {table.name: len(rows) for table, rows in tables.items()}
        self.note_media_of(tables[VERSIONS])
        return {table.file: self.written(table, rows) for table, rows in tables.items()}

    def read_tables(self):
        records = {table: public_records(table) for table in RECORDS}
        public = [record for found in records.values() for record in found]
        merged = self.merged_into(public)
        gone = [r for table in RECORDS for r in records_taken_back(table) if r not in merged]
        everything = [*public, *gone, *merged]
        self.order = {record.pk: place for place, record in enumerate(everything)}
        self.names = {record.pk: reference_to(record) for record in public}
        self.references = {record.pk: record_reference(record) for record in everything}
        keys = {record.pk for record in public}
        children = {table: self.children(table, keys) for table in CHILDREN}
        versions = self.of_records(Version.objects.public(), keys, "number")
        return {
            SOURCES: cited_sources(children[CHILDREN[-1]], versions),
            **records,
            **children,
            VERSIONS: versions,
            CHANGES: self.of_records(Change.objects.select_related("version"), keys, "at"),
            REDIRECTS: self.of_records(Redirect.objects.all(), self.order, "slug"),
            TAKEN_BACK: gone,
            MERGED: merged,
        }

    def merged_into(self, public):
        """Those whose readers are led to a public one; of others only the taking back is told."""
        rows = [row for row in records_taken_back(MERGED) if row.merged_into_id]
        self.ends = MERGED.model.replacements([row.pk for row in rows])
        keys = {str(record.pk) for record in public}
        return [row for row in rows if self.ends[str(row.pk)] in keys]

    def children(self, table, keys):
        return self.of_records(with_sets(table, table.model._base_manager.all()), keys, "position")

    def of_records(self, rows, keys, name):
        """The rows of these records, in the order of the records and then of a field."""
        mine = [row for row in rows if owner_key(row) in keys]
        return sorted(mine, key=lambda row: (self.order[owner_key(row)], getattr(row, name)))

    def written(self, table, rows):
        lines = [[harmless(self.cell(row, column)) for column in table.columns] for row in rows]
        if table is CHANGES:
            # Changes of one moment have no order of their own.
            place = {reference: self.order[key] for key, reference in self.references.items()}
            lines.sort(key=lambda line: (place[line[0]], line[1:]))
        text = UnixLines()
        writer = csv.writer(text)
        writer.writerow(column.name for column in table.columns)
        writer.writerows(lines)
        return text.getvalue().encode()

    def cell(self, row, column):
        if column.name == "record":
            return self.references[owner_key(row)]
        if column.name == "model":
            return row._meta.model_name
        if column.name == "version":
            return write(row.version and row.version.number)
        if column.name == "identifier":
            return getattr(row, "identifier", "")
        if column.name == "merged_into":
            return self.reference(UUID(self.ends[str(row.pk)]))
        if column.sort == "reference":
            return self.reference(getattr(row, column.field.attname))
        if column.sort == "references":
            return ";".join(sorted(self.reference(t.pk) for t in getattr(row, column.name).all()))
        if column.sort == "file":
            return self.file(getattr(row, column.name))
        if column.sort == "snapshot" and row.state == Version.State.LIVE:
            # It is what the tables hold.
            return ""
        return write(getattr(row, column.name))

    def reference(self, key):
        return self.names.get(key) or write(key)

    def file(self, file):
        """A file that is lost is not named: nobody could read the package in."""
        if not file or not default_storage.exists(file.name):
            return ""
        self.media.add(file.name)
        return file.name

    def note_media_of(self, versions):
        for version in versions:
            kind = ContentType.objects.get_for_id(version.content_type_id)
            self.media |= file_names(kind.model_class(), version.snapshot)


def read_media(name):
    """The bytes of a stored file, None of one that is lost."""
    if not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        return file.read()


def public_records(table):
    rows = with_sets(table, table.model.objects.published())
    return sorted(rows, key=lambda record: natural(reference_to(record)))


def records_taken_back(table):
    rows = table.model.objects.filter(unpublished_at__isnull=False)
    return sorted(rows, key=lambda record: natural(record_reference(record)))


def natural(reference):
    """AG-10000 comes after AG-9999."""
    letters, dash, number = reference.rpartition("-")
    return (letters, int(number)) if dash and number.isdecimal() else (reference, 0)


def with_sets(table, rows):
    sets = [column.name for column in table.columns if column.sort == "references"]
    return rows.order_by("pk").prefetch_related(*sets)


def owner_key(row):
    field = getattr(row, "owner_field", None)
    return getattr(row, f"{field}_id") if field else row.object_id


def cited_sources(citations, versions):
    """Those that a record names, or an old version that can still be read."""
    keys = {str(citation.source_id) for citation in citations}
    for version in versions:
        rows = version.snapshot["children"].get("citations", {}).values()
        keys |= {row["source"] for row in rows}
    found = SOURCES.model.objects.in_bulk(keys)
    return [found[key] for key in sorted(found, key=str)]
