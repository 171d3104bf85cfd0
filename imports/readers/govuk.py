"""Documents of GOV.UK's Content API, one or many.

https://content-api.publishing.service.gov.uk/reference.html
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from .json_documents import JsonLinesReader, JsonReader, has_lines
from .tables import MOST_ROWS

VERSION = 1


class GovukReader:
    format = "govuk"
    version = VERSION
    columns = ()
    notes = ()

    def __init__(self, input, *, encoding=None, most_rows=MOST_ROWS):
        """Finds the documents. Raises Unreadable."""
        reader = JsonLinesReader if has_lines(input, encoding) else JsonReader
        self.documents = reader(input, encoding=encoding, most_rows=most_rows)

    def rows(self):
        """Each document under its position, or its line. Raises Unreadable."""
        for row in self.documents.rows():
            if row.problem or is_govuk(row.values):
                yield row
            else:
                yield replace(row, problem=_("It is no document of GOV.UK."))


def is_govuk(values):
    """A document says what it is and where; one that is gone may say no more."""
    return "schema_name" in values and ("document_type" in values or "base_path" in values)
