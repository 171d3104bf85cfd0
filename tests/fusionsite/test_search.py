"""/search/: all records together."""

import re
import time
from html import unescape
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from publishing.actions import withdraw
from search import finding
from search.indexing import rebuild
from tests.factories import (
    add_signatory,
    make_agreement,
    make_article,
    make_organisation,
    make_page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ODD = [
    '"',
    '"' * 200,
    "'; DROP TABLE search_entry; --",
    "NEAR(a b, 5) AND {words}: x^2 NOT y",
    "a & !b | (c <-> d):*",
    '* ** -* -" "-',
    "() {} [] : \\ % _ ? $1 %s {0}",
    "\U0001f600" * 200,
    "\u202e\u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0633\u0644\u0627\u0645",
    "\ufffd\ufffe\uffff \ud7ff \u0000".replace("\u0000", ""),
    "\u0301" * 200,
    "x" * 200,
    " ".join("ab"[n % 2] + str(n) for n in range(50)),
    "- " * 100,
    "-magnets",
    "the of and",
    "文" * 200,
    "a*b*c*",
    "1e5 0x10 1.5 -3 <=> ::",
    "<script>alert(1)</script>",
]


@pytest.fixture(scope="module", autouse=True)
def register(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        names = {"acronym": "MEXT", "native_name": "文部科学省", "country": "JP"}
        ministry = make_organisation("Ministry of Education", slug="mext", **names)
        company = make_organisation("Culham Magnets", slug="culham", country="GB", kind="company")
        pact = make_agreement("Pact on <b>fusion</b> & magnets", slug="pact", parties=[ministry])
        add_signatory(pact, name="Hiroshi Masuko", office="Senior Deputy Minister")
        other = make_agreement("Venture", slug="venture", parties=[company], summary="For magnets.")
        make_article("Magnets for Japan", slug="magnets", date="2025-05")
        make_page(title="Data", slug="data", body="<p>All of it, with magnets.</p>")
        withdrawn = make_agreement("Magnets that were wrong", slug="wrong", parties=[company])
        withdraw(withdrawn, by=None, reason="Wrong.")
        make_agreement("Magnets to come", slug="to-come", published=False)
        for record in (pact, other):
            record.refresh_from_db()
        rebuild()
        yield
        transaction.set_rollback(True)


def ask(client, text, more="", status=200):
    response = client.get(f"/search/?q={quote(text)}{more}")
    assert response.status_code == status
    return response.content.decode().partition("<main")[2]


def found(page):
    """The addresses of what was found, in order."""
    return re.findall(r'<h3><a href="([^"]+)"', page)


def words(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_all_kinds_of_record_are_found_together(client):
    page = ask(client, "magnets")
    assert set(found(page)) == {
        *("/agreements/pact/", "/agreements/venture/", "/organisations/culham/"),
        *("/news/magnets/", "/data/"),
    }
    assert "5 results for “magnets”" in words(page)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("MEXT", "/organisations/mext/"),
        ("文部科学省", "/organisations/mext/"),
        ("masuko", "/agreements/pact/"),
        ("ministry educ*", "/organisations/mext/"),
        ('"culham magnets"', "/organisations/culham/"),
        ("magnets -culham fusion", "/agreements/pact/"),
    ],
)
def test_what_a_person_means_comes_first(client, text, first):
    assert found(ask(client, text))[0] == first


def test_each_hit_says_what_it_is_and_why_it_was_found(client):
    page = ask(client, "masuko")
    assert "Agreement: memorandum of understanding, signed 19 June 2025" in words(page)
    assert "Signatory: Hiroshi Masuko, Senior Deputy Minister" in words(page)
    assert "Hiroshi <mark>Masuko</mark>" in page
    assert "Organisation, Japan" in words(ask(client, "MEXT"))
    told = words(ask(client, "venture UK"))
    assert "Country: United Kingdom (UK)" in told
    assert "Wales" not in told
    assert "News, May 2025" in words(ask(client, "magnets for japan"))


def test_what_editors_and_visitors_wrote_is_text_and_no_markup(client):
    page = ask(client, "fusion magnets")
    assert "Pact on &lt;b&gt;<mark>fusion</mark>&lt;/b&gt; &amp; <mark>magnets</mark>" in page
    page = ask(client, "magnets <i>")
    assert "“<bdi>magnets &lt;i&gt;</bdi>”" in page
    assert "<i>" not in page


def test_the_tabs_count_what_they_lead_to(client):
    page = ask(client, "magnets")
    tabs = re.findall(r'href="(\?[^"]*)"[^>]*>(\w+) <span>(\d+)</span>', page)
    assert [(name, number) for _address, name, number in tabs] == [
        *(("Everything", "5"), ("Agreements", "2"), ("Organisations", "1")),
        *(("News", "1"), ("Pages", "1")),
    ]
    for address, _name, number in tabs:
        led = client.get(f"/search/{unescape(address)}").content.decode()
        assert len(found(led)) == int(number)


def test_a_kind_without_results_leads_to_the_others(client):
    page = ask(client, "masuko", "&type=news")
    assert found(page) == []
    assert "1 result of other kinds" in words(page)


def test_a_slip_of_typing_is_mended_and_said(client):
    page = ask(client, "Culhma")
    assert "Nothing matches “Culhma”. These are the results for “Culham”." in words(page)
    assert found(page)[0] == "/organisations/culham/"


def test_the_beginning_of_a_word_and_some_of_the_words_are_said_too(client):
    page = ask(client, "Culh")
    assert found(page)[0] == "/organisations/culham/"
    assert "a word that begins like the last one" in words(page)
    page = ask(client, "which magnets come out of MEXT")
    assert "Nothing has all the words" in words(page)
    assert {"/organisations/mext/", "/agreements/pact/"} <= set(found(page)[:2])


def test_nothing_found_leads_on(client):
    page = ask(client, "zzzzzz")
    assert found(page) == []
    assert "No results for “zzzzzz”" in words(page)
    assert 'href="/agreements/"' in page
    assert 'class="tabs"' not in page


def test_an_empty_search_invites_one(client):
    response = client.get("/search/")
    page = response.content.decode()
    assert response.status_code == 200
    assert 'role="search"' in page
    assert "results for" not in page
    assert 'content="index, follow"' in page
    assert 'content="noindex, follow"' in client.get("/search/?q=magnets").content.decode()


def test_every_page_leads_to_the_search_and_home_asks(client):
    home = client.get("/").content.decode()
    assert '<a href="/search/">' in home
    assert 'action="/search/"' in home
    assert 'aria-current="page"><svg' in client.get("/search/").content.decode()


def test_a_long_result_has_pages(client, settings, monkeypatch):
    monkeypatch.setattr("fusionsite.views.SearchView.paginate_by", 2)
    first, last = (ask(client, "magnets", f"&page={number}") for number in (1, 3))
    assert len(found(first)) == 2
    assert 'start="5"' in last
    assert len(found(last)) == 1
    assert "Results 5 to 5 of 5" in words(last)
    for page in ("4", "0", "-1", "x", "10" * 30):
        ask(client, "magnets", f"&page={page}", status=404)


def test_where_too_many_match_the_newest_come_first_and_the_page_says_so(client, monkeypatch):
    monkeypatch.setattr(finding, "MOST_RANKED", 1)
    page = ask(client, "magnets")
    assert "the newest come first" in words(page)
    assert found(page)[-1] in ("/organisations/culham/", "/data/")
    assert "5 results for “magnets”" in words(page)
    assert found(ask(client, "magnets", "&type=news")) == ["/news/magnets/"]


@pytest.mark.parametrize("kind", ["", "&type=agreements"])
def test_of_very_many_all_pages_together_are_in_one_order(client, monkeypatch, kind):
    monkeypatch.setattr(finding, "MOST_RANKED", 1)
    for day in ("2024-05-01", None, "2023-02-01", "2023-02-01"):
        make_agreement("Another pact on magnets", signed=day)
    rebuild()
    whole = found(ask(client, "magnets", kind))
    monkeypatch.setattr("fusionsite.views.SearchView.paginate_by", 2)
    for newest_read in (0, 3, 100):
        monkeypatch.setattr(finding, "NEWEST_READ", newest_read)
        pages = [
            found(ask(client, "magnets", f"{kind}&page={number}"))
            for number in range(1, (len(whole) + 1) // 2 + 1)
        ]
        assert [address for page in pages for address in page] == whole
        assert {len(page) for page in pages[:-1]} == {2}


def test_of_very_many_the_first_page_is_read_with_the_counts(client, monkeypatch):
    monkeypatch.setattr(finding, "MOST_RANKED", 1)
    for kind in ("", "&type=agreements"):
        numbers = []
        for newest_read in (0, 100):
            monkeypatch.setattr(finding, "NEWEST_READ", newest_read)
            with CaptureQueriesContext(connection) as asked:
                ask(client, "magnets", kind)
            numbers.append(len(asked))
        assert numbers[1] == numbers[0] - 1


@pytest.mark.drill
@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_any_text_is_answered_at_once(client, text):
    for address in ("/search/", "/agreements/"):
        # Of this process alone: others may be at work on the machine.
        begin = time.process_time()
        assert client.get(address, {"q": text}).status_code == 200
        assert time.process_time() - begin < 0.5


def test_what_is_no_search_is_refused_with_a_sentence(client):
    for query, sentence in {
        f"q={'a' * 201}": "Search for at most 200 characters.",
        f"q={'a' * 100_000}": "The address is too long.",
        "q=a%00b": "a character that is not text",
        "q=magnets&type=people": "choose one of agreements, organisations, news, pages",
    }.items():
        response = client.get(f"/search/?{query}")
        assert response.status_code == 400
        assert sentence in words(response.content.decode())


def test_odd_addresses_are_answered(client):
    for query in ("q=%ED%A0%80", "q=%FF%FE", "q=a&q=b", "q", "Q=x", "&&&", "q=%20%20"):
        assert client.get(f"/search/?{query}").status_code == 200
    assert client.get("/search/?" + "&".join(f"q={n}" for n in range(600))).status_code == 200


def test_the_page_takes_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        ask(client, "magnets")
    with django_assert_max_num_queries(12):
        ask(client, "Culhma")
    with django_assert_max_num_queries(0):
        ask(client, "")


def test_withdrawn_and_unpublished_records_are_neither_found_nor_counted(client):
    assert found(ask(client, '"magnets that were wrong"')) == []
    assert found(ask(client, '"magnets to come"')) == []
