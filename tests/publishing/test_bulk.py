"""Bulk actions: each row by itself, with its own right and its own answer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from publishing import bulk, drafts, review
from publishing.models import ReviewDate
from tests.factories import make_agreement, make_article, make_theme, make_user
from tests.publishing.drafting import draft_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LIST = reverse("admin:news_article_changelist")


@pytest.fixture
def author():
    return make_user("Authors", username="author")


@pytest.fixture
def publisher():
    return make_user("Publishers", username="publisher")


@pytest.fixture
def desk(client):
    def act(user, action, *records, **typed):
        client.force_login(user)
        chosen = [str(record.pk) for record in records]
        sent = {"action": action, "_selected_action": chosen, "index": "0", **typed}
        return client.post(LIST, sent)

    return act


def test_an_action_asks_first_and_names_what_is_chosen(desk, author):
    article = make_article("Story")
    asked = desk(author, "submit", article).content.decode()
    assert "Story" in asked
    assert "For the reviewer" in asked


def test_each_row_has_its_own_answer(desk, author):
    drafted, bare = make_article("Drafted"), make_article("Bare")
    version = draft_of(drafted, by=author, summary="Better.")
    answer = desk(author, "submit", drafted, bare, apply="1", remark="Both.").content.decode()
    assert "Done for 1 of 2." in answer
    assert "It has no draft." in answer
    version.refresh_from_db()
    assert version.state == "in_review"


def test_publishing_keeps_to_four_eyes(desk, author, publisher):
    own, others = make_article("Own"), make_article("Others")
    draft_of(own, by=publisher, summary="Mine.")
    draft_of(others, by=author, summary="Theirs.")
    answer = desk(publisher, "publish", own, others, apply="1").content.decode()
    assert "You wrote in this version." in answer
    own.refresh_from_db()
    others.refresh_from_db()
    assert (own.summary, others.summary) == ("What happened.", "Theirs.")


def test_withdrawing_needs_a_reason_that_readers_see(desk, publisher):
    article = make_article()
    assert "required" in desk(publisher, "withdraw", article, apply="1").content.decode()
    desk(publisher, "withdraw", article, apply="1", reason="It was wrong.")
    article.refresh_from_db()
    assert article.withdrawn_reason == "It was wrong."


@pytest.mark.parametrize("action", ["publish", "withdraw"])
def test_an_author_is_offered_what_they_may_do_and_no_more(desk, client, author, action):
    article = make_article()
    draft_of(article, by=None, summary="Better.")
    client.force_login(author)
    shown = client.get(LIST)
    offered = dict(shown.context["action_form"].fields["action"].choices)
    assert action not in offered
    assert {"submit", "review_date", "add_theme"} <= offered.keys()
    desk(author, action, article, apply="1", reason="Forged.", change_note="Forged.")
    article.refresh_from_db()
    assert (article.summary, article.withdrawn_at) == ("What happened.", None)


def test_a_review_date_is_set_for_all(desk, author):
    due_on = timezone.localdate() + timedelta(days=30)
    desk(author, "review_date", make_article(), make_article(), apply="1", due_on=str(due_on))
    assert [date.due_on for date in ReviewDate.objects.all()] == [due_on, due_on]


def test_a_theme_is_added_in_drafts_and_readers_see_none(desk, author):
    theme = make_theme()
    live, own = make_article("Live"), make_article("Own", published=False)
    desk(author, "add_theme", live, own, apply="1", target=str(theme.pk), change_note="Theme.")
    assert not live.themes.exists()
    assert drafts.open_version(live).snapshot["fields"]["themes"] == [str(theme.pk)]
    assert list(own.themes.all()) == [theme]
    again = desk(author, "add_theme", live, apply="1", target=str(theme.pk)).content.decode()
    assert "already" in again


def test_a_draft_that_somebody_reviews_is_left_alone(desk, author):
    article = make_article()
    version = draft_of(article, by=author, summary="Better.")
    review.submit(version, by=author)
    theme = make_theme()
    answer = desk(author, "add_theme", article, apply="1", target=str(theme.pk)).content.decode()
    assert "Its draft is in review." in answer
    version.refresh_from_db()
    assert version.state == "in_review"


def test_a_theme_that_readers_do_not_know_is_not_offered(desk, author):
    theme = make_theme(published=False)
    answer = desk(author, "add_theme", make_article(), apply="1", target=str(theme.pk))
    assert "Select a valid choice" in answer.content.decode()


def test_no_more_are_chosen_than_the_bound(desk, author, monkeypatch):
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 1)
    monkeypatch.setattr("publishing.record_bulk.MOST_AT_ONCE", 1)
    answer = desk(author, "submit", make_article(), make_article(), apply="1", remark="")
    assert answer.status_code == 302


def test_what_is_not_a_key_chooses_nothing(desk, client, author):
    client.force_login(author)
    for chosen in ("no-key", "0", "' OR 1=1 --"):
        sent = {"action": "submit", "_selected_action": chosen, "index": "0", "apply": "1"}
        assert client.post(LIST, sent).status_code == 400


def test_agreements_get_themes_too(client, author):
    client.force_login(author)
    agreement, theme = make_agreement(published=False), make_theme()
    sent = {"action": "add_theme", "_selected_action": str(agreement.pk), "apply": "1"}
    client.post(reverse("admin:agreements_agreement_changelist"), sent | {"target": theme.pk})
    assert list(agreement.themes.all()) == [theme]
