"""Every public page type, narrow and wide, light and dark: readable, quiet, without obstacles."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = [
    "/",
    "/agreements/",
    "/agreements/?country=jp&level=company&year_from=2024",
    "/agreements/?country=jp&kind=licence",
    "/agreements/uk-japan-moc-2025/",
    "/agreements/uk-japan-moc-2025/history/",
    "/agreements/uk-japan-moc-2025/versions/1/",
    "/organisations/",
    "/organisations/uk-desnz/",
    "/organisations/uk-desnz/history/",
    "/countries/",
    "/countries/jp/",
    "/countries/gb/",
    "/news/",
    "/news/uk-and-japan-confirm-a-new-partnership-on-fusion-energy/",
    "/about/",
    "/about/checking-facts/",
    "/about/what-we-record/",
    "/about/terms/",
    "/accessibility/",
    "/privacy/",
    "/contact/",
    "/data/",
    "/agreements/no-such-record/",
    "/agreements/?kind=no-such-kind",
]
WIDTHS = {"wide": 1280, "narrow": 390}
SEVERITIES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_type_is_free_of_obstacles(browser, site, width, theme):
    context = browser.new_context(
        viewport={"width": WIDTHS[width], "height": 900}, color_scheme=theme
    )
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    # What a theme changes is colour alone: each width is looked at whole in one of the two.
    whole = (width == "wide") == (theme == "light")
    rules = SEVERITIES if whole else {"type": "rule", "values": ["color-contrast"]}
    found = {}
    for address in PAGES:
        page.goto(site + address)
        results = AXE.run(page, options={"runOnly": rules})
        if results.violations_count:
            found[address] = results.generate_report()
        assert scrolls_sideways(page) is False, address
    context.close()
    assert found == {}
    assert [line for line in said if "the server responded with a status of 4" not in line] == []


def test_no_page_scrolls_sideways_at_320_pixels_or_with_large_text(browser, site):
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    for address in PAGES:
        page.goto(site + address)
        assert scrolls_sideways(page) is False, address
    context.close()
    context = browser.new_context(viewport={"width": 640, "height": 700})
    page = context.new_page()
    for address in PAGES:
        page.goto(site + address)
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert scrolls_sideways(page) is False, address
    context.close()


def scrolls_sideways(page):
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
    )
