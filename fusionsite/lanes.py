"""The lane of a timeline in which an agreement stands, seen from one country.

An agreement stands in one lane: that of the country with which `home` has agreed. Companies and
industry bodies have a lane of their own; so has what involves several countries, what stays within
the country, and what others have agreed with one another.
"""

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from agreements.models import Party
from agreements.vocabulary import Kind, Level
from fusionsite.by_country import UK
from organisations.countries import country_in_sentence
from organisations.filters import name_of_country

SEVERAL, FUNDING, WITHIN, OTHERS, INDUSTRY = "several", "funding", "within", "others", "industry"
# After the countries, in this order.
LAST = (SEVERAL, FUNDING, WITHIN, OTHERS, INDUSTRY)
OF_INDUSTRY = (Level.INDUSTRY_BODY, Level.COMPANY)
OF_FUNDING = (Kind.FUNDING_COMMITMENT, Kind.FUNDING_AGREEMENT, Kind.INVESTMENT)


def with_lanes(agreements, home=UK):
    """Each with its `lane`: the code of a country in small letters ("xx": international bodies),
    or one of LAST."""
    parties = Party.objects.filter(agreement=OuterRef("pk"))
    partners = parties.exclude(organisation__country__in=["", home])
    codes = partners.values("organisation__country")
    alone = Q(first_partner=None)
    return agreements.alias(
        first_partner=Subquery(codes.order_by("organisation__country")[:1]),
        last_partner=Subquery(codes.order_by("-organisation__country")[:1]),
        with_home=Exists(parties.filter(organisation__country=home)),
    ).annotate(
        lane=Case(
            When(level__in=OF_INDUSTRY, then=Value(INDUSTRY)),
            When(with_home=False, then=Value(OTHERS)),
            When(alone & Q(kind__in=OF_FUNDING), then=Value(FUNDING)),
            When(alone, then=Value(WITHIN)),
            When(first_partner=F("last_partner"), then=Lower("first_partner")),
            default=Value(SEVERAL),
            output_field=CharField(),
        )
    )


def lane_name(lane, home=UK):
    names = {
        SEVERAL: _("Several countries"),
        FUNDING: _("UK funding") if home == UK else _("Funding"),
        WITHIN: _("Within %(country)s") % {"country": short_in_sentence(home)},
        OTHERS: _("Between others"),
        INDUSTRY: _("Industry"),
    }
    return names.get(lane) or name_of_country(lane)


def short_in_sentence(code):
    return _("the UK") if code == UK else country_in_sentence(code)


def lane_choices():
    """Those that are no country, for a form."""
    return [
        (SEVERAL, _("With several countries")),
        (FUNDING, _("Funding by one country")),
        (WITHIN, _("Within one country")),
        (OTHERS, _("Between others")),
        (INDUSTRY, _("Industry")),
    ]
