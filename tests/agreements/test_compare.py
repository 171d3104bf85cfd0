"""Two agreements side by side, and how a visitor names them."""

import re

import pytest
from django.core.exceptions import ValidationError

from agreements.models import Agreement
from publishing.actions import publish, withdraw
from tests.agreements.reading import draft, published
from tests.factories import (
    add_event,
    add_link,
    add_signatory,
    cite,
    make_agreement,
    make_organisation,
    make_theme,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ADDRESS = "/agreements/compare/"


@pytest.fixture
def pair():
    """A memorandum and a treaty that share a party, a theme and what they build on."""
    ministry = make_organisation("Ministry", country="JP")
    skills, fuel = make_theme(name="Skills", slug="skills"), make_theme(name="Fuel", slug="fuel")
    older = make_agreement("Older", signed="2010", slug="older")
    one = draft("First pact", slug="first", signed="2024", themes=[skills, fuel])
    one.kind = "memorandum_of_cooperation"
    add_event(one, "expires", "2100")
    two = draft("Second pact", slug="second", themes=[skills], parties=[ministry])
    two.kind, two.legal_character = "treaty", "binding"
    add_signatory(two, two.parties.get(), office="Minister")
    for agreement in (one, two):
        agreement.save()
        add_link(agreement, "builds_on", older)
        cite(agreement, fact="kind", checked_on="2026-11-20")
    add_link(two, "follows_from", published(one), note="As the preamble says")
    return one, published(two)


def rows_of(response):
    """{label: (cell, cell, verdict)} of the table, as a reader sees it."""
    table = response.text[response.text.index("<tbody>") : response.text.index("</tbody>")]
    found = {}
    for row in table.split("<tr")[1:]:
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        label, *rest = (" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells)
        found[label] = tuple(rest)
    return found


def test_the_facts_of_both_stand_side_by_side_and_say_how_far_they_are_the_same(client, pair):
    rows = rows_of(client.get(f"{ADDRESS}?a=first&b=second"))

    assert rows["Kind"] == ("Memorandum of cooperation", "Treaty", "Different")
    assert rows["Level"] == ("Government to government", "Government to government", "The same")
    assert rows["Legal character"] == ("Not stated in our source", "Binding", "Known of one")
    assert rows["Themes"] == ("Skills in both Fuel", "Skills in both", "In part the same")
    assert rows["Amount"] == ("Not recorded yet", "Not recorded yet", "Known of neither")
    assert rows["Status"][:2] == (
        "Signed Signed 2024; expiry 2100",
        "Signed Signed 19 June 2025; end date not recorded yet",
    )
    assert rows["Dates"][0] == "Signed 2024 Expiry 2100"
    assert rows["Ends"][2] == "Different"
    assert rows["Who signed"][1] == "Name not given in our source Minister, Ministry"
    assert rows["It builds on"][2] == "In part the same"
    assert rows["Facts last checked"] == ("20 November 2026", "20 November 2026", "")


def test_links_between_the_two_are_said_in_words(client, pair):
    text = client.get(f"{ADDRESS}?a=first&b=second").text

    assert "“Second pact” follows on from “First pact”" in text
    assert "As the preamble says" in text
    apart = client.get(f"{ADDRESS}?a=older&b={make_agreement().slug}").text
    assert "No link between the two is recorded." in apart


def test_a_number_an_old_address_and_a_title_lead_to_the_one_address(client, pair):
    one, two = pair
    two.slug = "renamed"
    two.save()
    publish(two, by=None, note="A better address")

    for query in (
        f"a={one.identifier.lower()}&b=second",
        f"a=pact+first&b={two.identifier}",
        "a=FIRST+PACT&b=renamed",
    ):
        response = client.get(f"{ADDRESS}?{query}")
        assert response.status_code == 302
        assert response["Location"] == f"{ADDRESS}?a=first&b=renamed"


def test_the_order_of_the_two_is_the_visitors(client, pair):
    text = client.get(f"{ADDRESS}?a=second&b=first").text

    heads = re.findall(r'<th scope="col">(.*?) <span', text)
    assert heads == ["Second pact", "First pact"]
    assert f'href="{ADDRESS}?a=first&amp;b=second"' in text
    assert '<meta name="robots" content="noindex, follow">' in text


def test_one_alone_is_offered_with_those_that_it_is_connected_to(client, pair):
    text = client.get(f"{ADDRESS}?b=first").text

    assert f'href="{ADDRESS}?a=first&amp;b=second">Compare with Second pact</a>' in text
    assert f'href="{ADDRESS}?a=first&amp;b=older">Compare with Older</a>' in text
    assert 'value="first"' in text


def test_the_page_of_an_agreement_leads_here(client, pair):
    text = client.get("/agreements/first/").text

    assert f'href="{ADDRESS}?a=first"' in text
    assert f'href="{ADDRESS}?a=first&amp;b=second"' in text


def test_words_that_fit_several_titles_offer_them(client, pair):
    response = client.get(f"{ADDRESS}?a=first&b=pact")

    assert response.status_code == 200
    assert 'href="?a=first&amp;b=second">Second pact</a>' in response.text
    assert "Several agreements fit. Choose one." in response.text
    assert 'value="pact"' in response.text


def test_words_fit_the_beginnings_of_words_alone(client):
    make_agreement("Furukawa shares")
    make_agreement("UK–Japan pact", slug="pact")

    assert client.get(f"{ADDRESS}?a=uk")["Location"] == f"{ADDRESS}?a=pact"


@pytest.mark.parametrize("text", ["no-such", "AG-9999", "文", "%", "_", "\udcff", "ß", "a" * 300])
def test_a_name_that_nothing_has_is_not_found_and_stays_typed(client, text):
    make_agreement("Pact", slug="pact")

    response = client.get(ADDRESS, {"a": "pact", "b": text.encode("utf-8", "surrogatepass")})

    assert response.status_code == 404
    assert "The register has no agreement" in response.text
    assert 'value="pact"' in response.text


@pytest.mark.parametrize("text", ["a" * 301, "\0", "x" * 100_000])
def test_a_name_that_is_none_is_refused_with_a_sentence(client, text):
    assert client.get(ADDRESS, {"a": text}).status_code == 400


def test_many_parameters_are_refused_or_left_aside(client):
    assert client.get(f"{ADDRESS}?" + "a=x&" * 2000).status_code == 400
    assert client.get(f"{ADDRESS}?c=1&page=-1&a=").status_code == 200


def test_the_same_agreement_twice_is_said(client, pair):
    response = client.get(f"{ADDRESS}?a=first&b=first")

    assert response.status_code == 200
    assert "Both names lead to the same agreement." in response.text
    assert "<tbody>" not in response.text


def test_a_draft_cannot_be_compared_and_a_withdrawn_one_says_so(client, pair):
    draft("Secret", slug="secret")
    withdraw(pair[0], by=None, reason="It was none.")

    assert client.get(f"{ADDRESS}?a=second&b=secret").status_code == 404
    text = client.get(f"{ADDRESS}?a=second&b=first").text
    assert "Withdrawn: “First pact” is no longer relied on. Reason given: It was none." in text


def test_no_agreement_takes_the_address_of_the_page():
    agreement = make_agreement("Compare", published=False)
    assert agreement.slug == "compare-2"

    with pytest.raises(ValidationError, match="is a page of this website"):
        Agreement(title="Compare", slug="compare").full_clean()


@pytest.mark.drill
@pytest.mark.parametrize("count", [2, 9])
def test_the_number_of_queries_does_not_grow(client, count, django_assert_max_num_queries):
    pair = draft("One", slug="one", parties=[]), draft("Two", slug="two", parties=[])
    for _each in range(count):
        shared = make_agreement()
        for agreement in pair:
            add_link(agreement, "builds_on", shared)
            agreement.themes.add(make_theme())
            cite(agreement, fact="summary")
            agreement.parties.create(organisation=make_organisation())
    for agreement in pair:
        published(agreement)
    client.get(f"{ADDRESS}?a=one&b=two")

    with django_assert_max_num_queries(15):
        assert client.get(f"{ADDRESS}?a=one&b=two").status_code == 200
