"""Every public page type, narrow and wide, light and dark: readable, quiet, without obstacles."""

import pytest
from axe_playwright_python.sync_playwright import Axe

# One of each sort, and what the drill looks at besides.
CORE = [
    "/",
    "/agreements/?country=jp&level=company&year_from=2024",
    "/agreements/uk-japan-moc-2025/",
    "/organisations/uk-desnz/",
    "/timeline/",
    "/news/uk-and-japan-confirm-a-new-partnership-on-fusion-energy/",
    "/search/?q=magnets",
    "/agreements/compare/?a=uk-japan-moc-2025&b=uk-canada-mou-2024",
    "/countries/",
    "/map/",
]
MORE = [
    "/agreements/?as_of=2024-03-01&sort=next-date",
    "/countries/?as_of=2024-03-01",
    "/organisations/uk-desnz/?as_of=2024-03-01",
    "/agreements/uk-us-strategic-partnership-2023/?as_of=2024-03-01",
    "/agreements/uk-japan-moc-2025/?as_of=2024-03-01",
    "/countries/jp/?as_of=2024-03-01",
    "/agreements/uk-japan-moc-2025/history/",
    "/organisations/",
    "/countries/jp/",
    "/timeline/?country=jp",
    "/timeline/?as_of=2024-06-01",
    "/timeline/?country=jp&kind=licence",
    "/agreements/no-such-record/",
    "/corrections/?record=AG-0006",
    "/news/",
    "/search/",
    "/search/?q=magnts",
    "/search/?q=zzzzqqq",
    "/about/",
    "/agreements/",
    "/agreements/?country=jp&kind=licence",
    "/agreements/?kind=no-such-kind",
    "/agreements/uk-japan-moc-2025/versions/1/",
    "/organisations/uk-desnz/history/",
    "/countries/gb/",
    "/countries/jp/brief/",
    "/agreements/compare/",
    "/agreements/compare/?a=uk-japan-moc-2025&b=uk",
    "/agreements/te-furukawa-jv-2025/",
    "/agreements/iter-agreement-2006/",
    "/about/checking-facts/",
    "/about/what-we-record/",
    "/about/terms/",
    "/accessibility/",
    "/privacy/",
    "/contact/",
    "/corrections/received/C-0001/",
    "/alerts/new/?list=agreements&country=jp&q=magnets",
    "/alerts/new/",
    "/alerts/asked/",
    "/alerts/no-such-alert/",
    "/api/",
    "/data/",
    "/changes/",
    "/changes/?country=jp&minor=no&since=2026-01-01",
    "/changes/?since=yesterday",
    "/embed/agreements/?country=jp",
    "/embed/timeline/",
    "/embed/organisations/?as_of=2024-03-01",
    "/embed/news/?rows=3",
    "/embed/news/?rows=many",
]
SEVERITIES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
# What a theme changes is colour alone: each width is looked at whole in one of the two.
LOOKS = [
    (1280, "light", SEVERITIES),
    (1280, "dark", CONTRAST),
    (390, "dark", SEVERITIES),
    (390, "light", CONTRAST),
]
AXE = Axe()

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def page(browser):
    # Colours that fade from one theme to the other would be measured half-way.
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def said(page):
    """What the browser has to say about a page, such as something that its policy refused."""
    found = []

    def listen(message):
        found.append(message.text)

    page.on("console", listen)
    yield found
    page.remove_listener("console", listen)


@pytest.mark.parametrize(
    "address", [*CORE, *(pytest.param(address, marks=pytest.mark.drill) for address in MORE)]
)
def test_every_page_type_is_free_of_obstacles(page, site, said, address):
    page.goto(site + address)
    found = {}
    for width, theme, rules in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        results = AXE.run(page, options={"runOnly": rules})
        if results.violations_count:
            found[width, theme] = results.generate_report()
        assert scrolls_sideways(page) is False, (width, theme)
    assert found == {}
    assert [line for line in said if "the server responded with a status of 4" not in line] == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert scrolls_sideways(page) is False, "320 pixels"
    page.set_viewport_size({"width": 640, "height": 700})
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert scrolls_sideways(page) is False, "large text"


def scrolls_sideways(page):
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
    )
