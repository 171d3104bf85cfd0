"""One country on one page of paper."""

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from fusionsite import brief
from fusionsite.by_country import UK, AgreementsByCountry, count_organisations
from organisations.countries import country_in_sentence

from .countries import OfCountryView, heading
from .records import articles_of


class CountryBriefView(OfCountryView):
    """What fits a sheet of A4: the UK's relations first; the rest is a number and an address."""

    template_name = "fusionsite/country_brief.html"

    def get_context_data(self, code, **context):
        today = timezone.localdate()
        by_country = AgreementsByCountry()
        agreements = brief.most_important(code, by_country)
        if not agreements:
            raise Http404
        with_uk = len(by_country.members[code] & by_country.of_uk)
        coming, more_coming = brief.coming(code, today)
        return super().get_context_data(
            section="countries",
            iso2=code.lower(),
            heading=heading(code, with_uk and code != UK),
            in_sentence=country_in_sentence(code),
            is_uk=code == UK,
            agreements=agreements,
            with_uk=with_uk,
            without_uk=agreements.all - with_uk,
            partners=brief.count_partners(code, by_country) if code == UK else 0,
            organisation_count=dict(count_organisations()).get(code, 0),
            article_count=len(articles_of(code)),
            own=brief.involved(code, code, by_country),
            british=brief.involved(UK, code, by_country) if code != UK else (),
            coming=coming,
            more_coming=more_coming,
            gaps=brief.gaps_in(agreements),
            last_checked=brief.count_sources(agreements),
            today=today,
            site_url=settings.SITE_URL,
            **context,
        )
