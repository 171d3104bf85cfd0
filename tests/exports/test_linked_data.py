"""Records as JSON-LD: what is said of them, in words that exist."""

import pytest
from django.db import transaction

from agreements.models import Document
from agreements.models import Identifier as SeriesNumber
from organisations.models import Identifier, Membership, Site
from publishing.actions import withdraw
from tests.factories import (
    add_event,
    add_link,
    add_party,
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_source,
    make_theme,
    published_or_not,
)
from tests.head import structured_in
from tests.linked_data import misspelt

pytestmark = pytest.mark.django_db

FILES = [
    "/agreements/treaty.jsonld",
    "/agreements/wrong.jsonld",
    "/organisations/laboratory.jsonld",
    "/organisations/japan.jsonld",
    "/news/signed.jsonld",
]


@pytest.fixture(scope="module", autouse=True)
def register(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        japan = make_organisation("Japan", slug="japan", kind="state", country="JP")
        body = make_organisation("Body", kind="industry_body")
        laboratory = make_laboratory(body)
        treaty = make_treaty(japan, laboratory)
        make_article(
            slug="signed",
            agreements=[treaty],
            publisher_organisation=body,
            original_url="https://a.example/",
        )
        wrong = make_agreement("Wrong", slug="wrong", legal_character="binding", published=False)
        add_event(wrong, "in_effect", "2024-02-01")
        published_or_not(wrong, published=True)
        withdraw(wrong, by=None, reason="It repeated another.")
        yield
        transaction.set_rollback(True)


def make_laboratory(body):
    laboratory = make_organisation(
        "Laboratory", slug="laboratory", acronym="LAB", parent=body, website="https://lab.example/"
    )
    Identifier.objects.create(organisation=laboratory, scheme="ror", value="0361bwx64")
    Membership.objects.create(organisation=laboratory, body=body)
    Site.objects.create(
        organisation=laboratory,
        name="Hall",
        place="Culham",
        country="GB",
        latitude="51.65900",
        longitude="-1.22800",
    )
    return laboratory


def make_treaty(japan, laboratory):
    umbrella, earlier = make_agreement("Umbrella"), make_agreement("Earlier")
    unseen = make_agreement("Unseen", published=False)
    treaty = make_agreement(
        "Treaty",
        slug="treaty",
        kind="treaty",
        legal_character="binding",
        signed="2024-01",
        published=False,
        parties=[japan],
        themes=[make_theme(name="Materials")],
        place="London",
        place_country="GB",
    )
    add_party(treaty, laboratory, role="host", position=2, name_at_signing="Old Laboratory")
    add_event(treaty, "in_effect", "2024-02-01")
    add_link(treaty, "under_auspices_of", umbrella)
    add_link(treaty, "builds_on", earlier)
    add_link(earlier, "amends", treaty)
    add_link(unseen, "implements", treaty)
    Document.objects.create(agreement=treaty, title="Text", url="https://a.example/t")
    SeriesNumber.objects.create(agreement=treaty, scheme="unts", value="1234")
    notice = make_source(
        title="Notice", url="https://n.example/", publisher="Ministry", language="ja"
    )
    cite(treaty, notice, "kind")
    return published_or_not(treaty, published=True)


def told(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/ld+json"
    withdrawn = "creativeWorkStatus" in response.json()["mainEntityOfPage"]
    assert ("X-Robots-Tag" in response) is withdrawn
    return response.json()


@pytest.mark.parametrize("address", FILES)
def test_every_word_is_one_of_the_vocabulary(client, address):
    assert misspelt(told(client, address)) == []


def test_what_pages_tell_uses_words_of_the_vocabulary(client):
    pages = [
        client.get(address)
        for address in ("/", "/agreements/treaty/", "/organisations/laboratory/", "/news/signed/")
    ]
    blocks = [block for page in pages for block in structured_in(page).values()]

    assert len(blocks) == 7
    assert [path for block in blocks for path in misspelt(block)] == []


def test_an_agreement_tells_its_roles_links_and_status(client):
    facts = told(client, "/agreements/treaty.jsonld")

    assert (facts["@type"], facts["dateCreated"]) == ("Legislation", "2024-01")
    assert facts["legislationLegalForce"] == "https://schema.org/InForce"
    assert facts["creativeWorkStatus"] == "In effect"
    (host,) = facts["contributor"]
    assert (host["roleName"], host["contributor"]["name"]) == ("Host", "Old Laboratory")
    assert facts["creator"][0]["creator"]["@type"] == "Country"
    assert [each["name"] for each in facts["isBasedOn"]] == ["Earlier"]
    assert [(each["roleName"], each["mentions"]["name"]) for each in facts["mentions"]] == [
        ("Under the auspices of", "Umbrella"),
        ("Amended by", "Earlier"),
    ]


def test_the_record_is_told_apart_from_what_it_is_about(client):
    facts = told(client, "/agreements/treaty.jsonld")
    page = facts["mainEntityOfPage"]

    assert "license" not in facts
    assert page["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert page["isPartOf"]["name"] == "Fusion Cooperation Register"
    assert facts["@id"].endswith(f"/id/{page['identifier']}")
    assert (page["version"], page["archivedAt"]) == ("1", f"{facts['@id']}/v1")
    assert {
        "@type": "CreativeWork",
        "name": "Notice",
        "url": "https://n.example/",
        "publisher": {"@type": "Organization", "name": "Ministry"},
        "inLanguage": "ja",
    } in page["citation"]


def test_a_withdrawn_record_says_so_and_not_what_is_in_force(client):
    facts = told(client, "/agreements/wrong.jsonld")

    assert "InForce" not in str(facts)
    assert "creativeWorkStatus" not in facts
    status = facts["mainEntityOfPage"]["creativeWorkStatus"]
    assert status.startswith("Withdrawn on ")
    assert status.endswith(": It repeated another.")


def test_an_organisation_tells_where_it_is(client):
    facts = told(client, "/organisations/laboratory.jsonld")

    assert facts["location"] == [
        {
            "@type": "Place",
            "name": "Hall",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": "Culham",
                "addressCountry": "GB",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": "51.65900", "longitude": "-1.22800"},
        }
    ]
    assert [body["name"] for body in facts["memberOf"]] == ["Body"]


def test_a_file_asks_as_little_of_many_rows(client, django_assert_max_num_queries):
    crowded = make_agreement("Crowded", slug="crowded")
    for place in range(8):
        add_party(crowded, make_organisation(), position=place + 3)
        add_link(crowded, "builds_on", make_agreement())
        cite(crowded, fact="summary")

    with django_assert_max_num_queries(14):
        assert len(told(client, "/agreements/crowded.jsonld")["creator"]) == 10
    with django_assert_max_num_queries(4):
        client.get("/agreements/crowded.bib")
