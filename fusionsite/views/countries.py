"""All countries, and one country in one view."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from fusionsite.by_country import (
    UK,
    AgreementsByCountry,
    agreements_of,
    read_country_rows,
    read_partner_rows,
)
from fusionsite.by_theme import read_matrix
from fusionsite.timelines import read_timeline
from organisations.countries import country_in_sentence, country_name
from organisations.held import show_as_on
from organisations.models import NOT_APPLICABLE, Organisation
from publishing.as_of import AsOfMixin, LeftOut
from publishing.bounded import Bounded
from publishing.facet_numbers import NO_NUMBERS
from publishing.kept_pages import MayBeKept

from .records import agreements, articles_of, latest, latest_articles
from .timeline import address_of, headline

RECORDS_SHOWN = 12
ORGANISATIONS_SHOWN = 20
NEWS_SHOWN = 6
FEWEST_DRAWN = 3


class CountryListView(AsOfMixin, TemplateView):
    template_name = "fusionsite/country_list.html"

    def get_context_data(self, **context):
        by = self.as_of.given
        by_country = AgreementsByCountry(by)
        countries = read_country_rows(by_country)
        return super().get_context_data(
            section="countries",
            countries=countries,
            uk=UK,
            matrix=read_matrix(by_country, countries),
            left_out=left_out(agreements()) if by else None,
            **context,
        )


class OfCountryView(MayBeKept, TemplateView):
    """A page of one country, under its code in small letters: `get_context_data(code)`."""

    def get(self, request, iso2):
        code = iso2.upper()
        if not country_name(code) or code == NOT_APPLICABLE:
            raise Http404
        if iso2 != iso2.lower():
            address = reverse(request.resolver_match.view_name, args=[iso2.lower()])
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            return HttpResponsePermanentRedirect(address + query)
        return super().get(request, code=code)


class CountryView(AsOfMixin, OfCountryView):
    """One country in one view: what it has agreed with the UK first, then with others."""

    template_name = "fusionsite/country_detail.html"

    def get(self, request, iso2):
        try:
            return super().get(request, iso2)
        except Http404:
            today = agreements().filter(pk__in=agreements_of(iso2.upper()))
            if self.as_of.given and today.exists():
                return self.not_yet(country_name(iso2.upper()))
            raise

    def get_context_data(self, code, **context):
        by = self.as_of.given
        by_country = AgreementsByCountry(by)
        context.update(read_records(code, by_country))
        context["agreement_count"] = sum(
            context[name].all for name in ("records", "with_uk") if name in context
        )
        if not context["agreement_count"]:
            raise Http404
        organisations = Organisation.objects.published().not_withdrawn().filter(country=code)
        organisations = Bounded(organisations.begun_by(by).in_name_order(), ORGANISATIONS_SHOWN)
        show_as_on(by, [*organisations, *context.get("british", ())])
        own = agreements().filter(pk__in=agreements_of(code))
        context.update(timeline_of(code, by_country, self.as_of))
        return super().get_context_data(
            section="countries",
            iso2=code.lower(),
            heading=heading(code, context.get("with_uk")),
            in_sentence=country_in_sentence(code),
            organisations=organisations,
            articles=latest_articles(NEWS_SHOWN, articles_of(code, by)),
            left_out=left_out(own, f"country={code.lower()}&") if by else None,
            **context,
        )


def left_out(found, query=""):
    """What of these agreements has no date, and its list."""
    address = f"{reverse('agreements:list')}?{query}dated=no"
    return LeftOut(found.undated().order_by().count(), address)


def read_records(code, by_country):
    """What the page of a country lists: all of the UK's, else those with it and without it."""
    own = by_country.members.get(code, NO_NUMBERS)
    if code == UK:
        records = latest(by_country, own, RECORDS_SHOWN)
        return {"records": records, "partners": read_partner_rows(by_country)}
    return beside_the_uk(code, own, by_country)


def timeline_of(code, by_country, as_of):
    """The timeline of the country's agreements, seen from there; none where few have a date."""

    def address(**parts):
        return address_of(reverse("timeline"), country=code.lower(), **parts)

    by = as_of.given
    numbers = by_country.members.get(code, NO_NUMBERS)
    timeline = read_timeline(
        *(by_country.index, numbers, address),
        day=as_of.day,
        by=by,
        home=code,
        fewest=FEWEST_DRAWN,
    )
    return {
        "timeline": timeline,
        "timeline_headline": headline(code),
        "timeline_address": f"{address()}#results",
        "timeline_file": address_of(reverse("timeline_file"), country=code.lower()),
    }


def heading(code, with_uk):
    name = country_in_sentence(code)
    return _("The UK and %(country)s") % {"country": name} if with_uk else capfirst(name)


def beside_the_uk(code, own, by_country):
    shared = own & by_country.of_uk
    return {
        "with_uk": latest(by_country, shared, RECORDS_SHOWN),
        "records": latest(by_country, own - by_country.of_uk, RECORDS_SHOWN),
        "british": by_country.involved(UK, shared, ORGANISATIONS_SHOWN),
    }
