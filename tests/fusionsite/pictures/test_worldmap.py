"""The map's geometry, from ten countries to every country there is."""

import ast
import math
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from django_countries.data import COUNTRIES

from fusionsite.pictures import labels, worldmap
from fusionsite.pictures.projection import EUROPE, EUROPEAN, WORLD, equal_earth
from fusionsite.pictures.worldmap import Country, draw_map

# From those with the most agreements to those that may come.
CODES = [
    "GB", "US", "JP", "DE", "FR", "IT", "CN", "KR", "CA", "ES", "RU", "IN", "CH", "NL", "SE",
    "BE", "PL", "CZ", "FI", "DK", "NO", "AT", "PT", "HU", "RO", "GR", "IE", "UA", "LT", "LV",
    "EE", "HR", "SI", "SK", "BG", "RS", "LU", "TR", "IL", "AE", "SA", "QA", "EG", "ZA", "BR",
    "AR", "MX", "CL", "AU", "NZ", "SG", "MY", "TH", "VN", "ID", "TW", "KZ", "UZ", "PK", "MC",
]  # fmt: skip
CROWDS = [
    pytest.param(10, 10, id="10 countries"),
    pytest.param(30, 87, id="30 countries"),
    pytest.param(60, 87, id="60 countries"),
    pytest.param(60, 1000, id="60 countries, 1,000 agreements"),
    pytest.param(60, 20000, id="60 countries, 20,000 agreements"),
]
# Antarctica has no place on it.
EVERYWHERE = [*CODES, *sorted(set(COUNTRIES) - {*CODES, "AQ"})]
ALL = [pytest.param(len(EVERYWHERE), 2000, id="all countries", marks=pytest.mark.drill)]


