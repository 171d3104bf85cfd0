"""What a page is on paper, and that nothing moves while it loads."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.drill]
RECORD = "/agreements/uk-japan-moc-2025/"
# https://web.dev/articles/cls: above a tenth readers notice.
SHIFTS = """() => new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(sum), 600);
})"""


@pytest.fixture(scope="module")
def page(browser):
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def shown(page, selector):
    found = page.locator(selector)
    return [found.nth(place).is_visible() for place in range(found.count())]


def test_paper_has_the_facts_with_their_sources_and_nothing_to_press(page, site):
    page.goto(site + RECORD)
    page.emulate_media(media="print", color_scheme="dark")

    for selector in (".nav", ".crumbs", ".onpage", ".next", ".skip"):
        assert not any(shown(page, selector)), selector
    for selector in ("h1", "#sources", "#history", "#cite", ".facts"):
        assert all(shown(page, selector)), selector
    link = page.locator("#sources a[href^=http]").first
    written = link.evaluate("a => getComputedStyle(a, '::after').content")
    assert link.get_attribute("href") in written
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_a_list_on_paper_has_neither_filters_nor_pages(page, site):
    page.emulate_media(media="print")
    page.goto(site + "/agreements/?country=jp")

    assert not any(shown(page, ".filters, .chips, .pages, .bar form, button"))
    assert any(shown(page, ".recs"))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    "address", ["/", "/agreements/", RECORD, "/organisations/ukaea/", "/news/"]
)
def test_nothing_moves_while_a_page_loads(page, site, address, width):
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site + address)

    assert page.evaluate(SHIFTS) < 0.02
