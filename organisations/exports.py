"""The formats in which others take the records away."""

from exports.lists import ListDownload
from exports.records import RecordDownload
from exports.table_files import table_formats

from .models import Organisation
from .tables import TABLE
from .views import SECTION, OrganisationListView

LIST_FORMATS = [*table_formats(TABLE)]
RECORD_FORMATS = []


class OrganisationListDownload(ListDownload, OrganisationListView):
    formats = LIST_FORMATS


class OrganisationDownload(RecordDownload):
    model = Organisation
    section = SECTION
    formats = RECORD_FORMATS
