"""Whole journeys by keyboard alone, as somebody who uses no pointer makes them."""

import pytest

pytestmark = pytest.mark.django_db

MOST_STEPS = 150
FOCUSED = """() => {
  const e = document.activeElement
  const label = e.labels && e.labels[0] ? e.labels[0].innerText : ''
  const style = getComputedStyle(e)
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  return {
    name: (e.ariaLabel || label || e.textContent || '').replace(/\\s+/g, ' ').trim(),
    tag: e.tagName.toLowerCase(),
    visible: outlined || e.matches('.tl-item, .tl-lane, .map-c'),
  }
}"""


@pytest.fixture
def page(browser, site):
    context = browser.new_context(
        base_url=site, reduced_motion="reduce", viewport={"width": 1280, "height": 900}
    )
    yield context.new_page()
    context.close()


def tab_to(page, name, tag=None):
    """Press Tab until the focus is on what is called so; every stop on the way shows its focus."""
    passed = []
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        passed.append(focused["name"])
        shows = focused["visible"] or focused["tag"] == "body"
        assert shows, f"The focus does not show on “{focused['name']}”."
        if name in focused["name"] and tag in (None, focused["tag"]):
            return
    raise AssertionError(f"“{name}” is not reached by Tab: {passed}")


def choose(page, name, tag):
    tab_to(page, name, tag)
    page.keyboard.press("Space" if tag == "input" else "Enter")


def follow(page, name, tag="a"):
    tab_to(page, name, tag)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def heading(page):
    return page.inner_text("h1")


def test_the_memorandum_is_found_and_what_it_builds_on_followed(page):
    page.goto("/")
    tab_to(page, "Search", "input")
    page.keyboard.type("UK Japan memorandum")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    follow(page, "UK–Japan Memorandum of Cooperation")
    assert "UK–Japan Memorandum of Cooperation" in heading(page)

    follow(page, "UK–US Strategic Partnership")
    assert "UK–US Strategic Partnership" in heading(page)


def test_agreements_are_filtered_to_japan_and_magnets(page):
    page.goto("/agreements/")
    choose(page, "Japan", "input")
    choose(page, "Theme", "summary")
    choose(page, ": Theme", "summary")
    choose(page, "Superconducting magnets", "input")
    follow(page, "Show results", "button")

    assert page.locator(".chips").inner_text().count("remove this filter") == 2
    follow(page, "Tokamak Energy")
    assert "Tokamak Energy" in heading(page)


def test_the_first_stop_leads_past_the_navigation(page):
    page.goto("/agreements/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"
