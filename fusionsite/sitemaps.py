"""What search engines may read, and since when it is as it is: https://www.sitemaps.org."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from agreements.filters import AgreementFilter
from agreements.models import Agreement
from fusionsite.by_country import AgreementsByCountry
from news.filters import ArticleFilter
from news.models import Article
from organisations.filters import OrganisationFilter
from organisations.models import Organisation
from publishing.facets import index_of
from publishing.models import Change, Page

MOST_A_FILE = 5000
# Pages that stand by themselves, whether or not editors keep a text for them.
WITH_PARTS_OF_THEIR_OWN = ("corrections", "data")


FILTERS = {Agreement: AgreementFilter, Organisation: OrganisationFilter, Article: ArticleFilter}


class CountedPaginator(Paginator):
    """Of so many rows, counted elsewhere."""

    def __init__(self, rows, size, *, number):
        super().__init__(rows, size)
        self.number = number

    @property
    def count(self):
        return self.number


class RegisterSitemap(Sitemap):
    """Under the one address that pages say they have, whatever the visitor came by."""

    limit = MOST_A_FILE

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme


class RecordSitemap(RegisterSitemap):
    """The records of a kind that lists show; minor changes of one are nothing new to read."""

    def __init__(self, model):
        self.model = model

    def items(self):
        changes = Change.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model),
            object_id=OuterRef("pk"),
            minor=False,
        )
        newest = changes.order_by("-at").values("at")[:1]
        shown = self.model.objects.published().not_withdrawn()
        changed = shown.annotate(changed_at=Coalesce(Subquery(newest), "published_at"))
        return changed.only("slug").order_by("pk")

    def lastmod(self, record):
        return record.changed_at

    def get_latest_lastmod(self):
        """When readers were last told of one of them: from the newest change on, by its index."""
        shown = self.model.objects.published().not_withdrawn().filter(pk=OuterRef("object_id"))
        changes = Change.objects.filter(
            Exists(shown),
            content_type=ContentType.objects.get_for_model(self.model),
            minor=False,
        )
        return changes.order_by("-at").values_list("at", flat=True).first()

    @property
    def paginator(self):
        return CountedPaginator(self.items(), self.limit, number=self.count())

    def count(self):
        """As the index of their list knows it."""
        return len(index_of(FILTERS[self.model])) if self.model in FILTERS else self.items().count()


class PageSitemap(RecordSitemap):
    def items(self):
        return super().items().exclude(slug__in=WITH_PARTS_OF_THEIR_OWN)


class SiteSitemap(RegisterSitemap):
    """Pages that read across the records: what on them is new since when, nobody notes."""

    names = ("home", "agreements:list", "timeline", "map", "countries", "organisations:list")
    names += ("news:list", "corrections", "data")

    def items(self):
        countries = sorted(AgreementsByCountry().members)
        codes = [reverse("country", args=[code.lower()]) for code in countries]
        return [*map(reverse, self.names), *codes]

    def location(self, address):
        return address


SITEMAPS = {
    "site": SiteSitemap,
    "pages": lambda: PageSitemap(Page),
    "agreements": lambda: RecordSitemap(Agreement),
    "organisations": lambda: RecordSitemap(Organisation),
    "news": lambda: RecordSitemap(Article),
}
