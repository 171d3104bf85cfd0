"""The formats in which others take the records away."""

from exports.lists import ListDownload
from exports.records import RecordDownload
from exports.references import RIS, About, BibTeX
from exports.table_files import table_formats

from .models import Organisation
from .tables import TABLE
from .views import SECTION, OrganisationListView


def about(organisation, day):
    return About(str(organisation.get_kind_display()))


LIST_FORMATS = [*table_formats(TABLE)]
RECORD_FORMATS = [BibTeX(about), RIS(about)]


class OrganisationListDownload(ListDownload, OrganisationListView):
    formats = LIST_FORMATS


class OrganisationDownload(RecordDownload):
    model = Organisation
    section = SECTION
    formats = RECORD_FORMATS
