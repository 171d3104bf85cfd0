from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from fusionsite.by_country import UK, AgreementsByCountry, read_partner_rows
from fusionsite.lanes import Lanes
from fusionsite.neighbourhoods import featured_agreement, neighbourhood
from fusionsite.structured import describe_site
from fusionsite.timelines import read_timeline, with_table_details
from organisations.filters import OrganisationFilter
from organisations.models import NOT_APPLICABLE
from publishing.facets import index_of
from publishing.kept_pages import MayBeKept

from .records import agreements, latest_articles, latest_of_all
from .timeline import address_of

LATEST_AGREEMENTS = 5
LATEST_NEWS = 4
COMING = 5
FEWEST_DRAWN = 2


class HomeView(MayBeKept, TemplateView):
    template_name = "fusionsite/home.html"

    def get_context_data(self, **context):
        today, by_country = timezone.localdate(), AgreementsByCountry()
        return super().get_context_data(
            **featured(today, by_country.index),
            agreements=latest_of_all(by_country.index, LATEST_AGREEMENTS),
            articles=latest_articles(LATEST_NEWS),
            organisation_count=len(index_of(OrganisationFilter)),
            partners=read_partner_rows(by_country),
            coming=agreements().prefetch_related("events").coming_first(today, COMING),
            today=today,
            structured_data=describe_site(),
            **context,
        )


def featured(day, index):
    """What editors feature, with the timeline of what it came from and what came of it."""
    agreement = featured_agreement(agreements())
    if agreement is None:
        return {}
    around = agreements().filter(pk__in=neighbourhood(agreement)).with_days()
    timeline = read_timeline(
        *(index, index.numbers_of(around), address_of_part),
        day=day,
        fewest=FEWEST_DRAWN,
        counts_lanes=False,
    )
    neighbours = index.known(with_table_details(around.oldest_first()))
    Lanes(index).give_to(neighbours)
    return {"featured": agreement, "timeline": timeline, "neighbours": neighbours, "home": UK}


def address_of_part(lane=(), **_years):
    """A lane of the neighbourhood leads to all records of that lane."""
    if len(lane) == 1 and len(lane[0]) == 2 and lane[0].upper() not in (UK, NOT_APPLICABLE):
        return reverse("country", args=lane)
    return address_of(reverse("timeline"), lane=lane)
