"""Questions from imports: the queue, the page of each, and its buttons."""

import pytest
from django.urls import reverse

from imports.models import Question
from organisations.models import Organisation
from publishing.drafts import open_version
from tests.admin_forms import address, messages_in
from tests.factories import make_organisation, make_user

from .importing import imported, text
from .making import make_question

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LIST = "/admin/imports/question/"
OURS, THEIRS = "https://ours.example/", "https://theirs.example/"


@pytest.fixture
def organisation():
    return make_organisation("Tokamak Energy", kind="company", website=OURS)


@pytest.fixture
def about_value(author, organisation):
    imported(author, ("Tokamak Energy", "GB", THEIRS))
    return Question.objects.get(sort="value")


@pytest.fixture
def about_match(author, organisation):
    imported(author, ("Tokamak Energie", "GB", THEIRS))
    return Question.objects.get(sort="match")


def page_of(question):
    return f"{LIST}{question.pk}/change/"


def press(client, question, button, value="x"):
    return client.post(page_of(question), {button: value}, follow=True)


def test_open_questions_stand_on_the_desk_and_in_the_list(client, about_value):
    desk = text(client.get("/admin/"))
    assert "<strong>1</strong> Questions from imports" in desk
    assert "Tokamak Energy" in text(client.get(LIST))


def test_the_list_shows_what_is_open_unless_told_otherwise(client, about_value, author):
    press(client, about_value, "_keep")

    def found(query):
        return len(client.get(f"{LIST}?{query}").context["cl"].result_list)

    assert [found(query) for query in ("", "state=answered", "state=all")] == [0, 1, 1]
    assert [found(f"state=all&sort__exact={sort}") for sort in ("value", "match")] == [1, 0]


def test_a_value_is_shown_as_it_stands_as_it_was_said_and_as_it_is_said(client, about_value):
    page = text(client.get(page_of(about_value)))
    for words in ("Website", "What stands", "What the source said before", "What it says now"):
        assert words in page
    assert f">{OURS}<" in page
    assert f"<ins>{THEIRS}</ins>" in page
    assert f"/admin/imports/run/{about_value.run_id}/change/" in page


def test_what_stands_is_what_stands_today(client, about_value, organisation):
    Organisation.objects.filter(pk=organisation.pk).update(website="https://today.example/")
    page = text(client.get(page_of(about_value)))
    assert "https://today.example/" in page
    assert OURS not in page


@pytest.mark.parametrize(
    ("button", "answer", "website"),
    [("_keep", "keep", None), ("_take", "take", THEIRS), ("_keep_both", "both", OURS)],
)
def test_a_value_is_decided_by_a_button(
    client, about_value, organisation, author, button, answer, website
):
    response = press(client, about_value, button)
    assert "Done" in messages_in(response)[0]
    about_value.refresh_from_db()
    assert (about_value.answer, about_value.answered_by) == (answer, author)
    draft = open_version(organisation)
    assert (draft and draft.snapshot["fields"]["website"]) == website
    assert "Keep what stands" not in text(response)


def test_a_match_shows_both_sides(client, about_match, organisation):
    page = text(client.get(page_of(about_match)))
    for words in ("Tokamak Energie", THEIRS, "the names are close", "80", OURS):
        assert words in page
    assert address(organisation) in page


def test_a_match_is_decided_by_a_button(client, about_match, organisation):
    response = press(client, about_match, "_same", str(organisation.pk))
    assert "It is that record" in text(response)
    assert address(organisation) in messages_in(response)[0]


@pytest.mark.drill
def test_another_record_is_begun_by_a_button(client, about_match):
    press(client, about_match, "_new")
    assert not Organisation.objects.get(name="Tokamak Energie").was_public


@pytest.mark.drill
def test_a_row_is_left_out_by_a_button(client, about_match):
    press(client, about_match, "_leave_out")
    assert Organisation.objects.count() == 1
    assert Question.objects.get().answer == "drop"


@pytest.mark.parametrize("button", ["_keep", "_new", "_leave_out"])
def test_a_refusal_is_said(client, about_match, about_value, button):
    wrong = about_match if button == "_keep" else about_value
    response = press(client, wrong, button)
    assert "does not fit" in messages_in(response)[0]
    assert Question.objects.open().count() == 2


@pytest.mark.drill
def test_a_button_that_is_pressed_twice_says_so(client, about_value):
    press(client, about_value, "_keep")
    assert "answered already" in messages_in(press(client, about_value, "_keep"))[0]


@pytest.mark.drill
def test_a_forged_candidate_is_refused(client, about_match):
    for key in ("nonsense", "0fe0ca41-dda8-4069-b856-fcb3683ff098", ""):
        response = press(client, about_match, "_same", key)
        assert "Choose one of the records" in messages_in(response)[0]


@pytest.mark.drill
def test_a_page_without_its_record_or_row_is_shown(client, author):
    question = make_question(theirs={"description": "x"})
    question.record.delete()
    assert "deleted" in text(client.get(page_of(question)))
    assert "deleted" in messages_in(press(client, question, "_keep"))[0]
    gone = make_question(key="b", place="names/x/name", theirs={"name": "x"})
    assert client.get(page_of(gone)).status_code == 200


def test_the_form_of_a_record_leads_to_its_questions(client, about_value, organisation):
    page = text(client.get(address(organisation)))
    assert "1 question from an import" in page
    query = f"record={organisation.pk}"
    assert query in page
    assert len(client.get(f"{LIST}?{query}").context["cl"].result_list) == 1
    other = make_organisation()
    assert "question from an import" not in text(client.get(address(other)))
    assert not client.get(f"{LIST}?record={other.pk}").context["cl"].result_list
    assert client.get(f"{LIST}?record=nonsense").status_code == 200


def test_one_question_leads_to_the_next(client, about_value, about_match):
    assert page_of(about_match) in text(client.get(page_of(about_value)))


def test_who_may_not_answer_sees_no_buttons(client, about_value):
    reader = make_user()
    client.force_login(reader)
    assert client.get(LIST).status_code == 403
    assert client.get(page_of(about_value)).status_code == 302
    press(client, about_value, "_keep")
    assert Question.objects.open().exists()


def test_the_pages_ask_few_questions_of_the_database(
    client, author, about_match, django_assert_max_num_queries
):
    for number in range(20):
        make_question(key=str(number))
    with django_assert_max_num_queries(12):
        client.get(LIST)
    with django_assert_max_num_queries(40):
        client.get(page_of(about_match))


@pytest.mark.drill
def test_a_question_has_no_history_of_its_own(client, about_value):
    name = "admin:imports_question_history"
    assert client.get(reverse(name, args=[about_value.pk]))["Location"] == page_of(about_value)
