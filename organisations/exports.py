"""The formats in which others take the records away, and the list on other sites."""

from django.utils.translation import gettext_lazy as _

from exports.change_feeds import RecordFeed
from exports.embeds import Embed
from exports.linked_data import LinkedData
from exports.lists import ListDownload
from exports.records import RecordDownload
from exports.references import RIS, About, BibTeX
from exports.table_files import table_formats

from .api import JSON
from .feeds import OrganisationsFeed
from .models import Organisation
from .relations import read_relations
from .structured import describe_in_full
from .tables import TABLE
from .views import SECTION, OrganisationListView


class OrganisationLinkedData(LinkedData):
    def with_details(self, organisations):
        return organisations.select_related("parent").prefetch_related(
            "names", "sites", "identifiers"
        )

    def describe(self, organisation, day):
        memberships = read_relations(organisation).memberships
        return describe_in_full(organisation, member_of=[b for b in memberships if not b.until])


def about(organisation, day):
    return About(str(organisation.get_kind_display()))


LIST_FORMATS = [*table_formats(TABLE), OrganisationsFeed()]
RECORD_FORMATS = [BibTeX(about), RIS(about), JSON, OrganisationLinkedData(), RecordFeed()]


class OrganisationListDownload(ListDownload, OrganisationListView):
    formats = LIST_FORMATS


class OrganisationDownload(RecordDownload):
    model = Organisation
    section = SECTION
    formats = RECORD_FORMATS


class OrganisationListEmbed(Embed, OrganisationListView):
    full = "organisations:list"
    name = _("Organisations in fusion cooperation")
    template_name = "organisations/organisation_embed.html"
