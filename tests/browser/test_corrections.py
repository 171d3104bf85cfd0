"""A reader corrects the editors, and somebody outside checks a draft, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from publishing import public_forms, sharing
from publishing.models import Correction, FactCheckAnswer
from tests.factories import add_signatory, make_agreement, make_user
from tests.publishing.drafting import draft_of

AXE = Axe()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]


@pytest.fixture
def page(browser, monkeypatch):
    """A browser that types at once need not wait."""
    monkeypatch.setattr(public_forms, "LEAST_SECONDS", 0)
    context = browser.new_context()
    yield context.new_page()
    context.close()


def assert_no_obstacle(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    results = AXE.run(page, options={"runOnly": RULES})
    assert results.violations_count == 0, results.generate_report()
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) <= 1


def test_a_reader_finds_a_mistake_and_says_so(page, live_server):
    agreement = make_agreement("The pact", slug="the-pact")
    page.goto(f"{live_server.url}/agreements/the-pact/")
    page.get_by_role("link", name="Tell us", exact=True).click()
    expect(page.get_by_label("Which record is it about?")).to_have_value(agreement.identifier)
    assert_no_obstacle(page, 1280)
    page.get_by_label("Where can one read it?").fill("nowhere:")
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.get_by_role("alert")).to_contain_text("It was not sent yet")
    assert_no_obstacle(page, 390)
    page.get_by_label("What is wrong or missing?").fill("The day is wrong.")
    page.get_by_label("Where can one read it?").fill("gov.example/news")
    page.get_by_label("The editors may keep what I wrote here").check()
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert Correction.objects.get().record == agreement
    assert page.context.cookies() == []


def test_somebody_outside_checks_a_draft(page, live_server):
    agreement = make_agreement("The pact", slug="the-pact")
    add_signatory(agreement, agreement.parties.first(), name="A. Person", office="Minister")
    draft_of(agreement, title="The drafted treaty", body="<p>They agreed.</p>")
    link = sharing.ask_for_check(agreement, by=make_user("Authors"))
    page.goto(f"{live_server.url}/fact-check/{link.token}/")
    assert_no_obstacle(page, 390)
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is answered yet.")
    signatories = page.get_by_role("region", name="Signatories")
    signatories.get_by_label("Wrong or incomplete").check()
    signatories.get_by_role("textbox").fill("It was somebody else.")
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.get_by_role("status")).to_contain_text("your answers have reached the editors")
    assert_no_obstacle(page, 1280)
    page.get_by_role("link", name="See the page as readers would").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The drafted treaty")
    page.get_by_role("link", name="Say what is right and what is wrong").click()
    (part,) = FactCheckAnswer.objects.get().parts
    assert (part["label"], part["words"]) == ("Signatories", "It was somebody else.")
    assert page.context.cookies() == []
