"""A country on one page of paper."""

import re

import pytest
import time_machine

from agreements.models import Milestone
from publishing.actions import publish, withdraw
from tests.factories import (
    add_event,
    add_signatory,
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_source,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def words_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def agreed(title, *countries, **fields):
    """An agreement between organisations of these countries."""
    return make_agreement(
        title, parties=[make_organisation(country=c) for c in countries], **fields
    )


def rows_of(response):
    table = response.text[response.text.index("<tbody>") : response.text.index("</tbody>")]
    return [
        tuple(" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells)
        for row in table.split("<tr")[1:]
        if (cells := re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL))
    ]


def test_those_with_the_uk_stand_first_then_by_level_then_by_date(client):
    agreed("With France", "JP", "FR", signed="2026-01")
    agreed("Of companies", "GB", "JP", level="company", signed="2026-01")
    agreed("Older of states", "GB", "JP", signed="2023-05-04")
    agreed("Of states", "GB", "JP", signed="2025")
    agreed("Of agencies", "GB", "JP", level="agency", signed=None)
    agreed("A draft", "GB", "JP", published=False)

    rows = rows_of(client.get("/countries/jp/brief/"))

    assert [row[0] for row in rows] == [
        *("Of states", "Older of states", "Of agencies", "Of companies", "With France")
    ]
    assert rows[1][1:5] == ("Memorandum of understanding", "Yes", "4 May 2023", "Signed")
    assert rows[2][3:5] == ("Not known", "Status not known")
    assert rows[4][2] == "No"


def test_each_number_leads_to_its_list(client):
    agreed("UK–Japan", "GB", "JP")
    agreed("Japan–France", "JP", "FR")
    make_article(agreements=[agreed("Second", "JP", "GB")])

    text = client.get("/countries/jp/brief/").text

    for address, number in (
        ("/countries/jp/#with-the-uk", 2),
        ("/countries/jp/#with-others", 1),
        ("/organisations/?country=jp", 3),
        ("/news/?country=jp", 1),
    ):
        assert f'<a href="{address}" data-counts="{number}"><b>{number}</b>' in text
    assert 'href="/countries/jp/brief/"' in client.get("/countries/jp/").text


def test_more_than_eight_are_a_number_and_an_address(client):
    for number in range(10):
        agreed(f"Pact {number}", "GB", "JP")

    response = client.get("/countries/jp/brief/")

    assert len(rows_of(response)) == 8
    assert "and 2 more in the register :" in words_of(response)
    assert 'href="/agreements/?country=jp"' in response.text


def test_who_is_in_most_of_them_is_named_first(client):
    busy, quiet = make_organisation("Busy", country="JP"), make_organisation("A", country="JP")
    british, other = make_organisation("British"), make_organisation("Other British")
    make_agreement(parties=[busy, british])
    make_agreement(parties=[busy, quiet])
    make_agreement(parties=[other])

    words = words_of(client.get("/countries/jp/brief/"))

    assert "In Japan Busy , A In the UK British What comes next" in words


@time_machine.travel("2026-06-01", tick=False)
def test_what_comes_next_is_what_is_not_over(client):
    agreement = agreed("Pact", "GB", "JP", signed="2020", published=False)
    add_event(agreement, "review_due", "2027")
    add_event(agreement, "expires", "2026-12")
    add_event(agreement, "expires", "2025-12")
    add_event(agreement, "amended", "2026")
    add_event(agreement, "in_effect", "2026-09", planned=True)
    Milestone.objects.create(agreement=agreement, kind="planned", text="It opens", date="2028")
    Milestone.objects.create(agreement=agreement, kind="meeting", text="They met", date="2026-05")
    publish(agreement, by=None)

    words = words_of(client.get("/countries/jp/brief/"))

    assert (
        "What comes next September 2026 Planned: taking effect: Pact December 2026 Expiry: Pact"
        " 2027 Review: Pact 2028 It opens: Pact What we do not know" in words
    )
    assert "They met" not in words


def test_what_comes_later_still_is_a_number(client):
    for year in range(2091, 2098):
        agreement = agreed("Pact", "GB", "JP", published=False)
        add_event(agreement, "review_due", str(year))
        publish(agreement, by=None)

    words = words_of(client.get("/countries/jp/brief/"))

    assert "2095 Review" in words
    assert "2096" not in words
    assert "and more later" in words


def test_what_is_not_known_of_them_is_said(client):
    agreement = agreed("Pact", "GB", "JP", published=False)
    add_signatory(agreement, agreement.parties.first(), office="Minister")
    publish(agreement, by=None)

    words = words_of(client.get("/countries/jp/brief/"))

    assert "Pact : the name of the signatory for Laboratory" in words
    assert "whether it is legally binding; when it ends; and more" in words


def test_the_sources_of_each_are_counted_once(client):
    notice = make_source()
    agreement = agreed("One", "JP", published=False)
    for fact in ("kind", "level"):
        cite(agreement, notice, fact, checked_on="2026-11-20")
    cite(agreement)
    publish(agreement, by=None)

    response = client.get("/countries/jp/brief/")

    # One for its title besides.
    assert rows_of(response)[0][-1] == "2 of One"
    assert "These facts were last checked on 20 November 2026." in words_of(response)


def test_the_uk_has_a_brief_of_its_own(client):
    agreed("UK–Japan", "GB", "JP")
    agreed("UK alone", "GB")

    response = client.get("/countries/gb/brief/")

    words = words_of(response)
    assert "2 agreements 1 partner country" in words
    assert "With the UK" not in words
    assert "In the UK" not in words


@pytest.mark.parametrize("iso2", ["fr", "zz", "xx", "jpn", "392", "j", "0"])
def test_a_country_without_a_public_agreement_has_none(client, iso2):
    agreed("UK–Japan", "GB", "JP")
    agreed("A draft", "GB", "FR", published=False)
    withdraw(agreed("Withdrawn", "FR"), by=None, reason="A duplicate")

    assert client.get(f"/countries/{iso2}/brief/").status_code == 404


@pytest.mark.parametrize("iso2", ["%00", "%ED%A0%80", "a" * 5000, "..", "a%20b", "%E6%96%87"])
def test_no_address_breaks_it(client, iso2):
    assert client.get(f"/countries/{iso2}/brief/").status_code in (400, 404)


def test_capitals_lead_to_the_one_address(client):
    response = client.get("/countries/JP/brief/")

    assert (response.status_code, response["Location"]) == (301, "/countries/jp/brief/")


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [2, 10])
def test_the_number_of_queries_does_not_grow(client, count, django_assert_max_num_queries):
    for _each in range(count):
        agreement = agreed(None, "GB", "JP")
        add_event(agreement, "review_due", "2099")
        add_signatory(agreement, office="Minister")
        make_article(agreements=[agreement])
    client.get("/countries/jp/brief/")

    for address, most in (("/countries/jp/brief/", 16), ("/countries/gb/brief/", 17)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
