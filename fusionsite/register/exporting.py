"""Writes everything that is public as a data package: the same register gives the same bytes."""

import csv
import io
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage

from imports.readers.formulas import harmless
from publishing.bounded import portions
from publishing.models import Change, Redirect, Version

from .cells import write
from .descriptor import write_descriptor
from .files import DESCRIPTOR, write_package
from .media import FOLDER, file_names
from .one_moment import one_moment
from .public_rows import (
    earlier,
    owner_key,
    public_names,
    public_records,
    public_versions,
    records_taken_back,
    with_sets,
)
from .tables import (
    CHANGES,
    CHILDREN,
    CITATIONS,
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


class UnixLines(io.StringIO):
    """Rows that end in LF alone.

    The writer goes on thinking that they end in CR and LF: it quotes only cells that hold either.
    """

    def write(self, row):
        return super().write(row.removesuffix("\r\n") + "\n")


class Exporter:
    """Reads a table at a time; `order` and `references` go by the key of a record.

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
        self.number_records()
        written, self.rows = {}, {}
        for table, rows in self.tables():
            self.rows[table.name] = len(rows)
            written[table.file] = self.written(table, rows)
            # The next table is read when the memory of this one is free.
            del rows
        return written

    def number_records(self):
        """What the rows of every table need to know of the records."""
        public = [record for table in RECORDS for record in public_names(table)]
        self.merged = self.merged_into(public)
        taken_back = [record for table in RECORDS for record in records_taken_back(table)]
        self.gone = [record for record in taken_back if record not in self.merged]
        everything = [*public, *self.gone, *self.merged]
        self.order = {record.pk: place for place, record in enumerate(everything)}
        self.names = {record.pk: reference_to(record) for record in public}
        self.references = {record.pk: record_reference(record) for record in everything}

    def tables(self):
        """(table, rows) of each, read as its turn comes."""
        for table in RECORDS:
            yield table, public_records(table)
        for table in CHILDREN:
            yield table, self.children(table)
        versions = self.of_records(public_versions(), self.names, "number")
        sources = self.cited_sources(versions)
        self.note_media_of(versions)
        yield VERSIONS, versions
        del versions
        yield CHANGES, self.of_records(Change.objects.with_version(), self.names, "at")
        yield REDIRECTS, self.of_records(Redirect.objects.all(), self.order, "slug")
        yield TAKEN_BACK, self.gone
        yield MERGED, self.merged
        yield SOURCES, sources

    def merged_into(self, public):
        """Those whose readers are led to a public one; of others only the taking back is told."""
        rows = [row for row in records_taken_back(MERGED) if row.merged_into_id]
        self.ends = MERGED.model.replacements([row.pk for row in rows])
        keys = {str(record.pk) for record in public}
        return [row for row in rows if self.ends[str(row.pk)] in keys]

    def children(self, table):
        rows = with_sets(table, table.model._base_manager.all())
        return self.of_records(rows, self.names, "position")

    def cited_sources(self, versions):
        """Those that a record names, or an old version that can still be read."""
        citations = CITATIONS.model.objects.values_list("source", "object_id")
        keys = {str(source) for source, record in citations if record in self.names}
        for version in earlier(versions):
            rows = version.snapshot["children"].get("citations", {}).values()
            keys |= {row["source"] for row in rows}
        found = {}
        for some in portions(keys):
            found |= SOURCES.model.objects.in_bulk(some)
        return [found[key] for key in sorted(found, key=str)]

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
        for version in earlier(versions):
            kind = ContentType.objects.get_for_id(version.content_type_id)
            self.media |= file_names(kind.model_class(), version.snapshot)


def read_media(name):
    """The bytes of a stored file, None of one that is lost."""
    if not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        return file.read()
