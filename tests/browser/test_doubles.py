"""A double is seen while its name is typed, found in the report, merged, and parted again."""

import pytest
from playwright.sync_api import expect

from organisations.models import Organisation
from tests.factories import make_agreement, make_organisation, make_user

from .test_drafts import free_of_obstacles, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]
LIST = "/admin/organisations/organisation/"


@pytest.fixture
def page(browser, live_server):
    context = browser.new_context(base_url=live_server.url, locale="en-GB")
    yield context.new_page()
    context.close()


def test_a_double_is_found_merged_and_parted_again(page):
    make_organisation("Ministry of Science", country="JP", acronym="MEXT", slug="mext")
    double = make_organisation("Ministy of Science", country="JP", slug="double")
    make_agreement("The pact", parties=[double, make_organisation()])
    make_user("Publishers", username="reviewer")
    sign_in(page, "reviewer")

    page.goto(f"{LIST}add/")
    page.locator("#id_name").press_sequentially("Ministri of Science")
    shown = page.get_by_role("status").filter(has_text="Perhaps it is in the register already")
    expect(shown.get_by_role("link")).to_have_count(2)
    page.fill("#id_name", "")
    expect(shown).to_be_hidden()
    page.once("dialog", lambda dialog: dialog.accept())

    page.goto(f"{LIST}duplicates/")
    assert free_of_obstacles(page) == []
    page.get_by_role("link", name="Merge…").click()
    expect(page.get_by_text("The pact")).to_be_visible()
    assert free_of_obstacles(page) == []
    page.get_by_role("button", name="Merge into “Ministry of Science”").click()
    expect(page.get_by_text("was merged into “Ministry of Science”.")).to_be_visible()
    assert Organisation.objects.get(slug="double").merged_into.slug == "mext"
    page.goto("/organisations/double/")
    assert page.url.endswith("/organisations/mext/")
    expect(page.get_by_text("The pact").first).to_be_visible()

    page.goto("/admin/organisations/merge/")
    page.get_by_role("link", name="Ministy of Science").click()
    assert free_of_obstacles(page) == []
    page.get_by_role("button", name="Undo the merge").click()
    expect(page.get_by_text("are two records again")).to_be_visible()
    page.goto("/organisations/double/")
    assert page.url.endswith("/organisations/double/")
