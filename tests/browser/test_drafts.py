"""Author, reviewer and visitor together: a change of a live record from its draft to its moment."""

from datetime import timedelta

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from publishing.actions import publish
from tests.factories import (
    add_link,
    add_signatory,
    make_agreement,
    make_article,
    make_organisation,
    make_user,
)

AXE = Axe()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What Django's own pages leave to be wished is not the register's to mend here.
OWN_PART = {"include": [["#content-main"]], "exclude": [[".help-tooltip"]]}
PASSWORD = "a long password"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]


@pytest.fixture
def agreement():
    ministry = make_organisation("Ministry of Science", country="JP", acronym="MEXT")
    department = make_organisation("Department for Energy", country="GB")
    agreement = make_agreement(
        "The old pact", slug="old-pact", parties=[department, ministry], published=False
    )
    add_signatory(agreement, agreement.parties.get(organisation=ministry), office="Minister")
    add_link(agreement, "builds_on", make_agreement("An earlier pact"))
    publish(agreement, by=None, note="First publication")
    make_article("They met", agreements=[agreement])
    make_user("Authors", username="author")
    make_user("Publishers", username="reviewer")
    return agreement


@pytest.fixture
def people(browser, live_server):
    """A page of a browser of their own for each."""
    found = {}
    for name in ("author", "reviewer", "visitor", "friend"):
        context = browser.new_context(base_url=live_server.url, locale="en-GB")
        found[name] = context.new_page()
    yield found
    for page in found.values():
        page.context.close()


def sign_in(page, name):
    page.goto("/admin/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")


def form_of(agreement):
    return f"/admin/agreements/agreement/{agreement.pk}/change/"


def public_pages(visitor):
    addresses = [
        "/",
        "/agreements/",
        "/agreements/old-pact/",
        "/organisations/ministry-of-science/",
    ]
    addresses += ["/countries/jp/", "/agreements/old-pact/history/", "/news/they-met/"]
    return {address: visitor.request.get(address).body() for address in addresses}


def test_a_change_goes_from_draft_to_its_moment(agreement, people):
    author, reviewer, visitor = people["author"], people["reviewer"], people["visitor"]
    before = public_pages(visitor)
    sign_in(author, "author")
    sign_in(reviewer, "reviewer")

    write_the_draft(author, agreement)
    assert public_pages(visitor) == before
    look_at_the_preview(author, agreement, people["friend"])

    author.goto(form_of(agreement))
    author.fill("#id_review_note", "Please check the name.")
    author.click("[name=_submit]")
    expect(author.get_by_text("Submitted for review.")).to_be_visible()

    return_it(reviewer)
    mend_it(author, agreement)
    moment = schedule_it(reviewer, agreement)
    assert public_pages(visitor) == before

    with time_machine.travel(moment + timedelta(seconds=30), tick=True):
        visitor.goto("/agreements/old-pact/")
        visitor.goto("/agreements/old-pact/")
        assert visitor.url.endswith("/agreements/new-pact/")
        assert visitor.locator("h1").inner_text() == "The new pact"
        expect(visitor.get_by_text("Hitoshi Masuko").first).to_be_visible()
        visitor.goto("/agreements/new-pact/history/")
        expect(visitor.get_by_text("The title and who signed.")).to_be_visible()


def write_the_draft(author, agreement):
    """Title, address, a party, a signatory and a link change; Ctrl-S saves."""
    author.goto(form_of(agreement))
    author.fill("#id_title", "The new pact")
    author.get_by_text("Address in the register").click()
    author.fill("#id_slug", "new-pact")
    author.fill("#id_parties-1-name_at_signing", "Ministry of Science and Technology")
    author.fill("#id_signatories-0-name", "Hitoshi Masuko")
    author.select_option("#id_links-0-kind", "refers_to")
    author.fill("#id_change_note", "The title and who signed.")
    author.keyboard.press("Control+s")
    author.get_by_text("Draft saved. Visitors still see version 1.").wait_for()
    expect(author.get_by_text("Live: The old pact")).to_be_visible()
    assert free_of_obstacles(author) == []


