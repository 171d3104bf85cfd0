"""The catalogue of the register's data, as portals read it."""

import json

import pytest

from agreements.exports import LIST_FORMATS
from fusionsite.register import kept
from tests.factories import make_agreement

from .dcat_terms import KNOWN, MANDATORY, TERMS

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def catalog(client):
    make_agreement(signed="2006-11-21")
    make_agreement(signed="2025-06")
    response = client.get("/data/catalog.jsonld")
    assert response["Content-Type"] == "application/ld+json"
    return json.loads(response.content)


def nodes(value):
    """Every object in it, and all below."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def terms_in(catalog):
    context = catalog.pop("@context")
    assert set(context) == set(TERMS)
    for node in nodes(catalog):
        yield from (name for name in node if not name.startswith("@"))
        yield from [node["@type"]] if "@type" in node else []


def test_every_term_of_the_catalogue_is_known(catalog):
    used = set(terms_in(catalog))

    assert used - KNOWN == set()
    assert {"dcat:Distribution", "dcat:byteSize", "spdx:checksumValue", "dct:temporal"} <= used


def test_every_part_of_the_catalogue_says_what_it_has_to(catalog):
    kinds = [node for node in nodes(catalog) if node.get("@type") in MANDATORY]

    assert {node["@type"] for node in kinds} >= {"dcat:Catalog", "dcat:Dataset", "foaf:Agent"}
    missing = [(n["@type"], MANDATORY[n["@type"]] - set(n)) for n in kinds]
    assert [(kind, names) for kind, names in missing if names] == []
    named = [n["@id"] for n in nodes(catalog) if "@id" in n and n.get("@type")]
    assert len(named) == len(set(named))
    assert all(
        address["@id"].startswith(("https://", "http://"))
        for address in nodes(catalog)
        if set(address) == {"@id"}
    )


def test_the_catalogue_tells_of_the_package_and_of_each_list(catalog):
    datasets = {each["@id"].partition("#")[2]: each for each in catalog["dcat:dataset"]}
    package = datasets["register"]["dcat:distribution"][0]
    kept_package = kept.current()

    assert set(datasets) == {"register", "agreements", "organisations", "news"}
    assert package["dcat:downloadURL"] == {"@id": f"{SITE}/data/register.zip"}
    assert package["dcat:byteSize"]["@value"] == str(kept_package.size)
    assert package["spdx:checksum"]["spdx:checksumValue"]["@value"] == kept_package.sha256
    assert catalog["dct:modified"]["@value"] == kept_package.newest_change.isoformat(
        timespec="seconds"
    )
    days = datasets["agreements"]["dct:temporal"]
    assert days["dcat:startDate"]["@value"] == "2006-11-21"
    assert days["dcat:endDate"]["@value"] == "2025-06-30"
    files = datasets["agreements"].get("dcat:distribution", [])
    assert [each["dcat:downloadURL"]["@id"] for each in files] == [
        f"{SITE}/agreements.{each.ending}" for each in LIST_FORMATS
    ]
