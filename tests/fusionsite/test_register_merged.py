"""Organisations that were merged, as they travel in a package."""

import pytest

from organisations.models import Organisation
from organisations.uniting import merge
from publishing.actions import publish, unpublish
from publishing.models import Redirect, Version
from tests.factories import make_agreement, make_organisation

from .packages import (
    content_of,
    empty_register,
    export,
    put,
    read_in,
    refusal_of,
    rows_of,
    without_history,
)

pytestmark = [pytest.mark.django_db, pytest.mark.drill]
WHY = "Both records are of one ministry."


@pytest.fixture
def pair():
    """(gone, into): merged, with an agreement that named the one that went."""
    gone, into = make_organisation("MEXT Japan"), make_organisation("Ministry of Education")
    make_agreement("Pact", parties=[gone, make_organisation("Laboratory")])
    gone.slug = "mext"
    gone.save()
    publish(gone, by=None, note="A shorter address.")
    merge(gone, into, by=None, note=WHY)
    return gone, into


def test_a_register_with_a_merged_organisation_travels_unchanged(pair, client, tmp_path):
    first = export(tmp_path / "first")
    empty_register()
    read_in(first)
    assert content_of(export(tmp_path / "second")) == content_of(first)
    gone, into = pair
    copy = Organisation.objects.get(identifier=gone.identifier)
    assert (copy.pk, copy.merged_into_id, copy.name) == (gone.pk, into.pk, "MEXT Japan")
    for address in ("mext", "mext-japan"):
        response = client.get(f"/organisations/{address}/")
        assert (response.status_code, response["Location"]) == (302, into.get_absolute_url())


def test_an_old_version_is_read_through_the_pointer_there_too(pair, client, tmp_path):
    first = export(tmp_path / "first")
    empty_register()
    read_in(first)
    page = client.get("/agreements/pact/versions/1/").content.decode()
    assert "MEXT Japan (today under “Ministry of Education”)" in page


def test_reading_it_again_changes_nothing(pair, tmp_path):
    package = export(tmp_path / "package")
    assert "0 created, 0 updated" in read_in(package)


def test_a_chain_leads_to_its_end(pair, tmp_path):
    _gone, into = pair
    last = make_organisation("Ministry of Science")
    merge(into, last, by=None, note=WHY)
    first = export(tmp_path / "first")
    assert {row["merged_into"] for row in rows_of(first, "merged_organisations")} == {
        last.identifier
    }
    empty_register()
    read_in(first)
    assert content_of(export(tmp_path / "second")) == content_of(first)


def test_who_was_merged_into_what_was_taken_back_is_gone_with_it(tmp_path):
    gone, into = make_organisation("Twin"), make_organisation("Other twin")
    merge(gone, into, by=None, note=WHY)
    unpublish(into, by=None, reason="It was private.")
    first = export(tmp_path / "first")
    assert rows_of(first, "merged_organisations") == []
    empty_register()
    read_in(first)
    assert content_of(export(tmp_path / "second")) == content_of(first)


def test_an_older_package_does_not_bring_it_back(tmp_path):
    gone, into = make_organisation("Twin"), make_organisation("Other twin")
    make_agreement(parties=[gone, make_organisation()])
    older = export(tmp_path / "older")
    merge(gone, into, by=None, note=WHY)
    assert "0 created, 0 updated" in read_in(older)
    gone.refresh_from_db()
    assert gone.merged_into == into
    assert not Version.objects.of(gone).filter(state="live").exists()


def test_two_that_were_merged_elsewhere_are_merged_here_first(tmp_path):
    gone, into = make_organisation("Twin"), make_organisation("Other twin")
    before = export(tmp_path / "before")
    merge(gone, into, by=None, note=WHY)
    after = export(tmp_path / "after")
    empty_register()
    read_in(before)
    words = f"{gone.identifier} was merged into {into.identifier} there and is here"
    assert words in refusal_of(after)


@pytest.mark.drill
@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("merged_into", "ORG-9999", "is not in organisations.csv, nor public here"),
        ("merged_into", "", "It is empty."),
        ("merged_into", "AG-0001", "is not in organisations.csv, nor public here"),
        ("identifier", "AG-0001", "is no identifier like ORG-0001"),
        ("identifier", "ORG-0002", "is public in this package"),
        ("id", "no-key", "is no key"),
        ("name", "", "It is empty."),
        ("slug", "No Address", "It is no address."),
        ("slug", "ministry-of-education", "A record of the package has this address today."),
        ("unpublished_at", "", "is no moment"),
    ],
)
def test_a_damaged_row_is_refused_with_its_place(pair, tmp_path, column, value, sentence):
    package = export(tmp_path / "package")
    (package / "redirects.csv").unlink()
    put(package, "merged_organisations", column, value)
    empty_register()
    assert sentence in refusal_of(package)
    assert not Organisation.objects.exists()


def test_a_package_without_the_table_is_read_as_before(tmp_path):
    make_organisation("Alone")
    package = without_history(export(tmp_path / "package"))
    empty_register()
    assert "created" in read_in(package)
    assert not Redirect.objects.exists()