@cache
def countries(number, most):
    found = []
    for place, code in enumerate(EVERYWHERE[:number], start=1):
        count = max(1, most // place)
        with_uk = count if code == "GB" else [0, 1, count // 2][place % 3]
        found.append(Country(code, str(COUNTRIES[code]), count, with_uk))
    return tuple(found)


def pictures():
    """Each crowd's panels: the test fails with the name of the crowd."""
    return pytest.mark.parametrize(("number", "most"), [*CROWDS, *ALL])


def circle(mark):
    return mark.bubble.circle


def texts(panel, on_wide_pages=False):
    """(label, text) of all that is written beside bubbles; on wide pages figures stand in them."""
    found = []
    for mark in panel.marks:
        alone = on_wide_pages and mark.has_figure
        if mark.label:
            found.append((mark.label, mark.text if alone else f"{mark.text} {mark.country.count}"))
    return found + ([(panel.hub_label, "UK")] if panel.hub_label else [])


@pictures()
def test_every_country_has_one_mark(number, most):
    marks = [mark for panel in draw_map(countries(number, most)) for mark in panel.marks]

    assert sorted(m.country.code for m in marks) == sorted(c.code for c in countries(number, most))


@pictures()
def test_no_bubble_meets_another(number, most):
    for panel in draw_map(countries(number, most)):
        circles = [circle(mark) for mark in panel.marks] + ([panel.hub] if panel.hub else [])
        for (ax, ay, ar), (bx, by, br) in combinations(circles, 2):
            assert math.dist((ax, ay), (bx, by)) > ar + br


@pictures()
def test_no_text_meets_a_bubble_a_line_or_another_text_on_a_phone(number, most):
    for panel in draw_map(countries(number, most)):
        on_phones = [(label, text) for label, text in texts(panel) if label.everywhere]
        assert_texts_are_clear(panel, on_phones, labels.ON_PHONES)


@pictures()
def test_no_text_meets_a_bubble_a_line_or_another_text_on_a_wide_page(number, most):
    for panel in draw_map(countries(number, most)):
        assert_texts_are_clear(panel, texts(panel, on_wide_pages=True), labels.ON_WIDE_PAGES)


def assert_texts_are_clear(panel, written, size):
    boxes = [labels.box_of(label, text, size) for label, text in written]
    lines = [ray.points for ray in panel.rays] + [m.leader for m in panel.marks if m.leader]
    for one, other in combinations(boxes, 2):
        assert not meet(one, other)
    for box in boxes:
        assert all(side >= 0 for side in box[:2])
        assert box[2] <= panel.frame.width
        assert box[3] <= panel.frame.height
        assert not [m.country.code for m in panel.marks if reaches(box, circle(m))]
        assert not [line for line in lines for point in labels.fine(line) if holds(box, point)]


def meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def reaches(box, mark):
    x, y, radius = mark
    near = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
    # What hangs below the line of a text may touch its own bubble's rim.
    return math.dist((x, y), near) < radius - 1


def holds(box, point):
    return box[0] < point[0] < box[2] and box[1] < point[1] < box[3]


@pictures()
def test_rays_lead_from_the_uk_to_the_edge_of_each_partner_and_to_nobody_else(number, most):
    for panel in draw_map(countries(number, most)):
        marks = {mark.country.code: mark for mark in panel.marks}
        hub = panel.hub or circle(marks["GB"])
        partners = [code for code, m in marks.items() if m.country.with_uk and code != "GB"]
        assert sorted(ray.code for ray in panel.rays) == sorted(partners)
        for ray in panel.rays:
            for point, (x, y, radius) in (
                (ray.points[0], hub),
                (ray.points[-1], circle(marks[ray.code])),
            ):
                assert math.dist(point, (x, y)) == pytest.approx(radius, abs=0.1)


@pictures()
def test_nothing_leaves_the_canvas(number, most):
    for panel in draw_map(countries(number, most)):
        points = [point for ray in panel.rays for point in ray.points]
        for mark in panel.marks:
            x, y, radius = circle(mark)
            points += [(x - radius, y - radius), (x + radius, y + radius), *(mark.leader or ())]
        assert all(0 <= x <= panel.frame.width for x, _y in points)
        assert all(0 <= y <= panel.frame.height for _x, y in points)


@pytest.mark.parametrize(("number", "most"), CROWDS)
def test_a_bubble_beside_its_country_has_a_line_to_it_that_no_mark_covers(number, most):
    for panel in draw_map(countries(number, most)):
        for mark in panel.marks:
            place = panel.frame.project(*worldmap.place_of(mark.country.code))
            x, y, radius = circle(mark)
            if mark.leader is None:
                assert math.dist((x, y), place) <= radius + 1
                continue
            assert mark.leader[0] == place
            assert math.dist(mark.leader[1], (x, y)) == pytest.approx(radius, abs=0.1)
            others = [circle(other) for other in panel.marks if other is not mark]
            assert not [c for p in labels.fine(mark.leader) for c in others if within(p, c)]


def within(point, mark):
    return math.dist(point, mark[:2]) < mark[2]


def test_larger_numbers_have_larger_bubbles_of_one_scale_in_each_panel():
    for panel in draw_map(countries(60, 87)):
        drawn = sorted((mark.country.count, mark.bubble.radius) for mark in panel.marks)
        assert drawn == sorted(drawn, key=lambda pair: pair[1])


def test_a_few_agreements_are_drawn_at_their_full_size():
    [world, europe] = draw_map((Country("JP", "Japan", 4, 1), Country("GB", "UK", 4, 4)))

    assert circle(world.marks[0])[2] == circle(europe.marks[0])[2] == 9 + 6 * 2


def test_the_same_countries_give_the_same_picture():
    first = draw_map(countries(30, 87))
    draw_map.cache_clear()

    again = draw_map(tuple(reversed(countries(30, 87))))

    assert again == first
    assert again is not first


def test_the_largest_partners_are_named_on_a_phone():
    [world, europe] = draw_map(
        (
            Country("GB", "United Kingdom", 34, 34),
            Country("US", "United States", 33, 8),
            Country("JP", "Japan", 18, 7),
            Country("CA", "Canada", 13, 3),
            Country("DE", "Germany", 13, 3),
            Country("KR", "South Korea", 5, 1),
        )
    )

    named = {m.text for panel in (world, europe) for m in panel.marks if m.label.everywhere}
    assert named >= {"UK", "US", "Japan", "Canada", "Germany", "South Korea"}


def test_a_country_too_small_to_be_drawn_has_a_mark_all_the_same():
    [world] = draw_map((Country("SG", "Singapore", 1, 1),))

    [mark] = world.marks
    assert mark.outline == ""
    assert circle(mark)[:2] == pytest.approx(WORLD.project(103.8, 1.35), abs=3)
    assert [ray.code for ray in world.rays] == ["SG"]


def test_land_is_drawn_once():
    few = draw_map(countries(10, 10))
    many = draw_map(countries(60, 87))

    for one, other in zip(few, many, strict=True):
        assert len(shapes(one)) == len(set(shapes(one)))
        assert sorted(shapes(one)) == sorted(shapes(other))


def shapes(panel):
    drawn = [panel.land, panel.shaded, panel.shaded_partners, panel.uk]
    return [
        shape
        for data in [*drawn, *(mark.outline for mark in panel.marks)]
        for shape in data.split("M")
        if shape
    ]


def test_a_code_that_is_no_country_is_left_out():
    assert draw_map((Country("ZZ", "Nowhere", 3, 0),))[0].marks == []


def test_every_country_but_antarctica_has_a_place():
    assert [code for code in COUNTRIES if not worldmap.place_of(code)] == ["AQ"]


def test_every_country_of_the_european_panel_stands_in_it():
    for code in EUROPEAN:
        x, y = EUROPE.project(*worldmap.place_of(code))
        assert 20 < x < EUROPE.width - 20, code
        assert 20 < y < EUROPE.height - 20, code


@pytest.mark.parametrize(
    ("place", "point"), [((0, 0), (0, 0)), ((180, 0), (2.7066, 0)), ((0, 90), (0, -1.3173))]
)
def test_equal_earth_agrees_with_its_authors(place, point):
    assert equal_earth(*place) == pytest.approx(point, abs=0.0001)


def test_pictures_know_nothing_of_django():
    for path in Path(worldmap.__file__).parent.glob("*.py"):
        tree = ast.walk(ast.parse(path.read_text()))
        modules = [node.module for node in tree if isinstance(node, ast.ImportFrom)]
        assert "django" not in {module.partition(".")[0] for module in modules}
