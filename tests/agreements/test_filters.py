"""The list of agreements, filtered by the address."""

import pytest
from django.conf import settings

from organisations.uniting import merge
from publishing.actions import publish, withdraw
from publishing.models import Redirect
from tests.factories import add_event, make_agreement, make_organisation, make_theme

pytestmark = pytest.mark.django_db

HUGE = "x" * 100_000


@pytest.fixture
def titles(client):
    """The titles on the list at an address, in their order."""

    def read(query=""):
        response = client.get(f"/agreements/{query}")
        assert response.status_code == 200
        return [agreement.title for agreement in response.context["agreements"]]

    return read


def make(title, **fields):
    return make_agreement(title, **fields)


def test_the_newest_stands_first_and_the_undated_last(titles):
    make("Old", signed="2020")
    make("Undated", signed=None)
    make("New", signed="2024")

    assert titles() == ["New", "Old", "Undated"]
    assert titles("?sort=-date") == ["New", "Old", "Undated"]


def test_the_oldest_may_stand_first_with_the_undated_still_last(titles):
    make("New", signed="2024")
    make("Undated", signed=None)
    make("Old", signed="2020")

    assert titles("?sort=date") == ["Old", "New", "Undated"]


def test_titles_sort_as_readers_read_them(titles):
    for title in ("Zeta", "The Beta", "alpha", "Éclair"):
        make(title)

    assert titles("?sort=title") == ["alpha", "The Beta", "Éclair", "Zeta"]


def test_an_announcement_stands_in_for_a_signing_that_has_no_date(titles):
    early = make("Early", signed="2020", published=False)
    add_event(early, "announced", "2025")
    late = make("Late", signed=None, published=False)
    add_event(late, "signed")
    add_event(late, "announced", "2023")
    for agreement in (early, late):
        publish(agreement, by=None)

    assert titles() == ["Late", "Early"]


@pytest.mark.parametrize(
    ("field", "code", "other"),
    [
        ("kind", "treaty", "licence"),
        ("level", "agency", "company"),
        ("legal_character", "binding", "not_stated"),
    ],
)
def test_a_code_keeps_the_records_that_have_it(titles, field, code, other):
    make("With", **{field: code})
    make("Without", **{field: other})

    assert titles(f"?{field}={code}") == ["With"]


def test_a_repeated_parameter_means_any_of_its_values(titles):
    for kind in ("treaty", "licence", "contract"):
        make(kind, kind=kind)

    assert sorted(titles("?kind=treaty&kind=licence")) == ["licence", "treaty"]


def test_different_parameters_must_all_hold(titles):
    make("Both", kind="treaty", level="agency")
    make("One", kind="treaty", level="company")

    assert titles("?kind=treaty&level=agency") == ["Both"]


def test_an_empty_parameter_means_nothing(titles):
    make("Only")

    assert titles("?kind=&organisation=&country=&theme=&year_from=&year_to=&sort=") == ["Only"]


@pytest.mark.parametrize("code", ["jp", "JP", "Jp"])
def test_a_country_keeps_the_agreements_with_a_party_of_it(titles, code):
    japanese = [make_organisation(country="JP"), make_organisation(country="JP")]
    make("With Japan", parties=[*japanese, make_organisation()])
    make("Without Japan")

    assert titles(f"?country={code}") == ["With Japan"]


def test_a_country_without_agreements_gives_an_empty_list_and_advice(client):
    make("Only")

    response = client.get("/agreements/?country=fr&kind=treaty")

    assert response.status_code == 200
    assert "No records match" in response.text
    assert "Without “Country: <bdi>France</bdi>”" in response.text


def test_an_organisation_keeps_its_agreements(titles):
    laboratory = make_organisation("Laboratory of the North")
    make("With", parties=[laboratory, make_organisation()])
    make("Without")

    assert titles("?organisation=laboratory-of-the-north") == ["With"]


def test_the_organisations_offered_are_parties_of_public_agreements(client):
    make("Public", parties=[make_organisation("Shown")])
    make("Draft", parties=[make_organisation("Hidden")], published=False)
    make_organisation("Alone")

    text = client.get("/agreements/").text

    assert ">Shown<" in text
    assert ">Hidden<" not in text
    assert ">Alone<" not in text


