"""/api/v1/countries"""

from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from agreements.described import lead_event_of
from agreements.shapes import SECTION as AGREEMENTS
from agreements.shapes import LeadEvent
from api.addresses import api_address
from api.answers import answer
from api.asking import OF_ANY_LIST, Asked, check_known, read_as_of
from api.fields import FIELDS, fields_asked_for
from api.lists import answer_page
from api.parameters import as_of_parameter, fields_parameter
from api.problems import Problem
from api.routes import route, rows_route
from api.shapes import Address, Named, Selectable
from fusionsite.by_country import AgreementsByCountry, read_country_rows
from publishing.as_of import PARAMETER
from publishing.heads import absolute

SECTION = "countries"
router = Router(tags=["Countries"])


class DatedAgreement(Named):
    date: LeadEvent

    @classmethod
    def of(cls, agreement):
        if agreement is None or agreement.lead_event is None:
            return None
        return super().of(agreement, AGREEMENTS, date=lead_event_of(agreement))


class Country(Selectable):
    """A country with a party in a public agreement."""

    code: str = Field(description=_("ISO 3166-1 alpha-2."))
    name: str
    address: Address = Field(description=_("Of its page."))
    api_address: Address
    agreements: int = Field(description=_("Agreements with a party of this country."))
    with_the_uk: int = Field(description=_("How many of them have a British party too."))
    organisations: int = Field(description=_("Its organisations in the register."))
    first: DatedAgreement | None
    latest: DatedAgreement | None


def read_countries(as_of):
    """Every country, by code."""
    rows = read_country_rows(AgreementsByCountry(as_of.given))
    return sorted(rows, key=lambda row: row.code)


def read_country(row):
    return Country(
        code=row.code,
        name=row.name,
        address=absolute(reverse("country", args=[row.slug])),
        api_address=api_address(SECTION, row.code),
        agreements=row.count,
        with_the_uk=row.with_uk,
        organisations=row.organisations,
        first=DatedAgreement.of(row.first),
        latest=DatedAgreement.of(row.latest),
    )


@rows_route(router, SECTION, Country, [as_of_parameter()])
def countries(request):
    """Every country with a party in a public agreement, by code."""
    check_known(request.GET, (PARAMETER, *OF_ANY_LIST))
    asked = Asked(request, SECTION, Country)
    place = asked.place(1)
    rows = read_countries(read_as_of(request.GET))
    left = [row for row in rows if place is None or row.code > place[0]]
    page = left[: asked.limit]
    following = [page[-1].code] if len(left) > len(page) else None
    return answer_page(asked, [read_country(row) for row in page], len(rows), following)


@route(router, "/{key}", "read_countries", Country, [as_of_parameter(), fields_parameter(Country)])
def country(request, key: str):
    """One country, by its code."""
    check_known(request.GET, (PARAMETER, FIELDS))
    fields = fields_asked_for(request.GET, Country)
    rows = read_countries(read_as_of(request.GET))
    row = next((row for row in rows if row.code == key.upper()), None)
    if row is None:
        raise Problem("not-found")
    return answer(request, read_country(row).model_dump_json(include=fields))
