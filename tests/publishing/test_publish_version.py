"""A draft made public: what is brought over, what is refused, and what live keeps then."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from publishing import drafts, registry
from publishing.actions import Conflict, publish_version, unpublish
from publishing.models import Change, Step, Version
from publishing.registry import content_of
from publishing.rights import Refused
from publishing.snapshots import digest, take
from tests.factories import (
    add_link,
    make_agreement,
    make_organisation,
    make_page,
    make_user,
)
from tests.publishing.drafting import content_with, draft_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher():
    return make_user("Publishers", username="publisher")


def by_another_road(record, **fields):
    """A change that no page of the register made, such as that of an importer."""
    type(record).objects.filter(pk=record.pk).update(**fields)


def numbers_and_states(record):
    versions = Version.objects.of(record).public().order_by("number")
    return [(version.number, version.state) for version in versions]


def test_fields_and_rows_are_brought_over(publisher):
    agreement, third = make_agreement("The pact"), make_organisation()
    content = content_with(agreement, title="The treaty")
    removed, kept = content["children"]["parties"]
    content["children"]["parties"][kept]["organisation"] = str(third.pk)
    del content["children"]["parties"][removed]
    draft = drafts.save_draft(agreement, content, by=make_user("Authors"), note="A new party.")
    version = publish_version(draft, by=publisher)
    agreement.refresh_from_db()
    assert (agreement.title, take(agreement)) == ("The treaty", content)
    assert [party.organisation for party in agreement.parties.all()] == [third]
    assert numbers_and_states(agreement) == [(1, "past"), (2, "live")]
    assert (version, version.published_by) == (draft, publisher)


def test_readers_are_told_once_in_the_words_of_the_note(client):
    page = make_page()
    publish_version(draft_of(page, title="Who we are", note="A new title."), by=None)
    change = Change.objects.of(page).get(kind="changed")
    assert (change.note, change.minor, change.version.number) == ("A new title.", False, 2)
    assert "Who we are" in client.get("/about/").content.decode()


def test_the_old_address_leads_to_the_new_one(client):
    organisation = make_organisation(slug="old-name")
    publish_version(draft_of(organisation, slug="new-name"), by=None)
    response = client.get("/organisations/old-name/")
    assert (response.status_code, response.url) == (301, "/organisations/new-name/")


def test_an_address_from_before_the_taking_back_leads_on(client):
    organisation = make_organisation(slug="old-name")
    unpublish(organisation, by=None, reason="Too early.")
    publish_version(draft_of(organisation, slug="new-name"), by=None)
    assert client.get("/organisations/old-name/").status_code == 301


def test_published_twice_it_is_published_once(publisher):
    page = make_page()
    draft = draft_of(page, title="Who we are")
    assert publish_version(draft, by=publisher) == publish_version(draft, by=publisher)
    assert numbers_and_states(page) == [(1, "past"), (2, "live")]
    assert Change.objects.of(page).filter(kind="changed").count() == 1


@pytest.mark.parametrize("ending", ["replaced", "discarded"])
def test_a_closed_version_is_not_published(ending, publisher):
    page = make_page()
    draft = draft_of(page, title="Who we are")
    if ending == "discarded":
        drafts.discard(draft, by=publisher)
    else:
        draft_of(page, title="About the register")
    with pytest.raises(Refused, match="no longer the draft"):
        publish_version(draft, by=publisher)
    assert numbers_and_states(page) == [(1, "live")]


def test_a_draft_that_changes_nothing_is_not_published():
    with pytest.raises(Refused, match="there is nothing to publish"):
        publish_version(draft_of(make_page()), by=None)


def test_an_author_may_not_publish():
    page = make_page()
    draft = draft_of(page, title="Who we are")
    with pytest.raises(PermissionDenied):
        publish_version(draft, by=make_user("Authors"))
    assert numbers_and_states(page) == [(1, "live")]


def test_ones_own_work_is_refused(publisher):
    page = make_page()
    draft_of(page, by=publisher, title="Who we are")
    draft = draft_of(page, by=make_user("Authors"), title="About the register")
    with pytest.raises(Refused, match="You wrote in this version"):
        publish_version(draft, by=publisher)
    assert publish_version(draft, by=make_user("Publishers")).number == 2


@pytest.mark.parametrize("wrote_it", [True, False])
def test_ones_own_work_may_be_allowed_and_is_recorded(wrote_it, publisher, settings):
    settings.OWN_WORK = True
    page = make_page()
    publish_version(draft_of(page, by=publisher if wrote_it else None, title="Us"), by=publisher)
    assert Step.objects.of(page).get(verb="published", by=publisher).own_work is wrote_it


def test_who_wrote_what_is_live_is_no_writer_of_what_others_kept_beside(publisher):
    page = make_page()
    live = publish_version(draft_of(page, by=publisher, title="Live"), by=None)
    draft_of(page, title="Theirs")
    content = content_with(page, title="Mine")
    conflict = drafts.keep_beside(page, content, base=live, by=make_user("Authors"))
    assert not conflict.is_by(publisher)


def test_a_change_needs_a_note_unless_it_is_minor(publisher):
    page = make_page()
    draft = draft_of(page, title="Who we are", note="")
    with pytest.raises(Refused, match="Say what changed in a sentence"):
        publish_version(draft, by=publisher)
    version = publish_version(draft, by=publisher, minor=True)
    assert (version.number, version.minor) == (2, True)


def test_a_change_elsewhere_meanwhile_is_kept_and_recorded_as_its_own_version():
    organisation = make_organisation(acronym="OLD")
    draft = draft_of(organisation, summary="In short.", note="A summary.")
    by_another_road(organisation, acronym="NEW")
    version = publish_version(draft, by=None)
    organisation.refresh_from_db()
    assert (organisation.acronym, organisation.summary) == ("NEW", "In short.")
    assert numbers_and_states(organisation) == [(1, "past"), (2, "past"), (3, "live")]
    found = Version.objects.of(organisation).get(number=2)
    assert (found.snapshot["fields"]["acronym"], found.snapshot["fields"]["summary"]) == ("NEW", "")
    assert found.note == "Recorded after a change outside the register’s pages"
    assert (version.number, version.note) == (3, "A summary.")
    assert Step.objects.get(version=found).changes == [
        {"what": "Acronym", "old": "OLD", "new": "NEW"}
    ]


def test_a_change_in_the_same_place_meanwhile_is_a_conflict_that_writes_nothing():
    organisation = make_organisation(acronym="OLD")
    draft = draft_of(organisation, acronym="MINE")
    by_another_road(organisation, acronym="THEIRS")
    with pytest.raises(Conflict, match="changed since this draft was begun, in the same places"):
        publish_version(draft, by=None)
    organisation.refresh_from_db()
    draft.refresh_from_db()
    assert (organisation.acronym, draft.state) == ("THEIRS", "draft")
    assert numbers_and_states(organisation) == [(1, "live")]


def test_a_conflict_with_live_is_settled_and_published():
    organisation, author = make_organisation(acronym="OLD"), make_user("Authors")
    draft = draft_of(organisation, acronym="MINE", summary="In short.")
    by_another_road(organisation, acronym="THEIRS")
    seen = digest(take(organisation))
    settled = drafts.settle(draft, by=author, picks={"fields:summary"}, seen=seen)
    publish_version(settled, by=None)
    organisation.refresh_from_db()
    assert (organisation.acronym, organisation.summary) == ("THEIRS", "In short.")


def test_an_address_that_another_record_took_meanwhile_is_refused():
    organisation = make_organisation(slug="old-name")
    draft = draft_of(organisation, slug="wanted")
    make_organisation(slug="wanted")
    before = take(organisation)
    with pytest.raises(Refused, match="Another record has this address by now: wanted"):
        publish_version(draft, by=None)
    assert take(organisation) == before


def test_the_draft_of_a_deleted_record_is_refused(publisher):
    page = make_page(published=False)
    draft = draft_of(page)
    drafts.delete_draft(page, by=publisher)
    with pytest.raises(Refused, match="The record was deleted"):
        publish_version(Version.objects.get(pk=draft.pk), by=publisher)


def test_a_draft_that_names_what_is_not_public_is_refused_by_name():
    agreement, hidden = make_agreement(), make_agreement("The hidden pact", published=False)
    link = add_link(agreement, "builds_on", hidden)
    content = take(agreement)
    link.delete()
    draft = drafts.save_draft(agreement, content, by=None, note="A link.")
    with pytest.raises(Refused, match="It names “The hidden pact”, which is not public"):
        publish_version(draft, by=None)
    assert not agreement.links.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"summary": ""}, "Write a summary of one sentence."),
        ({"amount": "1.00", "currency": "gbp", "amount_qualifier": "about"}, "three capital"),
        ({"amount": "1.00"}, None),
    ],
)
def test_what_is_not_valid_leaves_live_as_it_is(fields, sentence):
    agreement = make_agreement()
    before = take(agreement)
    draft = draft_of(agreement, title="The treaty", **fields)
    with pytest.raises(Refused, match=sentence):
        publish_version(draft, by=None)
    draft.refresh_from_db()
    assert (take(agreement), draft.state) == (before, "draft")
    assert Change.objects.of(agreement).count() == 1


def test_a_field_renamed_between_saving_and_publishing_is_no_conflict(monkeypatch):
    page = make_page(summary="In short.")
    draft = draft_of(page, summary="Shorter.")
    for version in Version.objects.of(page):
        version.snapshot["fields"]["lede"] = version.snapshot["fields"].pop("summary")
        version.digest = digest(version.snapshot)
        version.save()
    monkeypatch.setitem(
        registry._content, type(page), replace(content_of(type(page)), renamed={"lede": "summary"})
    )
    publish_version(draft, by=None)
    page.refresh_from_db()
    assert page.summary == "Shorter."


def test_a_field_that_was_added_is_no_change_that_readers_are_told_of():
    page = make_page()
    live = Version.objects.of(page).get()
    del live.snapshot["fields"]["summary"]
    live.digest = digest(live.snapshot)
    live.save()
    publish_version(draft_of(page, title="Who we are"), by=None)
    assert numbers_and_states(page) == [(1, "past"), (2, "live")]
