import pytest

from organisations.countries import ALIASES, country_code, country_in_sentence, country_name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("jp", "JP"),
        ("JP", "JP"),
        ("Japan", "JP"),
        (" japan ", "JP"),
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("Great Britain", "GB"),
        ("US", "US"),
        ("USA", "US"),
        ("United States", "US"),
        ("the United States of America", "US"),
        ("South Korea", "KR"),
        ("Republic of Korea", "KR"),
        ("Germany", "DE"),
        ("Atlantis", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_country_is_found_under_the_names_in_use(text, code):
    assert country_code(text) == code


def test_every_alias_leads_to_a_country():
    assert [name for name, code in ALIASES.items() if not country_name(code)] == []


def test_a_country_is_printed_by_its_name_in_use():
    assert country_name("kr") == "South Korea"
    assert country_name("ZZ") == ""


def test_some_countries_take_an_article_in_a_sentence():
    assert country_in_sentence("US") == "the United States"
    assert country_in_sentence("JP") == "Japan"
