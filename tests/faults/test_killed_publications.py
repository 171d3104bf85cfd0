"""Publications whose process is killed at any statement: whole or not at all, and once."""

from datetime import timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from publishing import bulk, drafts, review
from publishing.actions import publish, publish_version, reinstate, withdraw
from publishing.models import Change, Version
from tests.factories import make_agreement, make_organisation, make_page, make_user
from tests.publishing.drafting import draft_of

from .killing import MOST_OF_A_KIND, killed_at_statement, moments_in
from .state import wrong_in_register

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]

BULK = next(action for action in bulk.ACTIONS if action.name == "publish")


def title_of(record):
    return type(record).objects.get(pk=record.pk).display_title


def test_a_version_is_published_whole_or_not_at_all(tally):
    faults = tally("kill -9 in a publication")
    publisher = make_user("Publishers")
    agreement = make_agreement("The pact of the beginning")
    first = draft_of(agreement, title="The pact of nobody's disturbing")

    for number, moment in enumerate(moments_in(partial(publish_version, first, by=publisher))):
        before, after = title_of(agreement), f"The pact {number}"
        draft = draft_of(agreement, title=after)
        publishing = partial(publish_version, draft, by=publisher)
        faults.injections += killed_at_statement(publishing, *moment)
        assert title_of(agreement) in (before, after)
        publishing()
        assert title_of(agreement) == after
        assert drafts.open_version(agreement) is None
        faults.look_at(wrong_in_register())

    assert faults.injections >= MOST_OF_A_KIND - 2
    assert Version.objects.of(agreement).public().count() == MOST_OF_A_KIND + 2
    assert not faults.harm


def test_a_first_publication_leaves_no_gap_in_the_identifiers(tally):
    faults = tally("kill -9 in a first publication")
    fresh = partial(make_agreement, published=False)
    first = fresh("The first pact")
    numbers = []

    for moment in moments_in(partial(publish, first, by=None, note="New.")):
        agreement = fresh()
        publishing = partial(publish, agreement, by=None, note="New.")
        faults.injections += killed_at_statement(publishing, *moment)
        publishing()
        agreement.refresh_from_db()
        numbers.append(int(agreement.identifier.partition("-")[2]))
    faults.look_at(wrong_in_register())

    first.refresh_from_db()
    start = int(first.identifier.partition("-")[2])
    assert numbers == list(range(start + 1, start + 1 + len(numbers)))
    assert not faults.harm


def test_a_withdrawal_and_its_end_are_told_once(tally):
    faults = tally("kill -9 in a withdrawal")
    page = make_page()
    take = partial(withdraw, page, by=None, reason="It is wrong.")
    bring_back = partial(reinstate, page, by=None, note="It is right.")
    moments = [*zip(moments_in(take, 8), moments_in(bring_back, 8), strict=True)]

    for of_taking, of_bringing in moments:
        steps = [(take, "withdrawn", of_taking), (bring_back, "reinstated", of_bringing)]
        for job, kind, moment in steps:
            told = Change.objects.of(page).filter(kind=kind)
            count = told.count()
            faults.injections += killed_at_statement(job, *moment)
            if told.count() == count:
                job()
            assert told.count() == count + 1
    page.refresh_from_db()
    faults.look_at(wrong_in_register())

    assert not page.is_withdrawn
    assert not faults.harm


def test_of_many_together_each_is_published_once(tally):
    faults = tally("kill -9 in a bulk publication")
    publisher = make_user("Publishers")
    organisations = [make_organisation(f"Laboratory {name}") for name in "ABCD"]
    words = {"change_note": "Renamed.", "minor_change": False}
    together = partial(bulk.do_to_each, organisations, BULK, words, by=publisher)

    def begin(number):
        for organisation in organisations:
            draft_of(organisation, summary=f"Text {number}.")

    begin("of the beginning")
    for number, moment in enumerate(moments_in(together, 12)):
        begin(number)
        faults.injections += killed_at_statement(together, *moment)
        together()
        for organisation in organisations:
            organisation.refresh_from_db()
            assert organisation.summary == f"Text {number}."
    faults.look_at(wrong_in_register())

    for organisation in organisations:
        assert Version.objects.of(organisation).public().count() == 14
    assert not faults.harm


def test_what_is_due_is_published_once_by_the_runs_after_a_killed_one(tally):
    faults = tally("kill -9 in publish_scheduled")
    publisher = make_user("Publishers")
    organisations = [make_organisation(f"Laboratory {name}") for name in "ABC"]
    page = make_page()
    clock = partial(call_command, "publish_scheduled", stdout=StringIO(), stderr=StringIO())

    def begin(number):
        now = timezone.now()
        due, earlier = now - timedelta(seconds=1), now - timedelta(hours=1)
        plan = {"by": publisher, "moment": due, "at": earlier}
        for organisation in organisations:
            review.schedule(draft_of(organisation, summary=f"Text {number}."), **plan)
        page.refresh_from_db()
        if page.is_withdrawn:
            reinstate(page, by=None, note="Again.")
            page.refresh_from_db()
        review.plan_withdrawal(page, reason="It has run out.", **plan)

    begin("of the beginning")
    for number, moment in enumerate(moments_in(clock)):
        begin(number)
        faults.injections += killed_at_statement(clock, *moment)
        clock()
        page.refresh_from_db()
        assert page.is_withdrawn
        for organisation in organisations:
            organisation.refresh_from_db()
            assert organisation.summary == f"Text {number}."
    faults.look_at(wrong_in_register())

    assert Change.objects.of(page).filter(kind="withdrawn").count() == MOST_OF_A_KIND + 1
    assert not faults.harm
