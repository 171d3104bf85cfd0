"""Who wrote to the editors is forgotten in time, and the history says so."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from publishing import corrections, fact_checks, personal_data, sharing
from publishing.models import Correction, Step
from publishing.personal_data import delete_personal_data
from tests.factories import make_organisation, make_user

from .drafting import draft_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_user("Authors")


@pytest.fixture
def correction():
    return corrections.receive(
        text="The day is wrong.",
        name="R. Reader",
        email="reader@reader.example",
        sender="0" * 64,
    )


def days(number):
    return timezone.now() + timedelta(days=number)


def test_personal_data_are_deleted_180_days_after_closing(correction, author):
    corrections.answer(correction, by=author, text="Dear R. Reader")
    corrections.close(correction, by=author, state="done", outcome="Mended.")
    assert delete_personal_data(at=days(179)) == (0, 0)
    assert delete_personal_data(at=days(181)) == (1, 0)
    assert delete_personal_data(at=days(182)) == (0, 0)
    correction.refresh_from_db()
    assert (correction.name, correction.email, correction.answers) == ("", "", [])
    assert (correction.text, correction.outcome) == ("The day is wrong.", "Mended.")
    assert Step.objects.of(correction).filter(verb="forgotten").count() == 1


def test_personal_data_are_deleted_after_two_years_whatever_became_of_it(correction):
    assert delete_personal_data(at=days(729)) == (0, 0)
    assert delete_personal_data(at=days(731)) == (1, 0)
    correction.refresh_from_db()
    assert (correction.email, correction.state) == ("", "new")


def test_who_sent_it_is_forgotten_after_two_days(correction):
    delete_personal_data(at=days(1))
    correction.refresh_from_db()
    assert correction.sender
    delete_personal_data(at=days(2.1))
    correction.refresh_from_db()
    assert (correction.sender, correction.name) == ("", "R. Reader")


def test_the_command_says_what_it_deleted_and_nothing_when_there_is_nothing(
    correction, capsys, monkeypatch
):
    monkeypatch.setattr(personal_data, "BATCH", 2)
    for number in range(4):
        corrections.receive(text=f"Wrong {number}", name="R. Reader")
    Correction.objects.update(received_at=days(-731))
    call_command("delete_personal_data")
    assert capsys.readouterr().out == "5 corrections, 0 names of fact checkers\n"
    call_command("delete_personal_data")
    assert capsys.readouterr().out == ""
    assert not Correction.objects.exclude(name="").exists()


def test_names_of_who_checked_a_draft_are_deleted_too(author):
    organisation = make_organisation()
    draft_of(organisation, summary="New.")
    link = sharing.ask_for_check(organisation, by=author)
    found = fact_checks.answer(link, parts=[], name="E. Xpert")
    fact_checks.settle(found, by=author)
    assert delete_personal_data(at=days(179)) == (0, 0)
    assert delete_personal_data(at=days(181)) == (0, 1)
    found.refresh_from_db()
    assert found.name == ""
