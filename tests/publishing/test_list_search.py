"""Words looked for in the lists of the admin: in a record and in what belongs to it."""

import pytest
from django.urls import reverse

from agreements.models import Agreement
from organisations.models import Name, Organisation
from publishing import list_search
from tests.factories import make_agreement, make_organisation, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SAID = "found, the first are listed. Add a word."
LIST = reverse("admin:agreements_agreement_changelist")


@pytest.fixture
def titles(client):
    """titles("word"): of the agreements that the list finds."""
    client.force_login(make_user("Authors"))

    def find(text):
        found = client.get(LIST, {"q": text}).context["cl"].result_list
        return [agreement.title for agreement in found]

    return find


@pytest.fixture(autouse=True)
def agreements():
    agency = make_organisation("Agency of Energy", acronym="AOE")
    Name.objects.create(organisation=agency, name="Bureau of Atoms", position=1)
    signed_as = make_agreement("On tritium", parties=[agency, make_organisation("Institute")])
    signed_as.parties.filter(position=1).update(name_at_signing="Ministry of Power")
    make_agreement("On magnets", parties=[agency])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tritium", ["On tritium"]),
        ("AGENCY", ["On magnets", "On tritium"]),
        ("aoe magnets", ["On magnets"]),
        ("atoms", ["On magnets", "On tritium"]),
        ("power institute", ["On tritium"]),
        ('"bureau of atoms" tritium', ["On tritium"]),
        ('"atoms bureau"', []),
        ('"', ["On magnets", "On tritium"]),
        ("tritium magnets", []),
    ],
)
def test_every_word_is_in_the_record_or_in_what_belongs_to_it(titles, text, found):
    assert titles(text) == found


def test_of_very_many_the_first_are_listed_and_the_page_says_so(client, titles, monkeypatch):
    monkeypatch.setattr(list_search, "MOST_FOUND", 2)
    assert titles("agency") == ["On magnets", "On tritium"]
    assert SAID not in client.get(LIST, {"q": "agency"}).content.decode()

    make_agreement("On energy", parties=[Organisation.objects.get(acronym="AOE")])

    assert titles("agency") == ["On energy", "On magnets"]
    assert titles("agency magnets") == ["On magnets"]
    assert SAID in client.get(LIST, {"q": "agency"}).content.decode()


def test_the_first_are_those_that_the_filters_leave(client, titles, monkeypatch):
    monkeypatch.setattr(list_search, "MOST_FOUND", 1)
    Agreement.objects.filter(title="On tritium").update(kind="treaty")

    found = client.get(LIST, {"q": "agency", "kind__exact": "treaty"}).context["cl"].result_list

    assert [agreement.title for agreement in found] == ["On tritium"]
