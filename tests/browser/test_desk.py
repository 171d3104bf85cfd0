"""The desk of a prepared trial is cleared by its editors, until every number is 0."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from publishing import review
from publishing.corrections import receive
from publishing.review_dates import set_review_date
from tests.factories import (
    make_agreement,
    make_article,
    make_link,
    make_organisation,
    make_source,
    make_user,
)
from tests.publishing.drafting import draft_of

from .test_drafts import free_of_obstacles, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]
WHOLE = {"summary": "It studies fusion.", "website": "https://lab.example/"}
DESK = "/admin/"


@pytest.fixture
def trial():
    """Two drafts, a stale record, a broken link, two records of one body, a correction."""
    author, reviewer = make_user("Authors", username="author"), make_user("Publishers")
    ministry = make_organisation("Ministry of Science", country="JP", slug="ministry", **WHOLE)
    make_organisation("Ministy of Science", country="JP", slug="double", **WHOLE)
    pact = make_agreement(
        "The pact", parties=[ministry], end_statement="not_stated", no_public_text=True
    )
    told = {"agreements": [pact], "original_url": "https://news.example/"}
    draft_of(make_article("Mine", **told), by=author, summary="Better.", note="It is better.")
    submitted = draft_of(make_article("Submitted", **told), by=author, summary="Better.")
    review.submit(submitted, by=author)
    set_review_date(pact, by=reviewer, due_on=timezone.localdate())
    long_ago = timezone.now() - timedelta(days=9)
    make_link(
        used_in=[make_source()], state="broken", status=404, failures=3, failing_since=long_ago
    )
    receive(text="The day is wrong.", record=pact.identifier)
    make_user("Publishers", username="reviewer")


@pytest.fixture
def people(browser, live_server):
    found = {}
    for name in ("author", "reviewer"):
        context = browser.new_context(base_url=live_server.url, locale="en-GB")
        context.set_default_timeout(8000)
        found[name] = context.new_page()
        sign_in(found[name], name)
    yield found
    for page in found.values():
        page.context.close()


def numbers(page):
    """{label: number} of the desk."""
    page.goto(DESK)
    rows = [row.inner_text() for row in page.locator(".fr-piles a").all()]
    return {
        label: int(number)
        for number, label in (re.match(r"(\d+)\s+(.*)", r).groups() for r in rows)
    }


def take_up(page, label):
    page.goto(DESK)
    page.locator(".fr-piles a").filter(has_text=label).first.click()


def test_every_number_comes_to_nought(trial, people):
    author, reviewer = people["author"], people["reviewer"]
    assert numbers(author)["My drafts"] == 1
    before = numbers(reviewer)
    assert free_of_obstacles(reviewer) == []
    assert {label for label, number in before.items() if number} == {
        *("Waiting for me", "Review due", "Broken links"),
        *("Possible duplicates", "Corrections from readers"),
    }

    take_up(author, "My drafts")
    author.get_by_role("link", name="Mine", exact=True).click()
    author.click("[name=_submit]")
    expect(author.get_by_text("Submitted for review.")).to_be_visible()

    for title in ("Submitted", "Mine"):
        take_up(reviewer, "Waiting for me")
        reviewer.get_by_role("link", name=title, exact=True).click()
        reviewer.click("[name=_publish]")
        expect(reviewer.locator(".messagelist .success")).to_be_visible()

    take_up(reviewer, "Review due")
    assert free_of_obstacles(reviewer) == []
    reviewer.get_by_role("link", name="Set the next day, or none").click()
    reviewer.fill("#id_due_on", "")
    reviewer.get_by_role("button", name="Review date").click()

    take_up(reviewer, "Broken links")
    assert free_of_obstacles(reviewer) == []
    reviewer.locator("#result_list .field-leads_to a").first.click()
    reviewer.fill("#id_kept_reason", "It is gone, and cited as it was.")
    reviewer.get_by_role("button", name="Save", exact=True).click()

    take_up(reviewer, "Possible duplicates")
    reviewer.get_by_role("link", name="Merge…").click()
    reviewer.get_by_role("button", name="Merge into").click()
    expect(reviewer.get_by_text("was merged into")).to_be_visible()

    take_up(reviewer, "Corrections from readers")
    reviewer.locator("#result_list tbody th a").first.click()
    reviewer.get_by_label("Declined").check()
    reviewer.fill("#id_outcome", "The day is that of the source.")
    reviewer.get_by_role("button", name="Close").click()

    assert {label for label, number in numbers(reviewer).items() if number} == set()
    assert {label for label, number in numbers(author).items() if number} == set()
