"""All countries, and one country in one view."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from agreements.models import Party
from fusionsite.by_country import (
    UK,
    AgreementsByCountry,
    agreements_of,
    read_country_rows,
    read_partner_rows,
)
from fusionsite.by_theme import read_matrix
from news.models import Article
from organisations.countries import country_in_sentence, country_name
from organisations.models import NOT_APPLICABLE, Organisation
from publishing.bounded import Bounded

from .records import agreements, articles, latest

RECORDS_SHOWN = 50
ORGANISATIONS_SHOWN = 30
NEWS_SHOWN = 6


class CountryListView(TemplateView):
    template_name = "fusionsite/country_list.html"

    def get_context_data(self, **context):
        by_country = AgreementsByCountry()
        countries = read_country_rows(by_country)
        return super().get_context_data(
            section="countries",
            countries=countries,
            uk=UK,
            matrix=read_matrix(by_country, countries),
            **context,
        )


class OfCountryView(TemplateView):
    """A page of one country, under its code in small letters: `get_context_data(code)`."""

    def get(self, request, iso2):
        code = iso2.upper()
        if not country_name(code) or code == NOT_APPLICABLE:
            raise Http404
        if iso2 != iso2.lower():
            name = request.resolver_match.view_name
            return redirect(name, iso2.lower(), permanent=True)
        return super().get(request, code=code)


class CountryView(OfCountryView):
    """One country in one view: what it has agreed with the UK first, then with others."""

    template_name = "fusionsite/country_detail.html"

    def get_context_data(self, code, **context):
        own = agreements().filter(pk__in=agreements_of(code))
        if code == UK:
            context.update(records=latest(own, RECORDS_SHOWN), partners=read_partner_rows())
        else:
            context.update(beside_the_uk(code, own))
        context["agreement_count"] = sum(
            context[name].all for name in ("records", "with_uk") if name in context
        )
        if not context["agreement_count"]:
            raise Http404
        organisations = Organisation.objects.published().not_withdrawn().filter(country=code)
        return super().get_context_data(
            section="countries",
            iso2=code.lower(),
            heading=heading(code, context.get("with_uk")),
            in_sentence=country_in_sentence(code),
            organisations=Bounded(organisations.in_name_order(), ORGANISATIONS_SHOWN),
            articles=Bounded(articles_of(code).newest_first(), NEWS_SHOWN),
            today=timezone.localdate(),
            **context,
        )


def heading(code, with_uk):
    name = country_in_sentence(code)
    return _("The UK and %(country)s") % {"country": name} if with_uk else capfirst(name)


def beside_the_uk(code, own):
    of_uk = agreements_of(UK)
    british = Organisation.objects.published().not_withdrawn().filter(country=UK)
    # Joined, not nested: PostgreSQL plans three subqueries within one another badly.
    shared = Party.objects.filter(
        organisation__country=UK,
        agreement__parties__organisation__country=code,
        agreement__in=agreements().order_by(),
    )
    return {
        "with_uk": latest(own.filter(pk__in=of_uk), RECORDS_SHOWN),
        "records": latest(own.exclude(pk__in=of_uk), RECORDS_SHOWN),
        "british": british.filter(pk__in=shared.values("organisation")).in_name_order()[
            :ORGANISATIONS_SHOWN
        ],
    }


def articles_of(code):
    """Those that name an organisation of the country, or an agreement with a party of it."""
    party = Q(agreements__parties__organisation__country=code)
    named = Q(organisations__country=code) | party
    return articles().filter(pk__in=Article.objects.filter(named).order_by().values("pk"))
