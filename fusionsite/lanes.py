"""The lane of a timeline in which an agreement stands, seen from one country.

An agreement stands in one lane: that of the country with which `home` has agreed. Companies and
industry bodies have a lane of their own; so has what involves several countries, what stays within
the country, and what others have agreed with one another.
"""

from django.utils.translation import gettext as _

from agreements.vocabulary import Kind, Level
from fusionsite.by_country import UK
from organisations.countries import country_in_sentence
from organisations.filters import name_of_country
from publishing.facet_numbers import NO_NUMBERS, Numbers

SEVERAL, FUNDING, WITHIN, OTHERS, INDUSTRY = "several", "funding", "within", "others", "industry"
# After the countries, in this order.
LAST = (SEVERAL, FUNDING, WITHIN, OTHERS, INDUSTRY)
OF_INDUSTRY = (Level.INDUSTRY_BODY, Level.COMPANY)
OF_FUNDING = (Kind.FUNDING_COMMITMENT, Kind.FUNDING_AGREEMENT, Kind.INVESTMENT)


class Lanes:
    """The lanes of the agreements that an index numbers, seen from one country.

    A lane is the code of a country in small letters ("xx": international bodies), or one of LAST.
    """

    def __init__(self, index, home=UK):
        self.index, self.home = index, home.lower()
        self.countries = index.codes_of("country")
        self.industry = members_of_any(index, "level", OF_INDUSTRY)
        self.funding = members_of_any(index, "kind", OF_FUNDING)

    def lane_of(self, number):
        countries = self.countries[number]
        if number in self.industry:
            return INDUSTRY
        if self.home not in countries:
            return OTHERS
        partners = [country for country in countries if country != self.home]
        if not partners:
            return FUNDING if number in self.funding else WITHIN
        return SEVERAL if len(partners) > 1 else partners[0]

    def within(self, lanes):
        """The numbers of the agreements that stand in any of these lanes."""
        return Numbers(number for number in self.index.all if self.lane_of(number) in lanes)

    def give_to(self, agreements):
        """Each gets its `lane`."""
        for agreement in agreements:
            agreement.lane = self.lane_of(self.index.keys.get(agreement.pk))


def members_of_any(index, name, codes):
    members = index.lasting[name]
    return NO_NUMBERS.union(*(members[code] for code in codes if code in members))


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
