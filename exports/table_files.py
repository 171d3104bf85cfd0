"""A list as a table in CSV, JSON or XLSX."""

import csv
import io
import json

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from imports.readers.formulas import harmless

from .answers import as_file, newest_source, streamed
from .cells import json_of, text_of
from .conditional import unless_known
from .lists import ListFormat

# Within a quotation that nobody closes, so that no reader takes the file for whole.
BROKEN_OFF = b'"This file broke off here: the rest is missing. Download it again.'


class TableFormat(ListFormat):
    def __init__(self, table):
        self.table = table

    def with_details(self, rows):
        """The table reads what belongs to a record itself, a portion at a time."""
        return rows.prefetch_related(None)

    def response(self, found):
        return unless_known(
            found.request,
            lambda: as_file(self.file(found), found, self.ending),
            today=found.as_of.today,
            form=self.table.names,
            sources=newest_source(found.rows.model),
        )

    def file(self, found):
        raise NotImplementedError


class CsvFormat(TableFormat):
    """RFC 4180 in UTF-8, without a byte order mark: to a program it is part of the first heading.

    https://www.rfc-editor.org/rfc/rfc4180
    """

    ending = "csv"
    label = _("CSV")
    content_type = "text/csv; charset=utf-8; header=present"

    def file(self, found):
        return streamed(found, self.chunks(found), self.content_type)

    def chunks(self, found):
        yield csv_lines([self.table.names])
        try:
            for rows in self.table.portions(found):
                yield csv_lines(map(csv_row, rows))
        except Exception:
            yield BROKEN_OFF
            raise


def csv_row(values):
    # Most cells are empty, and a file has a million of them.
    return ["" if value == "" else harmless(text_of(value)) for value in values]


def csv_lines(rows):
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    return lines.getvalue().encode()


class JsonFormat(TableFormat):
    """An array of objects, one a line; broken off, it has no end and is no JSON.

    https://www.rfc-editor.org/rfc/rfc8259
    """

    ending = "json"
    label = _("JSON")
    content_type = "application/json"

    def file(self, found):
        return streamed(found, self.chunks(found), self.content_type)

    def chunks(self, found):
        names, before = self.table.names, "["
        for rows in self.table.portions(found):
            lines = [f"\n{json_line(names, row)}" for row in rows]
            yield f"{before}{','.join(lines)}".encode()
            before = ","
        yield b"\n]\n" if before == "," else b"[\n]\n"


def json_line(names, row):
    values = map(json_of, row)
    return json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False)


class XlsxFormat(TableFormat):
    """A workbook with one sheet; it is whole before the first byte is sent."""

    ending = "xlsx"
    label = _("Excel (XLSX)")
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def file(self, found):
        # The rows wait on the disk until they are packed; the packed file is small.
        file = io.BytesIO()
        # What few downloads need would take memory from each process of the server.
        from .workbooks import write_workbook

        write_workbook(file, self.table, self.table.portions(found))
        return HttpResponse(file.getvalue(), content_type=self.content_type)


def table_formats(table):
    return [CsvFormat(table), XlsxFormat(table), JsonFormat(table)]
