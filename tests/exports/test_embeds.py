"""The pages that other sites frame, and that these alone may be framed."""

import re
from html import unescape

import pytest
from django.db import transaction

from exports.embeds import MOST_ROWS
from publishing.preview import name_of
from tests.factories import (
    make_agreement,
    make_article,
    make_organisation,
    make_page,
    make_user,
)
from tests.fusionsite.counting import Reader
from tests.fusionsite.weighing import weight_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

EMBEDS = ["agreements", "organisations", "news", "timeline"]
LINE = re.compile(r"<textarea[^>]*>(.*?)</textarea>", re.DOTALL)
MOST_BYTES = 60_000


def slow(name):
    return pytest.param(name, marks=pytest.mark.drill)


@pytest.fixture(scope="module", autouse=True)
def register(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        ministry = make_organisation("Ministry", slug="ministry", country="JP")
        laboratory = make_organisation("Laboratory", slug="laboratory")
        for year in range(2012, 2025):
            parties = [ministry if year % 2 else laboratory, make_organisation()]
            make_agreement(f"Of {year}", signed=str(year), parties=parties)
            make_article(f"News of {year}", date=str(year))
        make_page(slug="about", title="About")
        yield
        transaction.set_rollback(True)


def may_be_framed(response):
    by_any = "frame-ancestors *" in response["Content-Security-Policy"]
    assert by_any or "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert by_any == ("X-Frame-Options" not in response)
    return by_any


@pytest.mark.parametrize("name", EMBEDS)
def test_an_embed_may_be_framed_and_its_page_may_not(client, name):
    assert may_be_framed(client.get(f"/embed/{name}/"))
    assert may_be_framed(client.get(f"/embed/{name}/?rows=all"))
    assert not may_be_framed(client.get(f"/{name}/"))
    assert not may_be_framed(client.get(f"/{name}/?as_of=never"))


@pytest.mark.parametrize("name", EMBEDS)
def test_an_embed_is_the_same_for_everybody_and_knows_no_cookie(client, name):
    address = f"/embed/{name}/?year_from=2020"
    of_visitor = client.get(address)
    client.force_login(make_user("Administrators"))
    client.cookies["csrftoken"] = "x" * 32
    of_editor = client.get(address)

    assert of_editor.content == of_visitor.content
    for response in (of_visitor, of_editor):
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("name", EMBEDS)
def test_an_embed_is_plain_and_light(client, name):
    html = client.get(f"/embed/{name}/?rows={MOST_ROWS}&year_to=2020").content.decode()

    assert not re.search("<script|<form|<button|<input| style=| on[a-z]+=", html)
    assert '<base target="_top">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert weight_of(html) < MOST_BYTES


def test_links_of_a_picture_lead_out_of_the_frame_too(client):
    links = re.findall('<a class="tl-[^>]*>', client.get("/embed/timeline/").content.decode())

    # A browser does not ask the <base> of a page for them.
    assert links
    assert all('target="_top"' in link for link in links)
    assert "_top" not in client.get("/timeline/").content.decode()


def test_an_embed_shows_the_first_rows_and_leads_to_the_rest(client):
    def titles(query):
        html = client.get(f"/embed/agreements/{query}").content.decode()
        return re.findall(r'<h3><a href="[^"]*">([^<]*)</a>', html), html

    first, html = titles("")
    assert first == [f"Of {year}" for year in range(2024, 2014, -1)]
    assert '<a href="/agreements/" data-counts="3" data-shown="10">and 3 more</a>' in html
    assert titles("?rows=2&country=jp&page=2")[0] == ["Of 2023", "Of 2021"]
    assert titles("?rows=50&page=7")[0][-1] == "Of 2012"


@pytest.mark.parametrize("rows", ["0", "51", "-1", "ten", "1e3", "٣", "9" * 4000, "1&rows=2"])
def test_a_number_of_rows_that_is_none_is_refused(client, rows):
    response = client.get(f"/embed/news/?rows={rows}")

    assert response.status_code == 400
    assert "rows: give one number from 1 to 50." in response.content.decode()


def test_an_embed_says_what_it_shows_and_whose_it_is(client):
    html = client.get("/embed/agreements/?country=jp&sort=title&rows=3&utm=x").content.decode()

    assert "<h1>Agreements on fusion energy: Japan</h1>" in html
    full = "/agreements/?country=jp&amp;sort=title"
    assert f'<a href="{full}">Fusion Cooperation Register</a>' in html
    assert re.search(rf'<link rel="canonical" href="[^"]*{re.escape(full)}">', html)
    # Links of a page about an earlier day keep it.
    html = client.get("/embed/timeline/?as_of=2020-01-01").content.decode()
    assert "As it stood on 1 January 2020" in html
    assert 'href="/timeline/?as_of=2020-01-01"' in html
    assert "canonical" not in html


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [
        ("agreements", "country=jp&kind=memorandum_of_understanding", "Japan, Memorandum of"),
        ("organisations", "country=jp", "Japan"),
        ("news", "year_from=2020", "from 2020"),
        ("timeline", "country=jp", "Japan"),
    ],
)
def test_each_page_has_the_line_that_shows_it_elsewhere(client, name, query, words):
    page = client.get(f"/{name}/?{query}&theme=&page=1&nonsense=1").content.decode()

    line = unescape(LINE.search(page)[1])
    source, title = re.match(r'<iframe src="([^"]*)" title="([^"]*)" ', line).groups()

    address = unescape(source).partition("/embed/")[2]
    assert address == f"{name}/?{query}"
    assert f": {words}" in title
    assert title.endswith(" – Fusion Cooperation Register")
    assert client.get(f"/embed/{address}").status_code == 200


def test_what_a_visitor_typed_breaks_out_of_no_line(client):
    markup = "pact%22%3E%3C/textarea%3E%3Cb%3E"
    make_agreement("Pact", summary='It "></textarea><b> holds.')

    page = client.get(f"/news/?kind=&year_from=2020&q={markup}").content.decode()

    assert "</textarea><b>" not in page


def test_a_draft_is_framed_nowhere(client):
    record = make_agreement("A draft", published=False)
    client.force_login(make_user("Authors"))
    preview = f"/preview/{name_of(record)}"

    assert client.get(f"{preview}/embed/agreements/").status_code == 404
    response = client.get(f"{preview}/agreements/")
    assert "A draft" in response.content.decode()
    assert "iframe" not in response.content.decode()
    assert not may_be_framed(response)


@pytest.mark.parametrize("name", ["agreements", *map(slow, EMBEDS[1:])])
def test_numbers_of_an_embed_are_those_of_their_lists(name):
    assert Reader().wrong(f"/embed/{name}/?rows=2") == []


@pytest.mark.parametrize("name", ["timeline", *map(slow, EMBEDS[:-1])])
def test_an_embed_takes_few_queries(client, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get(f"/embed/{name}/?rows=3")
    with django_assert_max_num_queries(12):
        client.get(f"/embed/{name}/?rows=12")
