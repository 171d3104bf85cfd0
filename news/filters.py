"""The filters of the list of news."""

from operator import itemgetter

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from organisations.filters import (
    CountriesFilter,
    known_countries,
    known_organisations,
    known_themes,
    name_of_country,
)
from organisations.models import NOT_APPLICABLE, Organisation
from publishing.public_lists import CodesFilter, PublicFilterSet, YearFilter
from themes.models import Theme

from .models import Article, Kind


def shown():
    return Article.objects.published().not_withdrawn()


def used_kinds():
    codes = set(shown().order_by().values_list("kind", flat=True).distinct())
    return [(code, label) for code, label in Kind.choices if code in codes]


def known_kinds(codes):
    return {code: label for code, label in Kind.choices if code in codes}


def named_in_news(records):
    """Public records that a shown article names."""
    keys = records.filter(articles__in=shown().order_by().values("pk")).order_by().values("pk")
    return records.filter(pk__in=keys)


def used_organisations():
    found = named_in_news(Organisation.objects.published().not_withdrawn())
    return list(found.in_name_order().values_list("slug", "name"))


def used_agreements():
    found = named_in_news(Agreement.objects.published().not_withdrawn())
    return list(found.in_title_order().values_list("slug", "title"))


def used_themes():
    found = named_in_news(Theme.objects.published().not_withdrawn())
    return list(found.in_order().values_list("slug", "name"))


def used_countries():
    """Those of the organisations that an article names, itself or through an agreement."""
    articles = shown().order_by().values("pk")
    named = Q(articles__in=articles) | Q(agreements__articles__in=articles)
    codes = Organisation.objects.filter(named).order_by().values_list("country", flat=True)
    codes = set(codes.distinct()) - {"", NOT_APPLICABLE}
    return sorted(((code.lower(), name_of_country(code)) for code in codes), key=itemgetter(1))


def known_agreements(slugs):
    published = Agreement.objects.published().filter(slug__in=slugs)
    return dict(published.values_list("slug", "title"))


class ArticleFilter(PublicFilterSet):
    kind = CodesFilter(label=_("Kind"), choices=used_kinds, known=known_kinds)
    country = CountriesFilter(
        label=_("Country"),
        choices=used_countries,
        known=known_countries,
        lookups=["organisations__country", "agreements__parties__organisation__country"],
    )
    organisation = CodesFilter(
        label=_("Organisation"),
        choices=used_organisations,
        known=known_organisations,
        lookups=["organisations__slug"],
    )
    agreement = CodesFilter(
        label=_("Agreement"),
        choices=used_agreements,
        known=known_agreements,
        lookups=["agreements__slug"],
    )
    theme = CodesFilter(
        label=_("Theme"),
        choices=used_themes,
        known=known_themes,
        lookups=["themes__slug", "themes__parent__slug"],
    )
    year_from = YearFilter(label=_("From"))
    year_to = YearFilter(label=_("To"))

    class Meta:
        model = Article
        fields = ()

    def filter_queryset(self, articles):
        found = super().filter_queryset(articles)
        first, last = (self.form.cleaned_data[name] for name in ("year_from", "year_to"))
        if first or last:
            found = found.between_years(first, last)
        return found.newest_first()
