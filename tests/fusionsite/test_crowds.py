"""The public pages of a register with a thousand agreements and hundreds of organisations."""

import random
from datetime import date, timedelta

import pytest

from agreements.models import Agreement, Event, Link, Party
from agreements.vocabulary import Kind, Level
from organisations.models import Organisation
from tests.factories import make_agreement, make_organisation, make_theme

from .weighing import weight_of

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

AGREEMENTS, ORGANISATIONS = 1000, 300
COUNTRIES = [
    *("GB", "US", "JP", "DE", "FR", "CN", "IT", "CA", "KR", "ES", "NL", "SE", "PL", "CH", "AU"),
    *("BR", "IN", "ZA", "CZ", "FI", "NO", "PT", "AR", "KZ", "SA", "AE", "BE", "AT", "UA", "XX"),
]
SUBJECTS = [
    *("tritium breeding", "superconducting magnets", "remote handling", "plasma diagnostics"),
    *("neutron sources", "regulation of fusion", "skills and training", "stellarator design"),
]
MOST_BYTES, MOST_BYTES_OF_MAP = 60_000, 75_000
PAGES = [
    *("/", "/agreements/", "/agreements/?country=jp&q=magnets", "/organisations/", "/timeline/"),
    *("/timeline/?country=us", "/timeline/?country=de&theme=t-3", "/countries/"),
    *("/countries/gb/", "/countries/us/", "/countries/jp/", "/countries/jp/brief/"),
    *("/search/?q=tritium", "/organisations/{organisation}/", "/agreements/{agreement}/"),
]


@pytest.fixture
def crowd():
    """Written row by row for its speed; as much like a register as chance makes it."""
    chance = random.Random(1410)  # noqa: S311
    organisations = made(ORGANISATIONS, make_organisation("First body", country="GB"), "body")
    for place, organisation in enumerate(organisations):
        organisation.country = COUNTRIES[int(len(COUNTRIES) * chance.random() ** 2)]
        organisation.name = f"Laboratory {place} for {chance.choice(SUBJECTS)}"
    Organisation.objects.bulk_create(organisations)
    themes = [make_theme(name=f"Theme {place}", slug=f"t-{place}") for place in range(12)]
    agreements = made(AGREEMENTS, make_agreement("First"), "crowded")
    parties, events, links, tags = [], [], [], []
    for place, agreement in enumerate(agreements):
        agreement.kind, agreement.level = chance.choice(Kind.values), chance.choice(Level.values)
        agreement.title = f"{agreement.get_kind_display()} {place} on {chance.choice(SUBJECTS)}"
        agreement.title_key = agreement.title.lower()
        day = date(1960, 1, 1) + timedelta(days=int(24_000 * chance.random() ** 0.4))
        written = str(day)[: chance.choice([10, 10, 7, 4])]
        events.append(Event(agreement=agreement, code="signed", date=written, position=1))
        for rank, party in enumerate(chance.sample(organisations, chance.choice([2, 2, 3, 9]))):
            parties.append(Party(agreement=agreement, organisation=party, position=rank))
        if place and chance.random() < 0.7:
            earlier = agreements[int(place * chance.random() ** 3)]
            links.append(Link(agreement=agreement, to_agreement=earlier, kind="builds_on"))
        tags.append(Agreement.themes.through(agreement=agreement, theme=chance.choice(themes)))
    Agreement.objects.bulk_create(agreements)
    for rows in (parties, events, links, tags):
        type(rows[0]).objects.bulk_create(rows)
    return {"organisation": organisations[0].slug, "agreement": agreements[0].slug}


def made(number, first, name):
    """So many rows like the first, unsaved."""
    fields = {
        field.attname: getattr(first, field.attname)
        for field in first._meta.concrete_fields
        if not field.primary_key
    }
    return [
        type(first)(
            **{**fields, "slug": f"{name}-{place}", "identifier": f"{first.identifier}{place}"}
        )
        for place in range(number)
    ]


def test_every_page_stays_light_and_the_number_of_queries_small(
    crowd, client, django_assert_max_num_queries
):
    weights = {}
    for address in PAGES:
        with django_assert_max_num_queries(34):
            response = client.get(address.format(**crowd))
        assert response.status_code == 200, address
        weights[address] = weight_of(response.text)
    assert {page: bytes for page, bytes in weights.items() if bytes > MOST_BYTES} == {}
    assert weight_of(client.get("/map/").text) <= MOST_BYTES_OF_MAP
