"""Another content for many records that are in the register."""

import pytest

from agreements.models import Agreement
from organisations.models import Organisation
from publishing import review
from publishing.actions import publish_version, unpublish
from publishing.batches import add, change
from publishing.drafts import open_version
from publishing.models import Change, Redirect, Step, Version
from publishing.snapshots import take, take_many
from tests.factories import (
    make_agreement,
    make_organisation,
    make_source,
    make_theme,
    make_user,
)
from tests.publishing.batches.contents import key, organisations
from tests.publishing.drafting import content_with, draft_of

pytestmark = pytest.mark.django_db


def changed(record, **fields):
    return {record.pk: content_with(record, **fields)}


def test_a_change_is_the_next_version_that_readers_see():
    record, publisher = make_organisation("Old name", slug="old-name"), make_user("Publishers")
    theme = make_theme()
    content = content_with(record, name="New name", slug="new-name", themes=[str(theme.pk)])
    [citation] = content["children"]["citations"].values()
    citation["place"] = "p. 3"
    content["children"]["names"][str(key("name"))] = {"name": "Old name", "kind": "former"}
    written = change(Organisation, {record.pk: content}, by=publisher, note="From ROR")
    record.refresh_from_db()
    past, live = Version.objects.of(record).order_by("number")
    assert (past.state, live.state, live.number, live.base) == ("past", "live", 2, past)
    assert written.versions == {record.pk: live}
    assert live.snapshot == take(record)
    assert (record.name, record.name_key, record.slug) == ("New name", "new name", "new-name")
    assert list(record.themes.all()) == [theme]
    assert record.citations.get().place == "p. 3"
    assert Redirect.objects.of(record).get().slug == "old-name"
    told = Change.objects.of(record).newest_first()[0]
    assert (told.kind, told.note, told.by) == ("changed", "From ROR", publisher)
    step = Step.objects.of(record).newest_first()[0]
    assert step.verb == "published"
    assert {"what": "Name", "old": "Old name", "new": "New name"} in step.changes


def test_rows_that_a_change_leaves_out_are_gone_and_the_rest_keeps_what_is_beside():
    record, editor = make_agreement(parties=[make_organisation(), make_organisation()]), make_user()
    record.citations.update(checked_by=editor)
    content = take(record)
    [citation] = content["children"]["citations"].values()
    citation["place"] = "p. 3"
    content["children"]["parties"].popitem()
    change(Agreement, {record.pk: content}, by=None, note="Fewer")
    assert record.parties.count() == 1
    assert record.citations.get().checked_by == editor


def test_two_records_may_exchange_what_is_unique():
    source = make_source()
    contents = organisations([1, 2], source)
    add(Organisation, contents, by=None)
    contents = take_many(Organisation, contents)
    for number, value in ((1, "Q2"), (2, "Q1")):
        [row] = contents[key(number)]["children"]["identifiers"].values()
        row["value"] = value
    assert change(Organisation, contents, by=None, note="Mixed up").refused == {}
    assert Organisation.objects.get(pk=key(1)).identifiers.get().value == "Q2"


def test_equal_content_is_unchanged():
    record = make_agreement(amount="10.5", currency="GBP", amount_qualifier="about")
    contents = changed(record, amount="10.5")
    written = change(Agreement, contents, by=None, note="Again")
    assert written.unchanged == {record.pk}
    assert Version.objects.of(record).count() == Change.objects.of(record).count() == 1


def test_a_change_by_another_road_is_recorded_first():
    record = make_organisation()
    Organisation.objects.update(acronym="LAB")
    change(Organisation, changed(record, summary="New."), by=None, note="From ROR")
    versions = Version.objects.of(record).order_by("number")
    assert [v.snapshot["fields"]["acronym"] for v in versions] == ["", "LAB", "LAB"]
    assert [step.verb for step in Step.objects.of(record)].count("found") == 1


def test_the_draft_of_an_editor_stays_open_and_meets_the_change_when_it_is_published():
    record, author = make_organisation(), make_user("Authors")
    draft = draft_of(record, by=author, acronym="LAB")
    change(Organisation, changed(record, summary="From the source."), by=None, note="From ROR")
    assert open_version(record) == draft
    publish_version(draft, by=make_user("Publishers"), note="Ours")
    record.refresh_from_db()
    assert (record.acronym, record.summary) == ("LAB", "From the source.")


