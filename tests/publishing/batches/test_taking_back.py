"""Many records leave publication together."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.models import Organisation
from publishing.actions import publish, withdraw
from publishing.batches import take_back
from publishing.drafts import open_version
from publishing.hooks import on_public_change
from publishing.models import Change, Step, Version
from publishing.rights import Refused
from tests.factories import make_agreement, make_article, make_organisation, make_user
from tests.publishing.drafting import draft_of

pytestmark = pytest.mark.django_db


def test_records_that_name_one_another_are_taken_back_together(django_capture_on_commit_callbacks):
    party = make_organisation()
    pact = make_agreement(parties=[party])
    draft = draft_of(pact, title="Later")
    withdraw(party, by=None, reason="By mistake.")
    heard = []
    on_public_change(heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        stayed = take_back([party, pact], by=make_user("Publishers"), reason="Undone.")
    assert stayed == {}
    for record in (party, pact):
        record.refresh_from_db()
        assert (record.published_at, record.withdrawn_at) == (None, None)
        assert record.unpublished_reason == "Undone."
        assert Version.objects.of(record).public().get().state == "past"
        assert Change.objects.of(record).newest_first()[0].kind == "unpublished"
        assert Step.objects.of(record).newest_first()[0].verb == "unpublished"
    assert sorted(c.object_id for c in heard) == sorted([party.pk, pact.pk])
    assert open_version(pact) == draft
    assert publish(party, by=None, note="Back.").number == 1


def test_what_others_name_stays_and_what_it_names_with_it():
    ministry, unnamed = make_organisation("Ministry"), make_organisation()
    laboratory = make_organisation("Laboratory", parent=ministry)
    make_agreement("The pact", parties=[laboratory])
    make_agreement("A draft", parties=[unnamed], published=False)
    hidden = make_organisation(published=False)
    records = [ministry, laboratory, unnamed, hidden]
    assert take_back(records, by=None, reason="Undone.") == {
        hidden.pk: ["This record is not public."],
        laboratory.pk: ["It is still named by The pact. Change that first."],
        ministry.pk: ["It is still named by Laboratory. Change that first."],
    }
    assert set(Organisation.objects.published()) == {ministry, laboratory}


def test_an_article_holds_what_it_concerns():
    pact = make_agreement()
    make_article("News", agreements=[pact])
    assert "News" in take_back([pact], by=None, reason="Undone.")[pact.pk][0]


def test_an_author_takes_nothing_back():
    record = make_organisation()
    with pytest.raises(PermissionDenied):
        take_back([record], by=make_user("Authors"), reason="Undone.")
    with pytest.raises(Refused, match="Say why"):
        take_back([record], by=None, reason=" ")
    record.refresh_from_db()
    assert record.is_published


def test_taking_back_ten_costs_as_many_queries_as_four():
    records = [make_organisation() for _number in range(14)]
    counts = []
    for some in (records[:4], records[4:]):
        with CaptureQueriesContext(connection) as queries:
            take_back(some, by=None, reason="Undone.")
        counts.append(len(queries))
    assert counts[0] == counts[1]