def test_a_theme_includes_its_technologies(titles):
    theme = make_theme(slug="research")
    technology = make_theme(slug="stellarator", parent=theme)
    make("Broad", themes=[theme])
    make("Narrow", themes=[technology])
    make("Both", themes=[theme, technology])
    make("Other")

    assert sorted(titles("?theme=research")) == ["Both", "Broad", "Narrow"]
    assert sorted(titles("?theme=stellarator")) == ["Both", "Narrow"]


def test_the_status_is_that_of_today(titles, time_machine):
    make("Ended", signed="2020")
    ended = make("Expiring", signed="2020", published=False)
    add_event(ended, "expires", "2098-11-20")
    publish(ended, by=None)

    time_machine.move_to("2098-11-20T12:00:00Z")
    assert sorted(titles("?status=signed")) == ["Ended", "Expiring"]
    time_machine.move_to("2098-11-21T12:00:00Z")
    assert titles("?status=expired") == ["Expiring"]
    assert titles("?status=signed&status=expired&sort=title") == ["Ended", "Expiring"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?year_from=2024", ["Late"]),
        ("?year_to=2022", ["Early"]),
        ("?year_from=2023&year_to=2023", ["After"]),
        ("?year_from=1900&year_to=2100", ["After", "Early", "Late"]),
    ],
)
def test_years_keep_what_overlaps_them(titles, query, expected):
    make("Early", signed="2022")
    make("After", signed="after 2023-06-01")
    make("Late", signed="2024-05-01")
    make("Undated", signed=None)

    assert sorted(titles(query)) == expected


def test_a_chip_drops_its_own_filter_alone(client):
    make("Japanese", parties=[make_organisation(country="JP")], kind="treaty")

    chips = (
        client.get("/agreements/?country=JP&kind=treaty&kind=licence&page=1")
        .context["filter"]
        .chips
    )

    assert [(str(chip.name), chip.label, chip.address) for chip in chips] == [
        ("Country", "Japan", "/agreements/?kind=treaty&kind=licence"),
        ("Kind", "Treaty", "/agreements/?country=JP&kind=licence"),
        ("Kind", "Licence", "/agreements/?country=JP&kind=treaty"),
    ]


def test_the_pages_of_a_list_keep_its_filters(client):
    partners = [make_organisation()]
    for number in range(settings.PUBLIC_PAGE_SIZE + 1):
        make(f"Treaty {number}", kind="treaty", parties=partners)

    first = client.get("/agreements/?kind=treaty")

    assert "?kind=treaty&amp;page=2" in first.text
    assert f"{settings.PUBLIC_PAGE_SIZE + 1} of {settings.PUBLIC_PAGE_SIZE + 1} records" in (
        first.text
    )
    assert len(client.get("/agreements/?kind=treaty&page=2").context["agreements"]) == 1


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("kind=treatise", "Kind: the register has no “treatise”."),
        ("level=world", "Level: the register has no “world”."),
        ("status=good", "Status: the register has no “good”."),
        ("legal_character=strong", "Legal character: the register has no “strong”."),
        ("country=zz", "Country: the register has no “zz”."),
        ("organisation=nobody", "Organisation: the register has no “nobody”."),
        ("theme=nothing", "Theme: the register has no “nothing”."),
        ("year_from=1899", "From: give a year from 1900 to 2100."),
        ("year_to=soon", "To: give a year from 1900 to 2100."),
        ("year_from=2025&year_to=2020", "Years: the first is later than the last."),
        ("sort=nearest", "Sort by: choose one of the orders in the list."),
    ],
)
def test_what_is_not_understood_is_said_above_the_form(client, query, sentence):
    make("Only")

    response = client.get(f"/agreements/?{query}")

    assert response.status_code == 400
    assert sentence in response.text
    assert 'name="year_from"' in response.text
    assert "noindex" in response.text


