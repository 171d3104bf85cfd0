"""The formats in which others take the records away."""

from exports.lists import ListDownload
from exports.records import RecordDownload

from .models import Agreement
from .views import SECTION, AgreementListView

LIST_FORMATS = []
RECORD_FORMATS = []


class AgreementListDownload(ListDownload, AgreementListView):
    formats = LIST_FORMATS


class AgreementDownload(RecordDownload):
    model = Agreement
    section = SECTION
    formats = RECORD_FORMATS
