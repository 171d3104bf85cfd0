"""What editors save beside a live record, and how it is kept, settled, restored and given up."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from publishing import drafts
from publishing.actions import publish
from publishing.models import Step, Version
from publishing.rights import Refused
from publishing.snapshots import digest, take
from tests.admin_forms import add_row, address, messages_in, read_form
from tests.factories import make_agreement, make_organisation, make_page, make_user
from tests.publishing.drafting import content_with, draft_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_user("Authors", username="author")


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def changed_live(record, note="Changed.", **fields):
    """A change that is published by no draft of ours."""
    type(record).objects.filter(pk=record.pk).update(**fields)
    record.refresh_from_db()
    return publish(record, by=None, note=note)


def test_saving_changes_no_row_and_no_byte_that_readers_get(client, author):
    partner, joining = make_organisation("Partner", country="JP"), make_organisation()
    agreement = make_agreement("The pact", parties=[make_organisation(), partner])
    pages = ["/", "/agreements/", agreement.get_absolute_url(), partner.get_absolute_url(),
             "/countries/jp/", f"{agreement.get_absolute_url()}history/"]  # fmt: skip
    rows, before = take(agreement), [client.get(page).content for page in pages]
    editor = logged_in(author)
    sent = read_form(editor, address(agreement)) | {"title": "The treaty", "change_note": "New."}
    sent = add_row(sent, "parties", organisation=joining.pk, role="party")
    sent["events-0-when"] = "2024"
    editor.post(address(agreement), sent)
    draft = drafts.open_version(agreement).snapshot
    assert (draft["fields"]["title"], len(draft["children"]["parties"])) == ("The treaty", 3)
    assert take(agreement) == rows
    assert [client.get(page).content for page in pages] == before


def test_what_says_the_same_is_not_saved_twice(author):
    page = make_page()
    first = draft_of(page, by=author, title="About us")
    assert draft_of(page, by=author, title="About us") == first
    assert Step.objects.of(page).filter(verb="saved").count() == 1


def test_another_note_is_another_draft(author):
    page = make_page()
    first = draft_of(page, by=author, title="About us", note="A new title.")
    second = draft_of(page, by=author, title="About us", note="A better title.")
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "draft")


def test_whoever_saved_a_draft_that_led_to_it_is_its_writer(author):
    page, other = make_page(), make_user("Publishers")
    draft_of(page, by=author, title="About us")
    version = draft_of(page, by=other, title="About the register")
    assert set(version.writers.all()) == {author, other}
    assert version.is_by(author)
    assert not version.is_by(make_user("Publishers"))


@pytest.mark.parametrize("state", ["in_review", "approved", "scheduled"])
def test_a_save_begins_anew_what_was_on_its_way(state, author):
    page = make_page()
    first = draft_of(page, title="About us")
    first.publish_at = datetime(2030, 1, 1, tzinfo=UTC)
    first.move_to(state, at=first.created_at)
    second = draft_of(page, by=author, title="About the register")
    first.refresh_from_db()
    assert (first.state, first.publish_at) == ("replaced", None)
    assert (second.state, second.publish_at) == ("draft", None)


def test_a_draft_keeps_the_version_that_it_was_begun_from():
    page = make_page()
    base = Version.objects.of(page).get()
    draft_of(page, title="About us")
    changed_live(page, summary="In short.")
    assert draft_of(page, title="About the register").base == base


def test_a_save_over_a_newer_draft_is_kept_beside_it(author):
    page, faster = make_page(), logged_in(make_user("Authors", username="faster"))
    slower = logged_in(author)
    opened = read_form(faster, address(page)) | {"change_note": "Mended."}
    faster.post(address(page), opened | {"title": "Theirs"})
    response = slower.post(address(page), opened | {"title": "Mine"}, follow=True)
    assert "faster saved this record at" in messages_in(response)[0]
    conflict = Version.objects.of(page).get(state="conflict")
    assert (conflict.snapshot["fields"]["title"], conflict.created_by) == ("Mine", author)
    assert drafts.open_version(page).snapshot["fields"]["title"] == "Theirs"
    assert "Choose what goes into the draft" in response.content.decode()


def conflict_on(page, author, **fields):
    """A version kept beside a draft that changed the title and the summary."""
    live = Version.objects.of(page).get(state="live")
    draft_of(page, title="Theirs", summary="Theirs.")
    return drafts.keep_beside(page, content_with(page, **fields), base=live, by=author)


def test_settling_takes_what_was_picked_from_each(author):
    page = make_page()
    conflict = conflict_on(page, author, title="Mine", summary="Mine.")
    seen = drafts.open_version(page).digest
    draft = drafts.settle(conflict, by=author, picks={"fields:title"}, seen=seen)
    conflict.refresh_from_db()
    fields = draft.snapshot["fields"]
    assert (fields["title"], fields["summary"]) == ("Mine", "Theirs.")
    assert (conflict.state, draft.state, author in draft.writers.all()) == (
        "replaced",
        "draft",
        True,
    )


def test_settling_brings_back_a_row_or_takes_it_away(author):
    agreement = make_agreement()
    live = Version.objects.of(agreement).get(state="live")
    draft_of(agreement, title="Theirs")
    mine = take(agreement)
    first, _second = mine["children"]["parties"]
    del mine["children"]["parties"][first]
    conflict = drafts.keep_beside(agreement, mine, base=live, by=author)
    seen = drafts.open_version(agreement).digest
    draft = drafts.settle(conflict, by=author, picks={f"children:parties:{first}"}, seen=seen)
    assert first not in draft.snapshot["children"]["parties"]
    assert draft.snapshot["fields"]["title"] == "Theirs"
    assert agreement.parties.count() == 2


def test_settling_against_a_draft_that_moved_is_refused(author):
    page = make_page()
    conflict = conflict_on(page, author, title="Mine")
    seen = drafts.open_version(page).digest
    draft_of(page, title="Newer")
    with pytest.raises(Refused, match="Somebody saved again meanwhile"):
        drafts.settle(conflict, by=author, picks={"fields:title"}, seen=seen)
    assert drafts.open_version(page).snapshot["fields"]["title"] == "Newer"


def test_an_older_version_is_restored_as_a_draft(author):
    page = make_page(title="First")
    changed_live(page, title="Second")
    draft = drafts.restore(Version.objects.of(page).get(number=1), by=author)
    page.refresh_from_db()
    assert (draft.snapshot["fields"]["title"], page.title) == ("First", "Second")
    step = Step.objects.of(page).get(verb="restored")
    assert (step.road, step.remark, step.by) == ("restore", "version 1", author)


def test_a_version_that_needs_what_is_gone_is_not_restored(author):
    gone = make_organisation()
    agreement = make_agreement(parties=[make_organisation(), gone])
    agreement.parties.get(organisation=gone).delete()
    publish(agreement, by=None, note="It left.")
    gone.delete()
    with pytest.raises(Refused, match="Party: what “organisation” named is no longer"):
        drafts.restore(Version.objects.of(agreement).get(number=1), by=author)
    assert drafts.open_version(agreement) is None


def test_a_discarded_draft_leaves_what_readers_see_and_can_be_restored(author):
    page = make_page()
    draft = draft_of(page, by=author, title="About us")
    drafts.discard(draft, by=author)
    assert drafts.open_version(page) is None
    with pytest.raises(Refused, match="no longer the draft"):
        drafts.discard(draft, by=author)
    assert drafts.restore(draft, by=author).snapshot == draft.snapshot


def test_a_record_that_was_never_public_is_not_discarded_but_deleted(author):
    page = make_page(published=False)
    with pytest.raises(Refused, match="It can be deleted instead"):
        drafts.discard(draft_of(page), by=author)


def test_a_deleted_record_comes_back_under_its_key_with_its_rows(author):
    agreement = make_agreement("The pact", published=False)
    key, before = agreement.pk, take(agreement)
    drafts.delete_draft(agreement, by=author)
    assert not type(agreement).objects.filter(pk=key).exists()
    step = Step.objects.get(verb="deleted")
    revived = drafts.revive(step.version, by=author)
    assert (revived.pk, revived.published_at, take(revived)) == (key, None, before)
    assert Step.objects.of(revived).filter(verb="revived", road="restore").exists()


def test_a_record_whose_address_is_taken_does_not_come_back(author):
    first = make_organisation("Laboratory", published=False)
    drafts.delete_draft(first, by=author)
    make_organisation("Laboratory")
    with pytest.raises(Refused, match="Another record has its name or its address now"):
        drafts.revive(Step.objects.get(verb="deleted").version, by=author)


def test_a_record_that_needs_what_is_gone_does_not_come_back_and_says_why(author):
    party = make_organisation(published=False)
    agreement = make_agreement(published=False, parties=[party])
    drafts.delete_draft(agreement, by=author)
    drafts.delete_draft(party, by=author)
    version = Step.objects.get(remark=str(agreement)).version
    with pytest.raises(Refused, match="Party: what “organisation” named is no longer"):
        drafts.revive(version, by=author)


def test_what_was_public_is_not_deleted(author):
    page = make_page()
    with pytest.raises(Refused, match="What was public stays"):
        drafts.delete_draft(page, by=author)
    assert type(page).objects.filter(pk=page.pk).exists()


def test_who_may_not_change_the_record_does_nothing_to_its_drafts():
    page, stranger = make_page(), make_user()
    draft = draft_of(page, title="About us")
    for act in (
        lambda: drafts.discard(draft, by=stranger),
        lambda: drafts.restore(draft, by=stranger),
        lambda: drafts.settle(draft, by=stranger, picks=(), seen=digest(take(page))),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert drafts.open_version(page) == draft
