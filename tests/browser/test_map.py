"""The map in a browser, with the letters that it really has."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

# The names that lie on one another, or that leave their panel.
COLLISIONS = """() => [...document.querySelectorAll('.map-svg')].flatMap(svg => {
  const panel = svg.getBoundingClientRect();
  const names = [...svg.querySelectorAll('.map-l')]
    .filter(name => getComputedStyle(name).display !== 'none')
    .map(name => [name.textContent, name.getBoundingClientRect()]);
  const outside = names.filter(([, b]) => b.left < panel.left || b.right > panel.right);
  const struck = names.filter(([, a], place) => names.slice(place + 1).some(([, b]) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom));
  return [...outside, ...struck].map(([text]) => text);
})"""


@pytest.mark.parametrize("width", [320, 390, 760, 1000, 1280, 1600])
def test_no_name_lies_on_another(page, site, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/map/")
    page.evaluate("document.fonts.ready")

    assert page.evaluate(COLLISIONS) == []
    assert page.locator(".map-l:visible").count() >= 8


def test_the_map_leads_to_japan_by_keyboard(page, site):
    page.goto(f"{site}/map/")
    japan = page.get_by_role("link", name="Japan: 18 agreements, 7 with the UK", exact=True)
    page.locator("figcaption a").focus()
    for _each in range(20):
        page.keyboard.press("Tab")
        if japan.evaluate("mark => mark === document.activeElement"):
            break
    page.keyboard.press("Enter")

    page.wait_for_url("**/countries/jp/")
    assert page.locator("h1").inner_text() == "The UK and Japan"