def look_at_the_preview(author, agreement, friend):
    """Somebody without an account reads it by a link."""
    author.goto(form_of(agreement).replace("change", "share"))
    author.get_by_role("button", name="Make a link for seven days").click()
    address = author.get_by_role("textbox", name="Preview link").input_value()
    address = address.partition("/preview/")[1] + address.partition("/preview/")[2]
    assert free_of_obstacles(author) == []
    friend.goto(address)
    assert friend.locator("h1").inner_text() == "The new pact"
    expect(friend.get_by_role("region", name="Draft preview")).to_be_visible()
    expect(friend.get_by_text("Hitoshi Masuko").first).to_be_visible()
    prefix = address.removesuffix("/agreements/new-pact/")
    for page in ("/", "/agreements/", "/organisations/ministry-of-science/", "/countries/jp/"):
        friend.goto(prefix + page)
        expect(friend.get_by_role("link", name="The new pact").first).to_be_visible(), page
        assert friend.get_by_text("The old pact").count() <= 1, page  # the banner names it


def return_it(reviewer):
    reviewer.goto("/admin/publishing/version/")
    expect(reviewer.get_by_text("In review").first).to_be_visible()
    reviewer.locator("#result_list").get_by_role("link", name="Compare with live").click()
    expect(reviewer.locator("ins", has_text="new").first).to_be_visible()
    expect(reviewer.locator("del", has_text="old").first).to_be_visible()
    assert free_of_obstacles(reviewer) == []
    reviewer.locator(".fr-actions").get_by_role("link", name="Return").click()
    reviewer.fill("#id_remark", "The summary still names the old pact.")
    assert free_of_obstacles(reviewer) == []
    reviewer.get_by_role("button", name="Return").click()
    expect(reviewer.get_by_text("Returned with remarks")).to_be_visible()


def mend_it(author, agreement):
    author.goto(form_of(agreement).replace("change", "history"))
    expect(author.get_by_text("The summary still names the old pact.")).to_be_visible()
    assert free_of_obstacles(author) == []
    author.goto(form_of(agreement))
    author.fill("#id_summary", "They agreed to work together anew.")
    author.click("[name=_submit]")
    expect(author.get_by_text("Submitted for review.")).to_be_visible()


def schedule_it(reviewer, agreement):
    """For the next full minute but one; returns that moment."""
    moment = timezone.localtime() + timedelta(minutes=2)
    moment = moment.replace(second=0, microsecond=0)
    reviewer.goto(form_of(agreement))
    reviewer.locator(".fr-actions").get_by_role("link", name="Schedule…").click()
    reviewer.fill("#id_day", moment.strftime("%Y-%m-%d"))
    reviewer.fill("#id_clock", moment.strftime("%H:%M"))
    assert free_of_obstacles(reviewer) == []
    reviewer.get_by_role("button", name="Schedule").click()
    expect(reviewer.get_by_text("Scheduled for")).to_be_visible()
    return moment


@pytest.mark.drill
def test_two_tabs_keep_both_texts_and_the_editor_chooses(agreement, people):
    first, second = people["author"], people["reviewer"]
    sign_in(first, "author")
    sign_in(second, "reviewer")
    for page, title in ((first, "Theirs"), (second, "Mine")):
        page.goto(form_of(agreement))
        page.fill("#id_title", title)
    first.fill("#id_summary", "Theirs alone.")
    first.click("[name=_save]")
    second.click("[name=_save]")

    expect(second.get_by_text("author saved this record at")).to_be_visible()
    assert free_of_obstacles(second) == []
    second.get_by_role("radio", name="Mine").check()
    second.get_by_role("button", name="Save the chosen values as a draft").click()

    expect(second.locator("#id_title")).to_have_value("Mine")
    expect(second.locator("#id_summary")).to_have_value("Theirs alone.")


@pytest.mark.drill
def test_what_was_typed_is_not_left_without_a_question(agreement, people):
    author = people["author"]
    sign_in(author, "author")
    author.goto(form_of(agreement))
    author.fill("#id_title", "Half a tit")
    asked = []
    author.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    author.get_by_role("link", name="History", exact=True).click(no_wait_after=True)
    author.wait_for_timeout(300)

    assert asked == ["beforeunload"]
    assert author.input_value("#id_title") == "Half a tit"


def free_of_obstacles(page):
    """What axe finds in the register's own part of the page."""
    results = AXE.run(page, context=OWN_PART, options={"runOnly": RULES})
    return [
        (violation["id"], [node["html"][:160] for node in violation["nodes"][:3]])
        for violation in results.response["violations"]
    ]
