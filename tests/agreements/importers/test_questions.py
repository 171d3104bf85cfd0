"""Rows whose title is nearly that of an agreement here: an editor decides."""

import pytest

from agreements.models import Agreement
from imports.answering import call_new, call_same, leave_out
from imports.models import Question
from publishing.drafts import newest_content
from tests.factories import make_agreement, make_organisation, make_user

pytestmark = pytest.mark.django_db

ROW = {
    "title": "Memorandum on tritium handling in Culham",
    "kind": "memorandum_of_understanding",
    "level": "agency",
    "summary": "They handle tritium.",
    "signed": "2024",
    "parties": "UKAEA; host: Kernforschung",
    "signatories": "A. Person | Director | Kernforschung",
}


@pytest.fixture
def question(bring):
    authority = make_organisation("Atomic Energy Authority", acronym="UKAEA")
    make_organisation("Kernforschung")
    make_agreement("Memorandum on tritium handling at Culham", signed="2024", parties=[authority])
    code, printed = bring(ROW)
    assert (code, Agreement.objects.count()) == (0, 1)
    assert "1 conflicts" in printed
    return Question.objects.open().get()


def draft(agreement):
    return newest_content(agreement)[0]


def test_it_is_that_one_and_what_the_row_adds_is_a_draft(bring, question):
    agreement = Agreement.objects.get()

    call_same(question, agreement.pk, by=make_user("Authors"))

    children = draft(agreement)["children"]
    parties = {key: values["role"] for key, values in children["parties"].items()}
    assert sorted(parties.values()) == ["host", "party"]
    (signatory,) = children["signatories"].values()
    assert parties[signatory["party"]] == "host"
    assert len(children["events"]) == 1
    # The title stands; that the source writes it otherwise is another question.
    assert Question.objects.open().get(place="title").theirs == {"title": ROW["title"]}
    assert "1 unchanged" in bring(ROW)[1]


def test_it_is_another_one_and_begins_as_a_draft(bring, question):
    call_new(question, by=make_user("Authors"))

    agreement = Agreement.objects.get(title=ROW["title"])
    assert agreement.editorial_state == "draft"
    assert agreement.signatories.get().party.organisation.name == "Kernforschung"
    assert "1 unchanged" in bring(ROW)[1]


def test_a_row_that_was_left_out_is_not_asked_about_again(bring, question):
    leave_out(question, by=make_user("Authors"))

    assert "1 unchanged" in bring(ROW)[1]
    assert not Question.objects.open().exists()
