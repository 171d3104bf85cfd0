"""A day to look at a record again: set, kept one a record, taken off, listed once it comes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from publishing import drafts
from publishing.models import ReviewDate, Step
from publishing.review_dates import set_review_date, take_off_review_date
from publishing.rights import Refused
from tests.admin_forms import address
from tests.factories import make_article, make_organisation, make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:publishing_reviewdate_changelist")


@pytest.fixture
def author():
    return make_user("Authors")


def day(days):
    return timezone.localdate() + timedelta(days=days)


def test_a_record_has_one_day_and_its_history_names_each(author):
    article = make_article()
    set_review_date(article, by=author, due_on=day(30), note="Was it signed?")
    set_review_date(article, by=author, due_on=day(60))
    assert ReviewDate.objects.of(article).get().due_on == day(60)
    remarks = Step.objects.of(article).filter(verb="review_set").values_list("remark", flat=True)
    assert any("Was it signed?" in remark for remark in remarks)
    take_off_review_date(article, by=author)
    assert not ReviewDate.objects.of(article).exists()


@pytest.mark.parametrize("due_in", [-1, 4000])
def test_a_day_that_is_past_or_far_away_is_refused(author, due_in):
    with pytest.raises(Refused, match="day"):
        set_review_date(make_article(), by=author, due_on=day(due_in))


def test_nobody_without_the_right_sets_one():
    with pytest.raises(PermissionDenied):
        set_review_date(make_article(), by=make_user(), due_on=day(1))
    with pytest.raises(PermissionDenied):
        take_off_review_date(make_article(), by=make_user())


def test_none_is_taken_off_where_there_is_none(author):
    with pytest.raises(Refused, match="no review date"):
        take_off_review_date(make_article(), by=author)


def test_the_tool_sets_it_shows_it_and_takes_it_off(client, author):
    client.force_login(author)
    article = make_article()
    page = address(article, "review_date")
    client.post(page, {"due_on": f"{day(30):%Y-%m-%d}", "note": "Was it signed?"})
    form = client.get(address(article)).content.decode()
    assert f"To be looked at again on {day(30):%-d %B %Y}" in form
    assert "Was it signed?" in client.get(page).content.decode()
    client.post(page, {"due_on": "", "note": ""})
    assert not ReviewDate.objects.exists()


def test_a_wrong_day_comes_back_with_what_was_typed(client, author):
    client.force_login(author)
    page = address(make_article(), "review_date")
    shown = client.post(page, {"due_on": "2020-01-01", "note": "Was it signed?"})
    assert "This day is past" in shown.content.decode()
    assert "Was it signed?" in shown.content.decode()


def test_the_report_lists_what_is_due_of_every_kind_in_few_queries(
    client, author, django_assert_max_num_queries
):
    client.force_login(author)
    records = [make_article(f"Story {n}") for n in range(3)]
    records += [make_organisation(f"Laboratory number {n}") for n in range(3)]
    for record in records:
        set_review_date(record, by=author, due_on=day(0))
    set_review_date(make_article("Later story"), by=author, due_on=day(20))
    with django_assert_max_num_queries(22):
        due = client.get(LIST, {"due": "now"}).content.decode()
    assert all(str(record) in due for record in records)
    assert "Later story" not in due
    assert "Later story" in client.get(LIST, {"due": "soon"}).content.decode()


def test_a_deleted_draft_leaves_no_day_behind(author):
    article = make_article(published=False)
    set_review_date(article, by=author, due_on=day(1))
    drafts.delete_draft(article, by=make_user("Publishers"))
    assert not ReviewDate.objects.exists()
