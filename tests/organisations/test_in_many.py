"""An organisation in more agreements than its page reads: they come from the index of the list."""

import re

import pytest

from organisations import views
from tests.factories import make_agreement, make_organisation


def shown(client):
    page = client.get("/organisations/culham/").content.decode()
    number = re.search(r'data-total="(\d+)"', page)
    addresses = re.findall(r'href="/agreements/(pact-\d)/"', page)
    return number and number[1], list(dict.fromkeys(addresses))


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_database
def test_the_newest_are_shown_and_all_counted_as_if_they_were_few(client, monkeypatch):
    culham = make_organisation("Culham", slug="culham")
    for year in (2024, 2026, 2025):
        fields = {"slug": f"pact-{year % 10}", "signed": f"{year}-03-01"}
        make_agreement(f"Pact of {year}", parties=[culham], **fields)
    make_agreement("Pact to come", slug="pact-9", parties=[culham], published=False)
    few = shown(client)
    monkeypatch.setattr(views, "AGREEMENTS_READ", 2)
    number, addresses = shown(client)
    assert few[1][:3] == ["pact-6", "pact-5", "pact-4"]
    assert addresses[:2] == ["pact-6", "pact-5"]
    assert "pact-9" not in addresses
    assert number == few[0]
