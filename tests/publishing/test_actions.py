"""The road into and out of publication."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from publishing.actions import publish, publish_together, reinstate, unpublish, withdraw
from publishing.hooks import on_public_change
from publishing.models import Change, Redirect, Version
from publishing.rights import Refused
from tests.factories import (
    add_link,
    add_party,
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_first_publication_gives_identifier_version_and_change():
    organisation = make_organisation(published=False)
    version = publish(organisation, by=None, note="First publication")
    organisation.refresh_from_db()
    assert organisation.identifier == "ORG-0001"
    assert (version.number, version.state) == (1, "live")
    change = Change.objects.of(organisation).get()
    assert (change.kind, change.note, change.version) == ("published", "First publication", version)


def test_identifiers_rise_and_are_never_used_again():
    first, second = make_organisation(), make_organisation()
    unpublish(second, by=None, reason="Not an organisation.")
    third = make_organisation()
    assert [first.identifier, second.identifier, third.identifier] == [
        "ORG-0001",
        "ORG-0002",
        "ORG-0003",
    ]


def test_publishing_what_is_public_already_changes_nothing():
    organisation = make_organisation()
    first = Version.objects.of(organisation).get()
    assert publish(organisation, by=None, note="Again") == first
    assert Change.objects.of(organisation).count() == 1


def test_a_change_makes_the_next_version_and_keeps_the_old_one():
    organisation = make_organisation(acronym="OLD")
    organisation.acronym = "NEW"
    organisation.save()
    publish(organisation, by=None, note="The acronym is new.")
    past, live = Version.objects.of(organisation).order_by("number")
    assert (past.state, past.snapshot["fields"]["acronym"]) == ("past", "OLD")
    assert (live.number, live.snapshot["fields"]["acronym"]) == (2, "NEW")
    assert Change.objects.of(organisation).newest_first()[0].kind == "changed"


def test_a_changed_child_row_makes_a_version():
    agreement = make_agreement()
    add_party(agreement, make_organisation())
    assert publish(agreement, by=None, note="A third party").number == 2


def test_an_author_may_not_publish_and_a_publisher_may():
    organisation = make_organisation(published=False)
    with pytest.raises(PermissionDenied):
        publish(organisation, by=make_user("Authors"))
    organisation.refresh_from_db()
    assert not organisation.is_published
    assert publish(organisation, by=make_user("Publishers")).number == 1


@pytest.mark.parametrize("action", [withdraw, unpublish])
def test_an_author_may_not_take_anything_away(action):
    organisation = make_organisation()
    with pytest.raises(PermissionDenied):
        action(organisation, by=make_user("Authors"), reason="I do not like it.")


def test_what_is_missing_is_said_and_nothing_is_published():
    agreement = make_agreement(published=False, parties=[], kind="", summary="")
    with pytest.raises(Refused) as refusal:
        publish(agreement, by=None)
    assert "Name at least one party." in refusal.value.messages
    assert "Choose what kind of agreement it is." in refusal.value.messages
    assert not Version.objects.of(agreement).exists()


def test_a_reference_to_an_unpublished_record_blocks_by_name():
    hidden = make_organisation("Hidden Laboratory", published=False)
    agreement = make_agreement(parties=[hidden], published=False)
    with pytest.raises(Refused, match="Hidden Laboratory"):
        publish(agreement, by=None)


def test_records_that_name_one_another_are_published_together():
    hidden = make_organisation("Hidden Laboratory", published=False)
    agreement = make_agreement(parties=[hidden], published=False)
    versions = publish_together([agreement, hidden], by=None)
    assert [version.number for version in versions] == [1, 1]


def test_one_that_cannot_be_published_holds_back_the_others():
    good = make_organisation(published=False)
    bad = make_agreement(published=False, parties=[good], summary="")
    with pytest.raises(Refused):
        publish_together([good, bad], by=None)
    good.refresh_from_db()
    assert good.identifier is None


def test_a_new_link_is_told_in_the_history_of_the_other_side():
    older, newer = make_agreement("Older pact"), make_agreement("Newer pact")
    add_link(newer, "builds_on", older)
    publish(newer, by=None, note="The link is recorded.")
    told = Change.objects.of(older).filter(kind="linked").get()
    assert "Newer pact" in told.note


def test_links_that_lead_back_are_refused():
    first, second = make_agreement(), make_agreement()
    add_link(first, "supersedes", second)
    publish(first, by=None)
    add_link(second, "supersedes", first)
    with pytest.raises(Refused, match="leads back"):
        publish(second, by=None)


def test_a_circle_of_related_to_is_allowed():
    first, second = make_agreement(), make_agreement()
    add_link(first, "related_to", second)
    add_link(second, "related_to", first)
    assert publish(first, by=None).number == 2


def test_a_new_address_leaves_a_redirect_behind():
    organisation = make_organisation(slug="old-name")
    organisation.slug = "new-name"
    organisation.save()
    publish(organisation, by=None, note="Renamed.")
    assert Redirect.objects.of(organisation).get().slug == "old-name"


def test_going_back_to_an_old_address_leaves_no_loop():
    organisation = make_organisation(slug="old-name")
    for slug in ("new-name", "old-name"):
        organisation.slug = slug
        organisation.save()
        publish(organisation, by=None, note="Renamed.")
    assert [redirect.slug for redirect in Redirect.objects.of(organisation)] == ["new-name"]


def test_an_old_address_is_never_given_to_another_record():
    moved = make_organisation(slug="old-name")
    moved.slug = "new-name"
    moved.save()
    publish(moved, by=None, note="Renamed.")
    other = make_organisation(slug="old-name", published=False)
    with pytest.raises(Refused, match="Old addresses are never given away"):
        publish(other, by=None)


def test_a_title_made_into_an_address_avoids_old_addresses():
    moved = make_organisation("Fusion Laboratory")
    moved.slug = "another"
    moved.save()
    publish(moved, by=None, note="Renamed.")
    assert make_organisation("Fusion Laboratory").slug == "fusion-laboratory-2"


def test_withdrawing_keeps_the_record_public_and_says_why():
    agreement = make_agreement()
    change = withdraw(agreement, by=None, reason="It repeats AG-0006.")
    agreement.refresh_from_db()
    assert agreement.is_published
    assert agreement.withdrawn_reason == "It repeats AG-0006."
    assert (change.kind, change.note) == ("withdrawn", "It repeats AG-0006.")
    assert not type(agreement).objects.published().not_withdrawn().exists()


def test_withdrawing_needs_a_reason():
    with pytest.raises(Refused, match="Say why"):
        withdraw(make_agreement(), by=None, reason=" ")


def test_a_withdrawal_can_be_undone():
    agreement = make_agreement()
    withdraw(agreement, by=None, reason="By mistake.")
    reinstate(agreement, by=None, note="It was right after all.")
    assert type(agreement).objects.published().not_withdrawn().exists()


def test_what_is_still_named_is_not_taken_back():
    organisation = make_organisation("Named Laboratory")
    make_agreement("The pact", parties=[organisation])
    with pytest.raises(Refused, match="The pact"):
        unpublish(organisation, by=None, reason="Gone.")


def test_what_was_taken_back_comes_back_as_the_version_it_was():
    article = make_article()
    unpublish(article, by=None, reason="Too early.")
    assert not type(article).objects.published().exists()
    version = publish(article, by=None, note="Now it is time.")
    article.refresh_from_db()
    assert (version.number, version.state, article.unpublished_at) == (1, "live", None)


def test_published_never_shows_early():
    article = make_article(published=False)
    moment = timezone.now() + timedelta(days=1)
    type(article).objects.update(published_at=moment, identifier="NEWS-0001")
    articles = type(article).objects
    assert not articles.published().exists()
    assert articles.published(at=moment).exists()


def test_listeners_hear_of_a_change_after_the_commit(django_capture_on_commit_callbacks):
    heard = []
    on_public_change(heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        organisation = make_organisation()
        assert heard == []
    assert [change.object_id for change in heard] == [organisation.pk]


def test_a_record_without_sources_is_not_published():
    organisation = make_organisation(published=False)
    organisation.citations.all().delete()
    with pytest.raises(Refused, match="source"):
        publish(organisation, by=None)
    cite(organisation)
    assert publish(organisation, by=None).number == 1


def test_drafts_that_name_a_record_do_not_hide_a_public_one_that_does():
    organisation = make_organisation()
    for _number in range(60):
        make_agreement(parties=[organisation], published=False, signed=None)
    make_agreement("The public pact", parties=[organisation])
    with pytest.raises(Refused, match="The public pact"):
        unpublish(organisation, by=None, reason="Gone.")