def test_a_change_without_publication_is_a_draft_beside_what_readers_see():
    record, author = make_organisation("Known"), make_user("Authors")
    contents = changed(record, name="New")
    written = change(Organisation, contents, by=author, note="From ROR", public=False)
    record.refresh_from_db()
    draft = open_version(record)
    assert (record.name, draft.snapshot["fields"]["name"]) == ("Known", "New")
    assert written.versions == {record.pk: draft}
    assert list(draft.writers.all()) == [author]
    again = change(Organisation, contents, by=author, note="Once more", public=False)
    assert again.unchanged == {record.pk}


def test_an_import_publishes_no_draft():
    record = make_organisation("Draft", published=False)
    draft_of(record)
    change(Organisation, changed(record, name="New"), by=None, note="From ROR")
    record.refresh_from_db()
    assert (record.name, record.published_at) == ("New", None)
    assert open_version(record).snapshot == take(record)


@pytest.mark.parametrize("published", [True, False])
def test_a_draft_in_review_is_left_to_its_reviewers(published):
    record, author = make_organisation(published=published), make_user("Authors", username="ada")
    review.submit(draft_of(record, by=author, acronym="LAB"), by=author)
    contents = changed(record, name="New")
    [sentence] = change(Organisation, contents, by=None, public=False).refused[record.pk]
    assert sentence.startswith("A draft by ada is in review since ")
    assert open_version(record).state == "in_review"


def test_what_was_taken_back_stays_so_unless_it_is_asked_for():
    record = make_organisation("Gone")
    unpublish(record, by=None, reason="Not one of ours.")
    [sentence] = change(Organisation, changed(record, acronym="G"), by=None).refused[record.pk]
    assert sentence.endswith(": Not one of ours.")
    record.refresh_from_db()
    assert record.published_at is None


@pytest.mark.parametrize(("fields", "number"), [({}, 1), ({"acronym": "G"}, 2)])
def test_what_comes_back_has_its_old_number_or_the_next(fields, number):
    record = make_organisation("Gone")
    unpublish(record, by=None, reason="Not one of ours.")
    written = change(
        Organisation, changed(record, **fields), by=None, note="It is back.", revive={record.pk}
    )
    record.refresh_from_db()
    assert written.versions[record.pk].number == number
    assert (record.is_published, record.identifier) == (True, "ORG-0001")
    assert written.versions[record.pk].snapshot == take(record)


def test_what_was_merged_or_is_nowhere_is_not_changed():
    merged = make_organisation(published=False, merged_into=make_organisation("Kept"))
    contents = changed(merged, acronym="M") | organisations([1], make_source())
    assert change(Organisation, contents, by=None, revive={merged.pk}).refused == {
        merged.pk: ["It was merged into “Kept”."],
        key(1): ["It is not in the register."],
    }


def test_a_refused_change_does_not_stop_the_others():
    good, bare, alike = make_organisation(), make_organisation(), make_organisation()
    contents = changed(good, acronym="A") | changed(bare, kind="")
    contents |= changed(alike, slug=good.slug)
    written = change(Organisation, contents, by=None, note="From ROR")
    assert set(written.versions) == {good.pk}
    assert written.refused == {
        bare.pk: ["Choose what kind of organisation it is."],
        alike.pk: ["Address: Organisation with this Address already exists."],
    }
    assert Version.objects.of(alike).get().number == 1


def test_a_draft_that_cannot_be_is_refused_and_the_rows_stay():
    record, other = make_organisation(published=False), make_organisation()
    contents = changed(record, slug=other.slug)
    assert set(change(Organisation, contents, by=None, public=False).refused) == {record.pk}
    before = record.slug
    record.refresh_from_db()
    assert record.slug == before


def test_a_new_link_of_a_change_is_told_at_the_other_end():
    older, newer = make_agreement("Older"), make_agreement("Newer")
    content = take(newer)
    content["children"]["links"][str(key("link"))] = {
        "kind": "builds_on",
        "to_agreement": str(older.pk),
    }
    change(Agreement, {newer.pk: content}, by=None, note="Linked")
    assert "Newer" in Change.objects.of(older).get(kind="linked").note
