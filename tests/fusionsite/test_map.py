"""The map of agreements: what its page and its file say."""

import gzip
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from agreements.models import Agreement, Event, Party
from organisations.models import Organisation
from publishing.actions import withdraw
from tests.factories import make_agreement, make_organisation

from .pictures.test_worldmap import CODES

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SVG = "{http://www.w3.org/2000/svg}"
STATIC = Path(settings.BASE_DIR, "fusionsite", "static", "fusionsite")
# What a reader loads first, compressed: the page, its style sheet and its font.
HEAVIEST = 75_000


# Each is asked for once, with a small register behind it.
LINKING = ("/", "/countries/", "/countries/jp/", "/countries/gb/")
QUERIES = ("country=zz", "page=9", "a=%ED%A0%80", "&&=&%", "x=1&" * 99)
ADDRESSES = ["/map/", "/map.svg", "/agreements/?country=xx", *LINKING]
ADDRESSES += [f"{page}?{query}" for page in ("/map/", "/map.svg") for query in QUERIES]


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """{address: answer} where Japan has two agreements with the UK and one without, and France
    and Singapore have one with one another."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_register()
        client = Client()
        found = {address: client.get(address) for address in ADDRESSES}
        transaction.set_rollback(True)
    return found


def make_register():
    organisations = organisations_of("GB", "JP", "FR", "SG", "XX")
    for codes, fields in (
        ("GB JP", {"signed": "2023-11"}),
        ("GB JP XX", {"signed": "2025-06-19"}),
        ("JP XX", {"signed": None}),
        ("FR SG", {}),
        ("GB FR", {"published": False}),
    ):
        make_agreement(parties=[organisations[code] for code in codes.split()], **fields)
    withdraw(make_agreement(parties=[organisations["FR"]]), by=None, reason="A duplicate")


def organisations_of(*codes):
    return {code: make_organisation(country=code) for code in codes}


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def marks_of(response):
    """{address: accessible name} of the marks on the map."""
    page = response.content.decode()
    found = re.findall(r'<a class="country" href="([^"]+)"><title>([^<]+)</title>', page)
    assert len(found) == page.count('class="country"')
    return dict(found)


def test_each_country_is_a_link_that_says_how_many_agreements_it_has(pages):
    assert marks_of(pages["/map/"]) == {
        "/countries/jp/": "Japan: 3 agreements, 2 with the UK",
        "/countries/gb/": "United Kingdom: 2 agreements",
        "/countries/fr/": "France: 1 agreement, none with the UK",
        "/countries/sg/": "Singapore: 1 agreement, none with the UK",
    }


def test_the_heading_says_what_the_map_shows(pages):
    assert "1 country has agreements on fusion energy with the UK" in text_of(pages["/map/"])


def test_the_table_under_the_map_has_the_same_facts_as_that_of_the_countries(pages):
    table = re.compile(r"<tbody>.*?</tbody>", re.DOTALL)
    [on_map] = table.findall(pages["/map/"].content.decode())

    assert on_map == table.findall(pages["/countries/"].content.decode())[0]


def test_international_bodies_are_named_with_the_number_of_the_list_that_they_lead_to(pages):
    page = pages["/map/"].content.decode()

    assert (
        '<a href="/agreements/?country=xx" data-counts="2">2 agreements of international bodies</a>'
        in page
    )
    assert pages["/agreements/?country=xx"].context["paginator"].count == 2


def test_a_map_of_nothing_says_so(client):
    make_agreement(parties=[make_organisation(country="XX")])

    response = client.get("/map/")

    assert response.status_code == 200
    assert "The register has no public agreement with a party of a country yet." in text_of(
        response
    )
    assert "<figure" not in response.content.decode()


def test_a_register_without_partners_of_the_uk_does_not_claim_any(client):
    make_agreement(parties=organisations_of("JP", "FR").values())

    response = client.get("/map/")

    assert "The register has no agreement of another country with the UK" in text_of(response)
    assert 'class="ray" stroke-width="1.5" d="M1 12' in response.content.decode()
    assert response.content.decode().count('class="ray"') == 2  # those of the key


def test_the_map_is_linked_from_home_the_countries_and_each_country(pages):
    for address in LINKING:
        assert 'href="/map/"' in pages[address].content.decode(), address


def test_the_file_stands_alone(pages):
    response = pages["/map.svg"]

    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Disposition"] == 'attachment; filename="fusion-agreements-map.svg"'
    drawing = ElementTree.fromstring(response.content)  # noqa: S314 it is our own
    assert "Natural Earth, public domain" in drawing.find(f"{SVG}desc").text
    assert not [each for each in drawing.iter() if {"class", "style"} & set(each.attrib)]
    links = {a.get("href"): a.find(f"{SVG}title").text for a in drawing.iter(f"{SVG}a")}
    name = links[f"{settings.SITE_URL}/countries/jp/"]
    assert name == "Japan: 3 agreements, 2 with the UK"
    assert len(links) == 4


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("address", ["/map/", "/map.svg"])
def test_parameters_change_nothing(pages, address, query):
    assert pages[f"{address}?{query}"].status_code == 200
    assert pages[f"{address}?{query}"].content == pages[address].content


def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    organisations, counts = organisations_of("GB", "JP", "FR", "SG", "XX"), {}
    for _again in range(2):
        for code in ("JP", "FR", "SG", "XX"):
            make_agreement(parties=[organisations["GB"], organisations[code]])
        for address in ("/map/", "/map.svg"):
            with django_assert_max_num_queries(counts.get(address, 8)) as queries:
                assert client.get(address).status_code == 200
            counts[address] = len(queries.captured_queries)


def compressed(content):
    return len(gzip.compress(content, 6))


def make_rows(codes):
    """An agreement of each country with the UK, in rows that nobody published by hand."""
    now = timezone.now()
    organisations = Organisation.objects.bulk_create(
        Organisation(
            name=f"Institute {code}",
            identifier=f"ORG-{code}",
            slug=code.lower(),
            country=code,
            published_at=now,
        )
        for code in codes
    )
    agreements = Agreement.objects.bulk_create(
        Agreement(
            title=f"Agreement {code}",
            identifier=f"AG-{code}",
            slug=code.lower(),
            published_at=now,
        )
        for code in codes
    )
    pairs = zip(agreements, organisations, strict=True)
    parties = [Party(agreement=agreement, organisation=own) for agreement, own in pairs]
    first = organisations[codes.index("GB")]
    parties += [Party(agreement=each, organisation=first, role="lead") for each in agreements]
    Party.objects.bulk_create(parties)
    Event.objects.bulk_create(
        Event(agreement=each, code="signed", date="2025-06-19") for each in agreements
    )


def test_the_first_load_is_light_with_sixty_countries(client):
    make_rows(CODES)

    page = client.get("/map/").content

    assert page.count(b'class="country"') == len(CODES)
    css = compressed((STATIC / "css" / "site.css").read_bytes())
    font = (STATIC / "fonts" / "schibsted-grotesk-400-700.woff2").stat().st_size
    assert compressed(page) + css + font <= HEAVIEST
