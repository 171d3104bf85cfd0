"""The formats in which others take the records away."""

from exports.lists import ListDownload
from exports.records import RecordDownload
from exports.table_files import table_formats

from .models import Agreement
from .tables import TABLE
from .views import SECTION, AgreementListView

LIST_FORMATS = [*table_formats(TABLE)]
RECORD_FORMATS = []


class AgreementListDownload(ListDownload, AgreementListView):
    formats = LIST_FORMATS


class AgreementDownload(RecordDownload):
    model = Agreement
    section = SECTION
    formats = RECORD_FORMATS
