"""An editor imports a table: looks at what would happen, does it, and takes it back."""

import pytest
from playwright.sync_api import expect

from organisations.models import Organisation
from tests.factories import make_organisation, make_user

from .test_drafts import free_of_obstacles, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]
TABLE = """name,country,website
Osaka Laser Laboratory,JP,https://laser.example/
Torness Magnets,GB,
Culham Laboratory,GB,https://theirs.example/
"""


@pytest.fixture
def page(browser, live_server):
    context = browser.new_context(base_url=live_server.url, locale="en-GB")
    yield context.new_page()
    context.close()


def test_a_table_is_planned_imported_decided_and_undone(page):
    make_organisation("Culham Laboratory", website="https://ours.example/")
    make_user("Authors", username="author")
    sign_in(page, "author")

    page.goto("/admin/organisations/organisation/")
    page.get_by_role("link", name="Import…").click()
    assert free_of_obstacles(page) == []
    table = {"name": "bodies.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.get_by_label("File").set_input_files(table)
    page.get_by_role("button", name="Show what would happen").click()

    expect(page.get_by_text("They become drafts, for review")).to_be_visible()
    assert free_of_obstacles(page) == []
    assert not Organisation.objects.filter(name="Torness Magnets").exists()
    page.get_by_role("button", name="Import 2 records").click()

    expect(page.get_by_text("2 records were imported. 1 question waits.")).to_be_visible()
    assert free_of_obstacles(page) == []
    assert not Organisation.objects.get(name="Torness Magnets").was_public

    page.goto("/admin/imports/question/")
    page.get_by_role("link", name="Culham Laboratory").click()
    expect(page.get_by_text("https://ours.example/")).to_be_visible()
    assert free_of_obstacles(page) == []
    page.get_by_role("button", name="Keep what stands").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept what stands")).to_be_visible()

    page.goto("/admin/imports/run/")
    page.get_by_role("link", name="bodies.csv").click()
    page.get_by_role("link", name="Undo this import…").click()
    assert free_of_obstacles(page) == []
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("everything is as it was before")).to_be_visible()
    assert Organisation.objects.count() == 1
