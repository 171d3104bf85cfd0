"""`q` on the three lists."""

import re
from html import unescape

import pytest
from django.db import transaction

from search import finding
from search.indexing import rebuild
from tests.factories import make_agreement, make_article, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def register(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        japan = make_organisation("Furukawa Electric", slug="furukawa", country="JP", acronym="FE")
        britain = make_organisation("Tokamak Energy", slug="tokamak", country="GB")
        both = {"parties": [japan, britain]}
        make_agreement("Magnet venture", slug="venture", signed="2024-01", **both)
        make_agreement(
            "Supply of tape", slug="tape", signed="2025-01", summary="For magnets.", **both
        )
        make_agreement("Research pact", slug="pact", signed="2026-01", parties=[britain])
        make_article("Magnets from Japan", slug="magnets", date="2024-05-01")
        make_article("A symposium", slug="symposium", body="<p>On magnets.</p>", date="2025-05-01")
        make_article("Something else", slug="else")
        rebuild()
        yield
        transaction.set_rollback(True)


def listed(client, address, status=200):
    """The last parts of the addresses of the records, in order."""
    response = client.get(address)
    assert response.status_code == status
    kind = address.split("/")[1]
    main = response.content.decode().partition("<main")[2]
    return re.findall(rf'<(?:h3|th scope="row")><a [^>]*href="/{kind}/([^/"]+)/"', main)


def words(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", "", response.content.decode())).split())


def test_a_list_is_narrowed_to_what_is_found_the_best_first(client):
    assert listed(client, "/agreements/?q=magnets") == ["venture", "tape"]
    assert listed(client, "/organisations/?q=FE") == ["furukawa"]
    assert listed(client, "/news/?q=magnet") == ["magnets", "symposium"]


def test_the_order_can_be_another_one(client):
    assert listed(client, "/agreements/?q=magnets&sort=-date") == ["tape", "venture"]
    assert listed(client, "/agreements/?q=magnets&sort=title") == ["venture", "tape"]
    assert listed(client, "/news/?q=magnets&sort=-date") == ["symposium", "magnets"]


def test_relevance_without_a_text_is_the_usual_order(client):
    usual = listed(client, "/agreements/")
    assert usual == ["pact", "tape", "venture"]
    assert listed(client, "/agreements/?sort=relevance") == usual
    assert listed(client, "/agreements/?sort=relevance&q=") == usual
    assert "Best match" not in words(client.get("/agreements/"))
    assert "Best match" in words(client.get("/agreements/?q=magnets"))


def test_the_search_goes_together_with_other_filters(client):
    assert listed(client, "/agreements/?q=magnets&year_from=2025") == ["tape"]
    assert listed(client, "/agreements/?q=tokamak&organisation=furukawa") == ["tape", "venture"]
    assert listed(client, "/agreements/?q=magnets&year_from=2026") == []


def test_a_chip_takes_the_search_away_and_keeps_the_rest(client):
    page = client.get(
        "/agreements/?q=magnets&year_from=2025&sort=relevance&page=1"
    ).content.decode()
    assert '<a class="chip" href="/agreements/?year_from=2025&amp;sort=relevance">' in page
    assert 'name="q" type="search" maxlength="200" value="magnets"' in page


def test_a_list_of_organisations_that_was_searched_is_not_grouped_by_kind(client):
    assert 'scope="rowgroup"' in client.get("/organisations/").content.decode()
    assert 'scope="rowgroup"' not in client.get("/organisations/?q=furukawa").content.decode()
    grouped = client.get("/organisations/?q=furukawa&sort=name").content.decode()
    assert 'scope="rowgroup"' in grouped


def test_a_slip_is_mended_and_the_list_says_so(client):
    response = client.get("/agreements/?q=Furukwaa")
    assert "Nothing matches “Furukwaa”. These are the results for “Furukawa”." in words(response)
    assert listed(client, "/agreements/?q=Furukwaa") == ["tape", "venture"]


def test_where_nothing_is_found_the_list_leads_on(client):
    for kind in ("agreements", "organisations", "news"):
        response = client.get(f"/{kind}/?q=zzzzzz+%3Cb%3E")
        assert 'href="/search/?q=zzzzzz%20%3Cb%3E"' in response.content.decode()
        assert "<b>" not in response.content.decode().partition("<main")[2]
        assert listed(client, f"/{kind}/?q=zzzzzz") == []


def test_what_holds_no_word_finds_nothing(client):
    assert listed(client, "/agreements/?q=%22") == []
    assert listed(client, "/agreements/?q=***") == []


def test_too_long_a_text_is_answered_with_a_sentence(client):
    for kind in ("agreements", "organisations", "news"):
        response = client.get(f"/{kind}/?q={'a ' * 101}")
        assert response.status_code == 400
        assert "Search for at most 200 characters." in words(response)


def test_where_too_many_match_to_be_ranked_they_stand_in_the_usual_order(client, monkeypatch):
    monkeypatch.setattr(finding, "MOST_RANKED", 1)
    assert listed(client, "/agreements/?q=magnets") == ["tape", "venture"]
    assert "they stand in the usual order" in words(client.get("/agreements/?q=magnets"))


def test_the_search_adds_two_queries_to_a_list(client, django_assert_max_num_queries):
    for kind, text in (
        ("agreements", "magnets"),
        ("organisations", "furukawa"),
        ("news", "magnets"),
    ):
        with django_assert_max_num_queries(20) as without:
            client.get(f"/{kind}/")
        with django_assert_max_num_queries(len(without) + 2):
            client.get(f"/{kind}/?q={text}")
