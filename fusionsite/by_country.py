"""The agreements of the register, by the countries of their parties."""

from array import array
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Prefetch

from agreements.filters import AgreementFilter
from agreements.models import Agreement, Event, Party
from organisations.countries import country_name
from organisations.filters import OrganisationFilter
from organisations.models import NOT_APPLICABLE, Organisation
from publishing.bounded import Bounded, portions
from publishing.facet_numbers import NO_NUMBERS, Numbers
from publishing.facets import index_of

UK = "GB"
GLYPHS_SHOWN = 12


@dataclass
class CountryRow:
    """One country and how many agreements it has.

    Of the agreements themselves it has the first and the latest with a date and, where a page
    draws them, the newest as `glyphs`.
    """

    code: str
    count: int
    with_uk: int
    organisations: int = 0
    first: Agreement | None = None
    latest: Agreement | None = None
    glyphs: list = field(default_factory=list)

    @property
    def slug(self):
        return self.code.lower()

    @property
    def name(self):
        return country_name(self.code)

    @property
    def more(self):
        return max(0, self.count - GLYPHS_SHOWN)


def read_country_rows(by_country=None):
    """Every country with a party in a public agreement, most agreements first."""
    by_country = by_country or AgreementsByCountry()
    organisations = dict(count_organisations(by_country.by))
    rows = by_country.rows()
    for row in rows:
        row.organisations = organisations.get(row.code, 0)
    return rows


def read_partner_rows(by_country):
    """The countries that the UK has agreements with, and the newest of those agreements."""
    return by_country.rows(by_country.of_uk, without=UK, glyphs=GLYPHS_SHOWN)


def agreements_of(code):
    """A subquery: the keys of the agreements with a party of that country."""
    return Party.objects.filter(organisation__country=code).values("agreement")


class AgreementsByCountry:
    """Counted by the index of the list of agreements; only those that are shown are read.

    `of_uk`, `of_no_country`: the numbers of those with a British party, with an international body.
    """

    def __init__(self, by=None):
        self.by, self.index = by, index_of(AgreementFilter)
        members = self.index.lasting["country"]
        if by:
            stood = AgreementFilter.spans_on(self.index, by)
            self.order, self.there, self.dated = stood.order, stood.numbers, stood.numbers
        else:
            self.order, self.there, self.dated = self.index.first, self.index.all, self.index.dated
        self.members = {code.upper(): numbers & self.there for code, numbers in members.items()}
        self.of_no_country = self.members.pop(NOT_APPLICABLE, NO_NUMBERS)
        self.of_uk = self.members.get(UK, NO_NUMBERS)

    def of_themes(self):
        """{theme: numbers of its agreements}, without themes that none has."""
        found = {slug: rows & self.there for slug, rows in self.index.lasting["theme"].items()}
        return {slug: numbers for slug, numbers in found.items() if numbers}

    def involved(self, code, agreements, most, *, busiest_first=False):
        """Organisations of a country in these agreements, as Bounded; by name unless the busiest
        come first.

        Their addresses alone are read of all: no database takes thousands in one condition, and
        PostgreSQL joins parties to parties for each organisation anew where it knows too little of
        the tables. The index knows who takes part in what.
        """
        members = self.index.lasting["organisation"]
        public = Organisation.objects.published().not_withdrawn().defer("body")
        of_country = public.filter(country=code).in_name_order().values_list("slug", flat=True)
        slugs = [s for s in of_country if s in members and agreements.intersect(members[s])]
        if busiest_first:
            slugs.sort(key=lambda slug: -agreements.intersection_cardinality(members[slug]))
        rows = {row.slug: row for row in public.filter(slug__in=slugs[:most])}
        first = [rows[slug] for slug in slugs[:most] if slug in rows]
        return Bounded.counted(first, len(slugs))

    @cached_property
    def places(self):
        """Where each number stands in the order."""
        if self.by:
            return self.read_places()
        return self.index.told_of(self.index.all, "places", self.read_places)

    def read_places(self):
        places = array("I", bytes(array("I").itemsize * len(self.index.keys)))
        for place, number in enumerate(self.order):
            places[number] = place
        return places

    def places_of(self, numbers):
        """The places of these as a bitmap, the newest having the first and the undated the last.

        To sort the agreements of each country would take ten times as long.
        """
        return Numbers(array("I", map(self.places.__getitem__, numbers)))

    def rows(self, found=None, *, without=None, glyphs=0):
        """`found`: the numbers of the agreements that count, all unless given."""
        rows, of_row = [], []
        for code in self.members.keys() - {without}:
            own = self.members[code]
            if counted := own if found is None else own & found:
                rows.append(CountryRow(code, len(counted), len(own & self.of_uk)))
                of_row.append(self.places_of(counted))
        self.add_agreements(rows, of_row, glyphs)
        return sorted(rows, key=lambda row: (-row.count, row.name))

    def in_order(self, numbers):
        return [self.order[place] for place in self.places_of(numbers)]

    def add_agreements(self, rows, places, glyphs):
        """`places`: of the agreements of each row."""
        dated, no_ends = self.places_of(self.dated), (None, None)
        in_time = [own & dated for own in places]
        ends = [(own.min(), own.max()) if own else no_ends for own in in_time]
        newest = [own[:glyphs] for own in places]
        read = self.read({place for some in (*ends, *newest) for place in some} - {None})
        for row, (latest, first), shown in zip(rows, ends, newest, strict=True):
            row.latest, row.first = read.get(latest), read.get(first)
            row.glyphs = [read[place] for place in shown if place in read]

    def read(self, places):
        """{place: agreement}, as far as they are public."""
        public = Agreement.objects.published().not_withdrawn().defer("body")
        events = Prefetch("events", Event.objects.known_by(self.by))
        records = {}
        for keys in portions(self.index.keys[self.order[place]] for place in places):
            for agreement in public.filter(pk__in=keys).prefetch_related(events):
                records[self.places[self.index.keys.get(agreement.pk)]] = agreement
        return records


def count_organisations(by=None):
    """(country, number of its organisations) pairs, of those that had begun by a day."""
    if by is None:
        countries = index_of(OrganisationFilter).members("country", None)
        return [(code.upper(), len(numbers)) for code, numbers in countries.items()]
    shown = Organisation.objects.published().not_withdrawn().begun_by(by).order_by()
    return shown.values_list("country").annotate(organisations=Count("pk"))
