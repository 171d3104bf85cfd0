"""The formats in which others take the records away."""

from exports.lists import ListDownload
from exports.records import RecordDownload

from .models import Organisation
from .views import SECTION, OrganisationListView

LIST_FORMATS = []
RECORD_FORMATS = []


class OrganisationListDownload(ListDownload, OrganisationListView):
    formats = LIST_FORMATS


class OrganisationDownload(RecordDownload):
    model = Organisation
    section = SECTION
    formats = RECORD_FORMATS
