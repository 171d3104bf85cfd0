"""The formats in which others take the records away, and the list on other sites."""

from django.utils.translation import gettext_lazy as _

from exports.change_feeds import RecordFeed
from exports.embeds import Embed
from exports.linked_data import LinkedData
from exports.lists import ListDownload
from exports.records import RecordDownload
from exports.references import RIS, About, BibTeX
from exports.table_files import table_formats
from publishing.structured import exact_date

from .api import JSON
from .calendars import AgreementCalendar, AgreementsCalendar
from .connections import read_connections
from .feeds import AgreementsFeed
from .models import Agreement
from .structured import describe_in_full
from .tables import TABLE
from .views import SECTION, AgreementListView
from .words import kind_and_date


class AgreementLinkedData(LinkedData):
    def with_details(self, agreements):
        return agreements.with_details()

    def describe(self, agreement, day):
        connections = read_connections(agreement).rows
        return describe_in_full(agreement, day=day, connections=connections)


def about(agreement, day):
    Agreement.read_events([agreement])
    return About(kind_and_date(agreement, day), exact_date(agreement.lead_event))


LIST_FORMATS = [*table_formats(TABLE), AgreementsFeed(), AgreementsCalendar()]
RECORD_FORMATS = [
    BibTeX(about),
    RIS(about),
    JSON,
    AgreementLinkedData(),
    RecordFeed(),
    AgreementCalendar(),
]


class AgreementListDownload(ListDownload, AgreementListView):
    formats = LIST_FORMATS


class AgreementDownload(RecordDownload):
    model = Agreement
    section = SECTION
    formats = RECORD_FORMATS


class AgreementListEmbed(Embed, AgreementListView):
    full = "agreements:list"
    name = _("Agreements on fusion energy")
    template_name = "agreements/agreement_embed.html"
