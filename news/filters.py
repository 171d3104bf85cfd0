"""The filters of the list of news."""

from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from organisations.filters import (
    CountriesFilter,
    OrganisationsFilter,
    known,
    known_countries,
    known_organisations,
    known_themes,
    named_countries,
    named_organisations,
    named_themes,
    used,
)
from publishing.public_lists import CodesFilter, DatedFilter, PublicFilterSet, YearFilter
from search.filters import RelevanceSortFilter, SearchFilter

from .models import Article, Kind


def shown():
    return Article.objects.published().not_withdrawn()


def named_agreements(slugs):
    agreements = Agreement.objects.published().not_withdrawn().in_title_order()
    titles = agreements.values_list("slug", "title")
    return [(slug, title) for slug, title in titles if slug in slugs]


def known_agreements(slugs):
    published = Agreement.objects.published().filter(slug__in=slugs)
    return dict(published.values_list("slug", "title"))


class ArticleFilter(PublicFilterSet):
    q = SearchFilter()
    kind = CodesFilter(label=_("Kind"), choices=used(Kind), known=known(Kind))
    country = CountriesFilter(
        label=_("Country"),
        choices=named_countries,
        known=known_countries,
        lookups=["organisations__country", "agreements__parties__organisation__country"],
    )
    organisation = OrganisationsFilter(
        label=_("Organisation"),
        choices=named_organisations,
        known=known_organisations,
        lookups=["organisations__slug"],
    )
    agreement = CodesFilter(
        label=_("Agreement"),
        choices=named_agreements,
        known=known_agreements,
        lookups=["agreements__slug"],
    )
    theme = CodesFilter(
        label=_("Theme"),
        choices=named_themes,
        known=known_themes,
        lookups=["themes__slug", "themes__parent__slug"],
    )
    year_from = YearFilter(label=_("From"))
    year_to = YearFilter(label=_("To"))
    dated = DatedFilter()
    sort = RelevanceSortFilter({"-date": (_("Newest first"), "newest_first")}, lasting=["-date"])
    span = ("day", "last_day")

    class Meta:
        model = Article
        fields = ()

    @classmethod
    def rows(cls):
        return shown().newest_first().annotate(last_day=Coalesce("latest", "earliest"))

    @classmethod
    def rows_on(cls, day):
        return shown().begun_by(day)

    def filter_queryset(self, articles):
        found = super().filter_queryset(articles)
        if any(self.years):
            found = found.between_years(*self.years)
        return found
