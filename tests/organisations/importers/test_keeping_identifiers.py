"""Records of another register keep the identifiers and the addresses that they had there."""

import pytest
from django.db import transaction

from organisations.models import Organisation
from publishing.models import IdentifierCounter
from tests.factories import make_organisation
from themes.models import Theme

from .bringing import bring, table

pytestmark = pytest.mark.django_db

ROW = {
    "identifier": "ORG-0412",
    "slug": "lab",
    "name": "Culham Laboratory",
    "kind": "other",
    "country": "GB",
}


def test_what_is_new_here_keeps_them_and_numbers_go_on_behind_them(tmp_path):
    other = {"name": "Institute of Xenon", "kind": "other", "identifier": "", "slug": "own"}

    done = bring(table(tmp_path, ROW, other), "--keep-identifiers")

    assert done.tally.startswith("2 created")
    assert Organisation.objects.get(identifier="ORG-0412").slug == "lab"
    assert Organisation.objects.get(identifier="ORG-0413").slug == "institute-of-xenon"
    with transaction.atomic():
        assert IdentifierCounter.next_identifier("ORG") == "ORG-0414"


def test_without_being_asked_for_nothing_is_kept(tmp_path):
    done = bring(table(tmp_path, ROW))

    assert "No organisation here has the identifier ORG-0412." in done.err
    assert not Organisation.objects.exists()


def test_what_is_here_is_known_by_them_and_stays(tmp_path):
    bring(table(tmp_path, ROW), "--keep-identifiers")

    done = bring(table(tmp_path, {**ROW, "slug": "other"}, name="again.csv"), "--keep-identifiers")

    assert done.tally == "0 created, 0 updated, 1 unchanged, 0 conflicts, 0 refused"
    assert Organisation.objects.get().slug == "lab"


def test_what_is_here_under_another_identifier_is_not_doubled(tmp_path):
    organisation = make_organisation("Culham Laboratory")

    done = bring(table(tmp_path, ROW), "--keep-identifiers")

    assert "It is here under another identifier (same name" in done.err
    assert Organisation.objects.get() == organisation


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"identifier": "ORG-00012"}, "Write it like ORG-0012."),
        ({"identifier": "ORG-99999999999"}, "Write it like ORG-0012."),
        ({"slug": "not an address"}, "column slug"),
        ({"slug": "x" * 121}, "there is room for 120"),
        ({"slug": "taken"}, "already exists"),
    ],
)
def test_what_no_register_gives_is_refused(tmp_path, cells, sentence):
    make_organisation("Something else", slug="taken")

    done = bring(table(tmp_path, {**ROW, **cells}), "--keep-identifiers")

    assert (done.code, Organisation.objects.count()) == (1, 1)
    assert sentence in done.err


def test_themes_that_are_not_here_are_made_under_their_codes(tmp_path):
    row = {**ROW, "themes": "fuel_cycle; heating"}

    done = bring(table(tmp_path, row), "--keep-identifiers")

    assert done.tally.startswith("1 created")
    made = Theme.objects.published().in_order().values_list("slug", "name")
    assert list(made) == [("fuel_cycle", "Fuel cycle"), ("heating", "Heating")]
    assert Organisation.objects.get().themes.count() == 2


def test_a_dry_run_makes_no_theme(tmp_path):
    bring(table(tmp_path, {**ROW, "themes": "heating"}), "--keep-identifiers", "--dry-run")

    assert not Theme.objects.exists()
