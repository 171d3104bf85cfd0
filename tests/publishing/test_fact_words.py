"""Places and values of a record in the words that an editor knows."""

import pytest

from organisations.models import Name, Organisation
from publishing.fact_words import place_in_words, values_at, values_in_words
from publishing.snapshots import take
from tests.factories import make_organisation

pytestmark = pytest.mark.django_db
ROW = "names/0fe0ca41-dda8-4069-b856-fcb3683ff098"


@pytest.fixture
def organisation():
    organisation = make_organisation("Tokamak Energy", country="JP")
    key = ROW.partition("/")[2]
    Name.objects.create(pk=key, organisation=organisation, kind="alias", name="TE", language="en")
    return organisation


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("website", "Website"),
        (ROW, "Further name: TE"),
        (f"{ROW}/language", "Further name: TE – Language"),
        ("names/gone/name", "Further name – Name"),
        ("an_old_name", "an_old_name"),
        ("an_old_relation/x/name", "an_old_relation/x/name"),
    ],
)
def test_a_place_is_called_as_the_form_calls_it(organisation, place, words):
    assert place_in_words(Organisation, place, take(organisation)) == words


@pytest.mark.parametrize(
    ("place", "values", "words"),
    [
        ("country", {"country": "JP"}, "Japan"),
        ("website", {"website": ""}, ""),
        ("website", None, ""),
        ("body", {"body": "<p>One</p><p>Two</p>"}, "One\nTwo"),
        (f"{ROW}/kind", {"kind": "alias"}, "Also called"),
        ("an_old_name", {"an_old_name": "x"}, ""),
        ("an_old_relation/x/name", {"name": "x"}, ""),
    ],
)
def test_a_value_is_said_as_readers_see_it(organisation, place, values, words):
    assert values_in_words(Organisation, place, values) == words


def test_what_a_value_points_at_is_named(organisation):
    values = {"parent": str(organisation.pk)}
    assert values_in_words(Organisation, "parent", values) == "Tokamak Energy"


def test_fields_that_mean_nothing_apart_are_said_together(organisation):
    values = {"native_name": "トカマク", "native_name_language": "ja"}
    assert "トカマク" in values_in_words(Organisation, "native_name", values)


def test_what_stands_in_a_place(organisation):
    content = take(organisation)
    assert values_at(content, "country", ["country"]) == {"country": "JP"}
    assert values_at(content, f"{ROW}/name", ["name"]) == {"name": "TE"}
    assert values_at(content, "names/gone/name", ["name"]) is None