def test_an_organisation_that_is_not_public_is_unknown(client):
    make_organisation("Secret laboratory", published=False)

    response = client.get("/agreements/?organisation=secret-laboratory")

    assert response.status_code == 400
    assert "Secret laboratory" not in response.text


@pytest.mark.parametrize("value", ["392", "jpn", "²", "xyz"])
def test_what_is_no_code_of_a_country_is_unknown(client, value):
    make("Of Japan")

    response = client.get("/agreements/", {"country": value})

    assert response.status_code == 400
    assert f"Country: the register has no “{value}”." in response.text
    assert client.get(f"/countries/{value}/").status_code == 404


def test_spaces_around_a_value_count_for_nothing(client):
    response = client.get("/agreements/", {"country": [" jp ", "  "], "kind": "\t"})

    assert response.status_code == 200
    assert [chip.label for chip in response.context["filter"].chips] == ["Japan"]


BAD_VALUES = {
    "NUL": "%00",
    "100 kB": HUGE,
    "lone surrogate": "%ED%A0%80",
    "half a character": "%C3",
    "quotes": "%27%22%3B--",
    "percent": "%25",
    "year 0": "0",
    "year 9999": "9999",
    "year 10000": "10000",
    "huge number": "9" * 4000,
    "Arabic digits": "%D9%A2%D9%A0%D9%A2%D9%A4",
    "minus": "-1",
    "NaN": "NaN",
    "exponent": "1e400",
    "list": "a,b,c",
    "null": "null",
}
PARAMETERS = [
    "country",
    "kind",
    "level",
    "status",
    "legal_character",
    "theme",
    "organisation",
    "year_from",
    "year_to",
    "dated",
    "as_of",
    "sort",
    "page",
    "q",
]


@pytest.mark.drill
@pytest.mark.parametrize("parameter", PARAMETERS)
@pytest.mark.parametrize("value", BAD_VALUES.values(), ids=BAD_VALUES)
def test_no_value_of_a_parameter_breaks_the_list(client, parameter, value):
    response = client.get(f"/agreements/?{parameter}={value}")

    assert response.status_code in (200, 400, 404)


@pytest.mark.drill
@pytest.mark.parametrize("page", ["1000000", "0", "-1", "9" * 500, "first"])
def test_a_page_that_is_not_there_is_not_found(client, page):
    make("Only")

    assert client.get(f"/agreements/?page={page}").status_code == 404


def test_two_thousand_parameters_are_refused(client):
    query = "&".join(f"kind=k{number}" for number in range(2000))

    assert client.get(f"/agreements/?{query}").status_code == 400


@pytest.mark.drill
@pytest.mark.parametrize("parameter", ["kind", "country", "organisation", "theme"])
def test_hundreds_of_values_are_read(client, parameter):
    query = "&".join([f"{parameter}=a{number}" for number in range(250)])[:4000]

    assert client.get(f"/agreements/?{query}").status_code == 400


def test_a_withdrawn_theme_is_not_offered(client):
    theme = make_theme(name="Cold fusion")
    make("Tagged", themes=[theme])
    assert "Cold fusion" in client.get("/agreements/").content.decode()
    withdraw(theme, by=None, reason="It is no theme of the register.")
    assert "Cold fusion" not in client.get("/agreements/").content.decode()


def test_an_address_that_an_organisation_had_keeps_its_list(client):
    old, middle, new = (
        make_organisation(name, slug=name.lower()) for name in ("Old", "Middle", "New")
    )
    make_agreement("Theirs", parties=[old])
    make_agreement("Another")
    merge(old, middle, by=None, note="The same.")
    merge(middle, new, by=None, note="The same too.")
    Redirect.objects.create(record=new, slug="older-still")

    for slug in ("new", "old", "middle", "older-still"):
        response = client.get("/agreements/", {"organisation": slug})
        assert [a.title for a in response.context["agreements"]] == ["Theirs"], slug
        assert [chip.label for chip in response.context["filter"].chips] == ["New"]
        assert response.context["filter"].chips[0].address == "/agreements/"
    assert client.get("/agreements/", {"organisation": "never"}).status_code == 400
