"""The agreements of the register, by the countries of their parties."""

from dataclasses import dataclass, field

from django.db.models import Count, Prefetch
from django.utils.functional import cached_property

from agreements.models import Agreement, Party
from organisations.countries import country_name
from organisations.models import NOT_APPLICABLE, Organisation

UK = "GB"
GLYPHS_SHOWN = 12


@dataclass
class CountryRow:
    """One country with its agreements, newest first and undated last."""

    code: str
    agreements: list = field(default_factory=list)
    with_uk: int = 0
    organisations: int = 0

    @property
    def slug(self):
        return self.code.lower()

    @property
    def name(self):
        return country_name(self.code)

    @property
    def count(self):
        return len(self.agreements)

    @property
    def glyphs(self):
        return self.agreements[:GLYPHS_SHOWN]

    @property
    def more(self):
        return max(0, self.count - GLYPHS_SHOWN)

    @cached_property
    def dated(self):
        return [agreement for agreement in self.agreements if agreement.lead_event]

    @property
    def first(self):
        return self.dated[-1] if self.dated else None

    @property
    def latest(self):
        return self.dated[0] if self.dated else None


def read_country_rows():
    """Every country with a party in a public agreement, most agreements first; four queries."""
    rows = rows_of(shown_agreements())
    for code, organisations in count_organisations():
        if code in rows:
            rows[code].organisations = organisations
    return in_order(rows)


def read_partner_rows():
    """The countries that the UK has agreements with, and those agreements; three queries."""
    rows = rows_of(shown_agreements().filter(pk__in=agreements_of(UK)))
    rows.pop(UK, None)
    return in_order(rows)


def agreements_of(code):
    """A subquery: the keys of the agreements with a party of that country."""
    return Party.objects.filter(organisation__country=code).values("agreement")


def shown_agreements():
    parties = Prefetch("parties", Party.objects.select_related("organisation"))
    shown = Agreement.objects.published().not_withdrawn().defer("body")
    return shown.with_days().newest_first().prefetch_related("events", parties)


def rows_of(agreements):
    rows = {}
    for agreement in agreements:
        codes = {party.organisation.country.code for party in agreement.parties.all()}
        for code in codes - {"", None, NOT_APPLICABLE}:
            row = rows.setdefault(code, CountryRow(code))
            row.agreements.append(agreement)
            row.with_uk += UK in codes
    return rows


def count_organisations():
    shown = Organisation.objects.published().not_withdrawn().order_by()
    return shown.values_list("country").annotate(organisations=Count("pk"))


def in_order(rows):
    return sorted(rows.values(), key=lambda row: (-row.count, row.name))
