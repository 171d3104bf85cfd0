"""An agreement as machines are told of it."""

import pytest

from agreements.models import Document
from tests.factories import (
    add_event,
    add_link,
    add_party,
    make_agreement,
    make_organisation,
    make_theme,
    published_or_not,
)
from tests.head import structured_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def told(client, agreement, kind="CreativeWork"):
    published_or_not(agreement, published=True)
    return structured_in(client.get(agreement.get_absolute_url()))[kind]


def test_a_memorandum_is_a_work_and_never_in_force(client):
    agreement = make_agreement(published=False, legal_character="non_binding")
    add_event(agreement, "in_effect", "2025-07-01")

    facts = told(client, agreement)

    assert facts["@id"] == f"http://127.0.0.1:8000/id/{agreement.identifier}"
    assert facts["genre"] == "Memorandum of understanding"
    assert facts["dateCreated"] == "2025-06-19"
    assert "InForce" not in str(facts)
    assert not any(name.startswith("legislation") for name in facts)


@pytest.mark.parametrize(
    ("event", "when", "force"),
    [
        ("in_effect", "2024-02", "https://schema.org/InForce"),
        ("terminated", "2024-02-01", "https://schema.org/NotInForce"),
        ("announced", "2023", None),
    ],
)
def test_a_binding_treaty_is_legislation_in_force_once_an_event_says_so(client, event, when, force):
    agreement = make_agreement(
        published=False, legal_character="binding", kind="treaty", signed="2024-01"
    )
    add_event(agreement, event, when)

    facts = told(client, agreement, "Legislation")

    assert facts["legislationType"] == "Treaty"
    assert facts["legislationDate"] == "2024-01"
    assert facts.get("legislationLegalForce") == force


@pytest.mark.parametrize("signed", ["by June 2025", "about 2025", None])
def test_a_date_that_is_not_exactly_known_is_left_out(client, signed):
    assert "dateCreated" not in told(client, make_agreement(signed=signed, published=False))


def test_parties_stand_under_the_name_that_they_had(client):
    ministry = make_organisation("New Ministry", kind="government_department", country="DE")
    host = make_organisation("Host", country="DE")
    agreement = make_agreement(published=False, parties=[])
    add_party(agreement, ministry, name_at_signing="Old Ministry", position=1)
    add_party(agreement, host, role="host", position=2)

    facts = told(client, agreement)

    assert facts["creator"][0]["@type"] == "GovernmentOrganization"
    assert facts["creator"][0]["name"] == "Old Ministry"
    assert [each["name"] for each in facts["contributor"]] == ["Host"]


def test_what_it_builds_on_its_themes_and_its_text_are_told(client):
    earlier, other = make_agreement("Earlier"), make_agreement("Beside it")
    agreement = make_agreement(
        published=False, themes=[make_theme(name="Materials")], place="London", place_country="GB"
    )
    add_link(agreement, "builds_on", earlier)
    add_link(agreement, "announced_alongside", other)
    Document.objects.create(
        agreement=agreement, kind="text", title="Text", url="https://a.example/t", language="ja"
    )

    facts = told(client, agreement)

    assert [other["name"] for other in facts["isBasedOn"]] == ["Earlier"]
    assert facts["keywords"] == ["Materials"]
    assert facts["locationCreated"] == {"@type": "Place", "name": "London, United Kingdom"}
    assert facts["encoding"] == [
        {
            "@type": "MediaObject",
            "name": "Text",
            "contentUrl": "https://a.example/t",
            "inLanguage": "ja",
        }
    ]
