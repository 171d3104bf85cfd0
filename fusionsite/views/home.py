from django.utils import timezone
from django.views.generic import TemplateView

from fusionsite.by_country import read_partner_rows
from fusionsite.structured import describe_site
from organisations.models import Organisation
from publishing.bounded import Bounded

from .records import agreements, articles, latest_of_all

LATEST_AGREEMENTS = 5
LATEST_NEWS = 4
COMING = 5


class HomeView(TemplateView):
    template_name = "fusionsite/home.html"

    def get_context_data(self, **context):
        today = timezone.localdate()
        return super().get_context_data(
            agreements=latest_of_all(LATEST_AGREEMENTS),
            articles=Bounded(articles().newest_first(), LATEST_NEWS),
            organisation_count=Organisation.objects.published().not_withdrawn().count(),
            partners=read_partner_rows(),
            coming=agreements().prefetch_related("events").coming_first(today, COMING),
            today=today,
            structured_data=describe_site(),
            **context,
        )
