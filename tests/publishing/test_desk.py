"""The desk that the admin opens with: each number is that of the list it leads to."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from publishing import drafts, piles, review
from publishing.piles import desk_of
from publishing.review_dates import set_review_date
from tests.factories import make_agreement, make_article, make_organisation, make_user
from tests.publishing.drafting import content_with, draft_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

DESK = reverse("admin:index")


@pytest.fixture
def author():
    return make_user("Authors", username="author")


@pytest.fixture
def publisher():
    return make_user("Publishers", username="publisher")


@pytest.fixture
def work(author, publisher):
    """One of everything that can wait."""
    draft_of(make_article("Mine"), by=author, summary="Better.")
    submitted = draft_of(make_article("Submitted"), by=author, summary="Better.")
    review.submit(submitted, by=author)
    approved = draft_of(make_article("Approved"), by=author, summary="Better.")
    review.submit(approved, by=author)
    review.approve(approved, by=publisher)
    scheduled = draft_of(make_article("Scheduled"), by=author, summary="Better.")
    later = timezone.now() + timedelta(days=1)
    review.schedule(scheduled, by=publisher, moment=later)
    review.plan_withdrawal(make_article("Ends"), by=publisher, reason="It ends.", moment=later)
    article = make_article("Two texts")
    base = draft_of(article, by=publisher, summary="Theirs.")
    typed = content_with(article, summary="Mine.")
    drafts.keep_beside(article, typed, base=base, by=author)
    set_review_date(make_organisation(), by=author, due_on=timezone.localdate())


def piles_of(user):
    return {str(pile.label): pile for _heading, piles in desk_of(user) for pile in piles}


def number_in(context):
    return context["cl"].result_count if "cl" in context else context["page"].paginator.count


@pytest.mark.parametrize("who", ["author", "publisher"])
def test_each_number_is_that_of_its_list(client, work, request, who):
    user = request.getfixturevalue(who)
    client.force_login(user)
    for label, pile in piles_of(user).items():
        shown = client.get(pile.address)
        assert shown.status_code == 200, label
        assert number_in(shown.context) == pile.count, label


def test_what_waits_is_counted_for_whom_it_waits(work, author, publisher):
    mine, theirs = piles_of(author), piles_of(publisher)
    assert mine["My drafts"].count == 1
    assert mine["My texts kept beside a newer draft"].count == 1
    assert "Waiting for me" not in mine
    assert theirs["Waiting for me"].count == 2
    assert theirs["My drafts"].count == 1
    assert (mine["Scheduled"].count, mine["Withdrawals planned"].count) == (1, 1)
    assert mine["Review due"].count == 1


def test_one_s_own_work_does_not_wait_for_oneself(author, publisher):
    author.groups.add(*publisher.groups.all())
    version = draft_of(make_article(), by=author, summary="Better.")
    review.submit(version, by=author)
    assert piles_of(make_user("Publishers"))["Waiting for me"].count == 1
    assert piles_of(type(author).objects.get(pk=author.pk))["Waiting for me"].count == 0


def test_what_is_incomplete_is_what_lacks_something():
    whole = {"summary": "It studies.", "website": "https://lab.example/"}
    ours = {"parties": [make_organisation(**whole)], "no_public_text": True}
    known = make_agreement(end_statement="not_stated", **ours)
    make_agreement(end_statement="not_recorded", **ours)
    make_agreement(end_statement="not_recorded", published=False, **ours)
    make_organisation(**whole, country="")
    make_article(original_url="https://news.example/1", published=False).agreements.add(known)
    make_article(original_url="https://news.example/2")
    piles = piles_of(make_user("Authors"))
    assert piles["Agreements that lack something"].count == 1
    assert piles["Organisations that lack something"].count == 1
    assert piles["Articles that lead no further"].count == 1


def test_the_page_shows_numbers_and_what_changed_lately(client, work, author):
    client.force_login(author)
    shown = client.get(DESK).content.decode()
    assert re.search(r"<strong>1</strong>\s*My drafts", shown)
    assert "Two texts" in shown
    assert "All changes of the past 7 days" in shown


def test_the_desk_takes_the_same_few_queries_however_much_waits(
    client, work, author, django_assert_max_num_queries
):
    client.force_login(author)
    for number in range(5):
        draft_of(make_agreement(f"Pact {number}"), by=author, summary="Better.")
    with django_assert_max_num_queries(26):
        client.get(DESK)


def test_who_may_see_nothing_has_an_empty_desk():
    assert all(pile.count == 0 for pile in piles_of(make_user()).values())


def test_the_lists_of_changes_and_plans_lead_to_their_records(client, work, author):
    client.force_login(author)
    for model in ("change", "plannedwithdrawal", "reviewdate", "version"):
        shown = client.get(reverse(f"admin:publishing_{model}_changelist"))
        row = shown.context["cl"].result_list[0]
        led = client.get(reverse(f"admin:publishing_{model}_change", args=[row.pk]))
        assert str(row.record.pk) in led.url


def test_what_lacks_something_is_counted_up_to_a_bound(client, monkeypatch, author):
    for _number in range(3):
        make_article(original_url="")
    client.force_login(author)
    assert "<strong>3</strong> Articles" in client.get(DESK).text

    monkeypatch.setattr(piles, "MOST_COUNTED", 2)

    assert "<strong>over 2</strong> Articles" in client.get(DESK).text
