"""An organisation as machines are told of it."""

import pytest

from organisations.models import Identifier, Membership, Name
from tests.factories import make_organisation, published_or_not
from tests.head import structured_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "sort"),
    [
        ("state", "Country"),
        ("regulator", "GovernmentOrganization"),
        ("university", "CollegeOrUniversity"),
        ("company", "Corporation"),
        ("industry_body", "Organization"),
    ],
)
def test_each_kind_has_a_type_of_its_own(client, kind, sort):
    make_organisation("Example", slug="example", kind=kind)

    facts = structured_in(client.get("/organisations/example/"))[sort]

    assert ("address" in facts) is (kind != "state")


def test_names_identifiers_and_belonging_are_told(client):
    parent = make_organisation("Ministry", kind="government_department", country="JP")
    body = make_organisation("J-Fusion", kind="industry_body", country="JP")
    institute = make_organisation(
        "Institute",
        published=False,
        slug="institute",
        acronym="INST",
        native_name="研究所",
        native_name_language="ja",
        country="JP",
        parent=parent,
        website="https://institute.example/",
    )
    for kind, name in (("alias", "The Institute"), ("former", "Old Institute")):
        Name.objects.create(organisation=institute, kind=kind, name=name)
    Identifier.objects.create(organisation=institute, scheme="ror", value="0361bwx64")
    Identifier.objects.create(organisation=institute, scheme="lei", value="213800D1EI4B9WTWWD28")
    Membership.objects.create(organisation=institute, body=body)
    published_or_not(institute, published=True)

    facts = structured_in(client.get("/organisations/institute/"))["ResearchOrganization"]

    assert facts["alternateName"] == ["INST", "研究所", "The Institute"]
    assert facts["url"] == "https://institute.example/"
    assert "https://ror.org/0361bwx64" in facts["sameAs"]
    assert facts["leiCode"] == "213800D1EI4B9WTWWD28"
    assert facts["parentOrganization"]["name"] == "Ministry"
    assert [each["name"] for each in facts["memberOf"]] == ["J-Fusion"]
    assert facts["address"] == {"@type": "PostalAddress", "addressCountry": "JP"}
