"""Several editors and clocks at the same moment, each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from io import StringIO
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone

from publishing import drafts, review
from publishing.corrections import MOST_OF_ONE
from publishing.models import Change, Correction, Step, Version
from publishing.snapshots import take
from tests.admin_forms import address, read_form
from tests.factories import make_agreement, make_page, make_user
from tests.publishing.drafting import draft_of
from tests.publishing.public_forms import correction

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]
EIGHT = 8


def at_once(*jobs):
    """Run the jobs in threads that begin together; returns their answers in the same order."""
    gate = Barrier(len(jobs), timeout=20)

    def run(job):
        try:
            gate.wait()
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return [thread.result() for thread in [threads.submit(run, job) for job in jobs]]


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def publish_scheduled():
    said = StringIO()
    call_command("publish_scheduled", stdout=said, stderr=said)
    return said.getvalue()


def titles(record, *states):
    versions = Version.objects.of(record).filter(state__in=states)
    return sorted(version.snapshot["fields"]["title"] for version in versions)


def test_eight_saves_of_a_live_record_are_one_draft_and_seven_kept_beside_it():
    agreement = make_agreement("The pact")
    before = take(agreement)
    editors = [logged_in(make_user("Authors")) for _number in range(EIGHT)]
    opened = read_form(editors[0], address(agreement)) | {"change_note": "Renamed."}
    answers = at_once(
        *(
            partial(editor.post, address(agreement), opened | {"title": f"Pact {number}"})
            for number, editor in enumerate(editors)
        )
    )
    assert [answer.status_code for answer in answers] == [302] * EIGHT
    assert len(titles(agreement, "draft")) == 1
    assert len(titles(agreement, "conflict")) == EIGHT - 1
    assert titles(agreement, "draft", "conflict") == [f"Pact {n}" for n in range(EIGHT)]
    assert take(agreement) == before
    assert Step.objects.of(agreement).filter(verb__in=["saved", "conflicted"]).count() == EIGHT


def test_eight_saves_of_a_record_that_was_never_public_lose_nothing():
    page = make_page(published=False)
    draft_of(page)
    editors = [logged_in(make_user("Authors")) for _number in range(EIGHT)]
    opened = read_form(editors[0], address(page))
    at_once(
        *(
            partial(editor.post, address(page), opened | {"title": f"Page {number}"})
            for number, editor in enumerate(editors)
        )
    )
    page.refresh_from_db()
    assert titles(page, "draft") == [page.title]
    assert titles(page, "draft", "conflict") == [f"Page {number}" for number in range(EIGHT)]


def test_eight_clocks_and_a_publisher_publish_a_scheduled_draft_once():
    page, publisher = make_page(), make_user("Publishers")
    draft = draft_of(page, by=make_user("Authors"), title="Who we are")
    now = timezone.now()
    moment = now - timedelta(seconds=1)
    review.schedule(draft, by=publisher, moment=moment, at=now - timedelta(minutes=1))
    editor = logged_in(make_user("Publishers"))
    sent = read_form(editor, address(page)) | {"_publish": "1"}
    *said, answer = at_once(
        *([publish_scheduled] * EIGHT), partial(editor.post, address(page), sent)
    )
    assert answer.status_code == 302
    assert said.count("1 done, 0 held\n") + said.count("") == EIGHT
    assert said.count("1 done, 0 held\n") <= 1
    page.refresh_from_db()
    assert page.title == "Who we are"
    numbers = Version.objects.of(page).public().order_by("number")
    assert list(numbers.values_list("number", "state")) == [(1, "past"), (2, "live")]
    assert Change.objects.of(page).filter(kind="changed").count() == 1
    assert drafts.open_version(page) is None


def test_eight_clocks_withdraw_once():
    page, publisher = make_page(), make_user("Publishers")
    now = timezone.now()
    review.plan_withdrawal(
        page,
        by=publisher,
        reason="It has run out.",
        moment=now - timedelta(seconds=1),
        at=now - timedelta(minutes=1),
    )
    said = at_once(*([publish_scheduled] * EIGHT))
    assert sorted(said) == [""] * (EIGHT - 1) + ["1 done, 0 held\n"]
    assert Change.objects.of(page).filter(kind="withdrawn").count() == 1


def test_editors_have_their_rights_after_the_database_was_emptied():
    assert make_user("Authors").has_perm("publishing.change_page")


def test_eight_corrections_of_one_sender_are_five_kept_and_three_refused():
    answers = at_once(
        *(
            partial(Client().post, "/corrections/", correction(text=f"Wrong {number}"))
            for number in range(EIGHT)
        )
    )
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [302] * MOST_OF_ONE + [429] * (EIGHT - MOST_OF_ONE)
    references = sorted(Correction.objects.values_list("reference", flat=True))
    assert references == [f"C-{number:04}" for number in range(1, MOST_OF_ONE + 1)]


def test_one_correction_sent_four_times_at_once_is_kept_once():
    sent = correction(text="The day is wrong.")
    answers = at_once(*(partial(Client().post, "/corrections/", sent) for _time in range(4)))
    assert {answer.url for answer in answers} == {"/corrections/received/C-0001/"}
    assert Correction.objects.count() == 1
