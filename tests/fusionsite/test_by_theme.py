"""Who works with whom on what: every number of the matrix equals the list that it leads to."""

import html
import re

import pytest
from django.db import transaction
from django.test import Client

from fusionsite import by_theme
from fusionsite.by_country import AgreementsByCountry, read_country_rows
from fusionsite.by_theme import read_matrix, shade_of
from publishing.actions import withdraw
from tests.factories import make_agreement, make_organisation, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def answered(django_db_setup, django_db_blocker):
    """(the page of the countries, {address: how many its list has}) for a small register."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_register(make_organisations(), make_themes())
        client = Client()
        answer = client.get("/countries/")
        lists = {
            address: client.get(html.unescape(address)).context["paginator"].count
            for address in re.findall(r'href="(/agreements/[^"]+)"', table_of(answer))
        }
        transaction.set_rollback(True)
    return answer, lists


def make_organisations():
    return {code: make_organisation(country=code) for code in ("GB", "JP", "FR", "XX")}


def make_themes():
    research = make_theme(name="Research", slug="research")
    safety = make_theme(name="Safety", slug="safety")
    magnets = make_theme(name="Magnets", slug="magnets", parent=research)
    lasers = make_theme(name="Lasers", slug="lasers", parent=research)
    return {theme.slug: theme for theme in (research, safety, magnets, lasers)}


@pytest.fixture
def organisations():
    return make_organisations()


@pytest.fixture
def themes():
    return make_themes()


def make_register(organisations, themes):
    for codes, slugs in (
        ("GB JP", "research"),
        ("GB JP", "magnets"),
        ("GB JP FR", "research magnets lasers safety"),
        ("FR XX", "safety"),
        ("XX", "lasers"),
        ("JP JP", ""),
    ):
        parties = [organisations[code] for code in dict.fromkeys(codes.split())]
        make_agreement(parties=parties, themes=[themes[slug] for slug in slugs.split()])
    make_agreement(parties=[organisations["FR"]], themes=[themes["magnets"]], published=False)
    gone = make_agreement(parties=[organisations["FR"]], themes=[themes["magnets"]])
    withdraw(gone, by=None, reason="A duplicate")


def matrix_of(response):
    """{country: {theme: count}} as the page's context has it, and its column totals."""
    matrix = response.context["matrix"]
    rows = {row.code: {c.theme.slug: c.count for c in cells} for row, cells in matrix.rows}
    return rows, {column.theme.slug: column.count for column in matrix.columns}


def table_of(response):
    [table] = re.findall(r'<table class="matrix">.*?</table>', response.content.decode(), re.DOTALL)
    return table


def test_an_agreement_counts_once_for_each_country_and_theme_of_the_upper_level(answered):
    rows, columns = matrix_of(answered[0])

    assert rows == {
        "GB": {"research": 3, "safety": 1},
        "JP": {"research": 3, "safety": 1},
        "FR": {"research": 1, "safety": 2},
    }
    assert columns == {"research": 4, "safety": 2}


def test_every_number_equals_the_list_that_it_leads_to(answered):
    answer, lists = answered
    links = re.findall(r'<a href="(/agreements/[^"]+)"[^>]*>(.*?)</a>', table_of(answer))

    numbers = {a: int(re.sub(r"<[^>]+>", "", words).rpartition(" ")[2]) for a, words in links}

    assert len(links) == 3 + 6 + 2
    assert numbers == lists


def test_each_link_says_its_country_and_theme_and_each_empty_cell_that_there_is_none(answered):
    table = table_of(answered[0])
    words = " ".join(re.sub(r"<[^>]+>", " ", table).split())

    assert "Japan, Research: 3" in words
    assert "Japan, All: 4" in words
    assert "France, Safety: 2" in words
    assert table.count('scope="col"') == 4
    assert table.count('scope="row"') == 4
    assert "<caption>Agreements by country and theme</caption>" in table


def test_a_country_without_agreements_on_a_theme_reads_none(client, organisations, themes):
    make_agreement(parties=[organisations["JP"]], themes=[themes["research"]])
    make_agreement(parties=[organisations["FR"]], themes=[themes["safety"]])

    table = table_of(client.get("/countries/"))

    assert table.count('<td class="none"><span class="vh">none</span></td>') == 2


def test_on_an_earlier_day_the_matrix_counts_what_stood_then(client, organisations, themes):
    for signed, slug in (("2020-05-01", "safety"), ("2024-05-01", "research")):
        agreement = make_agreement(
            signed=signed, parties=[organisations["GB"], organisations["JP"]]
        )
        agreement.themes.add(themes[slug])

    page = client.get("/countries/?as_of=2021-01-01")

    assert "theme=safety" in table_of(page)
    assert "theme=research" not in table_of(page)
    for address in re.findall(r'href="(/agreements/[^"]+)" data-counts="1"', table_of(page)):
        assert client.get(html.unescape(address)).context["paginator"].count == 1


def test_a_withdrawn_theme_has_no_column(client, organisations, themes):
    make_agreement(parties=[organisations["JP"]], themes=themes.values())
    withdraw(themes["safety"], by=None, reason="A mistake")

    _rows, columns = matrix_of(client.get("/countries/"))

    assert columns == {"research": 1}


def test_the_most_used_themes_have_columns_in_their_own_order(
    client, organisations, themes, monkeypatch
):
    third = make_theme(name="Third", slug="third")
    for used in (("safety", "third"), ("third",), ("safety", "research"), ("safety",)):
        chosen = [third if slug == "third" else themes[slug] for slug in used]
        make_agreement(parties=[organisations["JP"]], themes=chosen)
    monkeypatch.setattr(by_theme, "MOST_THEMES", 2)

    response = client.get("/countries/")

    _rows, columns = matrix_of(response)
    assert list(columns.items()) == [("safety", 3), ("third", 2)]
    assert "Themes that fewer agreements have are left out." in response.content.decode()


def test_without_themes_there_is_no_matrix(client, organisations):
    make_agreement(parties=[organisations["JP"]])

    page = client.get("/countries/").content.decode()

    assert "<table" in page
    assert "matrix" not in page


@pytest.mark.parametrize(
    ("count", "most", "shade"), [(0, 9, 0), (1, 100, 1), (1, 4, 2), (4, 4, 4), (50, 100, 3)]
)
def test_a_shade_goes_by_the_root_of_the_number(count, most, shade):
    assert shade_of(count, most) == shade


def test_the_matrix_takes_one_query_beside_the_index(
    organisations, themes, django_assert_max_num_queries
):
    make_agreement(parties=organisations.values(), themes=themes.values())
    by_country = AgreementsByCountry()
    rows = read_country_rows(by_country)
    with django_assert_max_num_queries(1):
        assert len(read_matrix(by_country, rows).columns) == 2
