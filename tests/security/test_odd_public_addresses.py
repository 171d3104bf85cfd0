"""Whatever stands in a public address, the answer is a page or a sentence, and it is quick."""

import json
import re
import time
from html import unescape
from urllib.parse import quote, urlencode

import pytest
from defusedxml.ElementTree import fromstring
from django.db import transaction
from django.urls import reverse

from search.indexing import rebuild
from tests.factories import (
    add_link,
    make_agreement,
    make_article,
    make_organisation,
    make_page,
    make_theme,
)
from tests.plain_client import PlainClient

pytestmark = pytest.mark.django_db

SECONDS = 0.5
YEARS = ("year_from", "year_to", "dated", "as_of", "page")
PARAMETERS = {
    "/": ("q", "as_of", "page"),
    "/search/": ("q", "type", "page", "sort", "as_of"),
    "/agreements/": (
        *("q", "kind", "status", "level", "legal_character", "country", "organisation", "theme"),
        *("sort", *YEARS),
    ),
    "/organisations/": (
        *("q", "kind", "country", "theme", "member_of", "status", "sort", "as_of", "page"),
    ),
    "/news/": ("q", "kind", "country", "organisation", "agreement", "theme", *YEARS),
    "/agreements.csv": (
        *("q", "kind", "status", "level", "legal_character", "country", "organisation", "theme"),
        *("sort", *YEARS),
    ),
    "/organisations.json": ("q", "kind", "country", "theme", "member_of", "status", "sort"),
    "/news.xlsx": ("q", "kind", "country", "organisation", "agreement", "theme", *YEARS),
    "/timeline/": ("lane", "country", "kind", "level", "theme", *YEARS),
    "/timeline.svg": ("lane", "country", "kind", "level", "theme", *YEARS),
    "/embed/agreements/": ("country", "rows", *YEARS),
    "/embed/timeline/": ("lane", "rows", "as_of"),
    "/agreements.ics": ("country", "sort", *YEARS),
    "/map/": ("country", "as_of"),
    "/map.svg": ("country", "as_of"),
    "/countries/": ("country", "as_of"),
    "/countries/jp/": ("as_of", "page"),
    "/countries/jp/brief/": ("as_of", "page"),
    "/agreements/compare/": ("a", "b", "as_of"),
    "/agreements/pact/": ("as_of", "version"),
    "/agreements/pact/lineage.svg": ("as_of",),
    "/agreements/pact/history/": ("as_of", "page"),
    "/organisations/ministry/": ("as_of",),
    "/news/signed/": ("as_of",),
    "/agreements/pact.bib": ("version",),
    "/organisations/ministry.ris": ("version",),
    "/news/signed.jsonld": ("version",),
    "/corrections/": ("record",),
    "/changes/": (
        *("since", "kind", "record", "organisation", "country", "theme", "minor", "before"),
    ),
    "/changes.atom": ("since", "kind", "record", "country", "before", "page"),
    "/agreements.atom": ("q", "kind", "country", "as_of", "page"),
    "/agreements/pact.atom": ("before",),
    "/data/": ("q", "as_of", "page"),
    "/data/catalog.jsonld": ("q", "page"),
    "/healthz": ("q", "page"),
    "/readyz": ("q", "page"),
    "/sitemap.xml": ("p", "page"),
    "/alerts/new/": ("list", "record", "country"),
    "/agreements/pact.json": ("as_of", "fields"),
    "/api/v1/agreements": (
        *("q", "kind", "country", "organisation", "theme", "sort", "year_from", "dated", "as_of"),
        *("cursor", "limit", "fields"),
    ),
    "/api/v1/organisations/ministry": ("as_of", "fields", "key"),
    "/api/v1/changes": ("since", "kind", "type", "record", "sort", "cursor", "limit"),
    "/api/v1/search": ("q", "type", "cursor", "limit", "fields"),
    "/api/v1/sources": ("cursor", "limit"),
}
# As they stand in an address.
VALUES = {
    "NUL": "%00",
    "lone surrogate": "%ED%A0%80",
    "half a character": "%C3",
    "no UTF-8": "%FF%FE",
    "100 kB": "x" * 100_000,
    "long word": "x" * 4000,
    "wall of characters": quote("文" * 400),
    "marks upon marks": quote("Z\u0351\u036b\u0343" * 60 + "\u0301" * 60),
    "other direction": quote("\u202e\u2066\u200f\ufeffevil\u2069"),
    "emoji": quote("\U0001f600\u200d\U0001f680" * 20),
    "control characters": quote("a\x01\x08\x0b\x1b[31m\x7f\x85\u2028b"),
    "no characters": quote("\ufffe\uffff\U0010ffff"),
    "quotes": "%22" * 190,
    "hyphens": "-" * 190,
    "parentheses": "(" * 100 + ")" * 90,
    "stars": "*%20" * 60,
    "operators": quote('" OR NEAR(a b, 2) AND {words rest}: ^x - - -- * "'),
    "query of PostgreSQL": quote("a & !b | (c <-> d):*AB '\\"),
    "SQL": quote("' OR 1=1; DROP TABLE search_entry; --"),
    "template": quote("{{ 7|add:7 }}{% now %} %s %(a)s {0} $1 \\"),
    "markup": quote('"><script>alert(1)</script><img src=x onerror=alert(1)>'),
    "address": quote("javascript:alert(1)//https://evil.example/"),
    "header": quote("x\r\nSet-Cookie: a=b\r\n\r\n"),
    "path": quote("../../../etc/passwd"),
    "nothing": "",
    "spaces": "%20%09%0A%C2%A0%E3%80%80",
    "zero": "0",
    "minus": "-1",
    "year 0": "0000-01-01",
    "year 9999": "9999",
    "last day": "9999-12-31",
    "year 10000": "10000",
    "million": "1000000",
    "huge number": "9" * 4000,
    "Arabic digits": quote("٢٠٢٤"),
    "superscript": quote("²"),
    "NaN": "NaN",
    "exponent": "1e400",
    "last": "last",
    "half a percent": "%",
    "brackets": "a[]=1&b[$ne]=2",
}
CORE = ("lone surrogate", "operators", "markup", "year 10000", "superscript", "spaces")
ASIDE = {
    "2,000 parameters": "&".join(f"a{n}=" for n in range(2000)),
    "2,000 of one": "q=&" * 2000,
    "900 parameters": "&".join(f"{n}" for n in range(900)),
    "repeated": "q=a&q=b&a=x&a=y&as_of=2024-01-01&as_of=2024-01-02&page=1&page=2&sort=a&sort=b",
    "unknown": "nonsense=1&Q=x&AS_OF=x&page[]=3",
    "signs alone": "&&&===;;;?#",
}


@pytest.fixture(scope="module", autouse=True)
def register(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        heat = make_theme(name="Heat", slug="heat")
        ministry = make_organisation("Ministry", slug="ministry", country="JP")
        company = make_organisation("Works", slug="works", country="GB")
        older = make_agreement("Older", slug="older", parties=[ministry, company], signed="2020")
        pact = make_agreement("Pact", slug="pact", parties=[ministry, company], themes=[heat])
        add_link(pact, "builds_on", older)
        make_article("Signed", slug="signed", agreements=[pact])
        make_page()
        rebuild()
        # That the site is loaded is no part of its first answer.
        reverse("home")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def ask(counted):
    """Count each of them, too."""
    client, asked = PlainClient(), []

    def timed(address):
        # Of this process alone: others may be at work on the machine.
        begin = time.process_time()
        return client.get(address), time.process_time() - begin

    def ask(address):
        asked.append(address)
        response, took = timed(address)
        if took >= SECONDS:
            # Once in a while garbage is collected meanwhile.
            response, took = timed(address)
        assert took < SECONDS
        answered(response)
        return response

    yield ask
    counted("malformed addresses", len(asked))


def answered(response):
    """A page, a picture, or a sentence that says what is wrong; never a header or markup of a
    visitor."""
    assert response.status_code in (200, 301, 302, 400, 404)
    assert "Set-Cookie" not in response.headers
    if "Location" in response.headers:
        assert response["Location"].startswith("/")
        return
    text = response.getvalue().decode(errors="replace")
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    if response["Content-Type"].startswith(("image/svg+xml", "application/atom+xml")):
        fromstring(text)
    elif response["Content-Type"] == "application/problem+json":
        assert re.search(r"\w+ \w+ .*\.", json.loads(text)["detail"], re.DOTALL), text
    elif response["Content-Type"] == "application/json":
        json.loads(text)
    elif response.status_code == 400:
        assert re.search(r"\w+ \w+ .*\.", said(text), re.DOTALL), said(text)


def said(page):
    """The words of a page that say what it does not understand."""
    found = re.search(r'role="alert">(.*?)</div>|class="lede">(.*?)</p>', page, re.DOTALL)
    found = found or re.search(r'class="err[^>]*>(.*?)</', page, re.DOTALL)
    assert found, page[-3000:]
    return unescape(re.sub(r"<[^>]+>", " ", found[0].partition(">")[2]))


@pytest.mark.parametrize("name", CORE)
def test_odd_values_are_answered(ask, name):
    for address, parameters in PARAMETERS.items():
        ask(f"{address}?" + "&".join(f"{each}={VALUES[name]}" for each in parameters))


@pytest.mark.drill
@pytest.mark.parametrize("name", VALUES)
def test_every_odd_value_of_every_parameter_is_answered(ask, name):
    for address, parameters in PARAMETERS.items():
        for parameter in parameters:
            ask(f"{address}?{parameter}={VALUES[name]}")


@pytest.mark.drill
@pytest.mark.parametrize("name", VALUES)
def test_an_odd_search_of_an_earlier_day_is_answered(ask, name):
    for address in ("/agreements/", "/organisations/", "/news/"):
        for sort in ("", "&sort=relevance", "&sort=title"):
            ask(f"{address}?q={VALUES[name]}&as_of=2024-03-01{sort}")


@pytest.mark.drill
@pytest.mark.parametrize("name", ASIDE)
def test_any_number_of_parameters_is_answered(ask, name):
    for address in PARAMETERS:
        ask(f"{address}?{ASIDE[name]}")


@pytest.mark.drill
@pytest.mark.parametrize("name", VALUES)
def test_an_odd_path_is_answered(ask, name):
    value = VALUES[name].replace("?", "").replace("&", "")
    for before, after in (
        *(("/countries/", "/"), ("/countries/", "/brief/"), ("/agreements/", "/")),
        *(("/agreements/", "/lineage.svg"), ("/organisations/", "/"), ("/news/", "/history/")),
        *(("/agreements.", ""), ("/", ".csv-metadata.json")),
        *(("/agreements/pact.", ""), ("/agreements/", ".atom"), ("/news.", "")),
        *(("/api/v1/agreements/", ""), ("/api/v1/sources/", ""), ("/api/v1/countries/", "")),
        *(("/agreements/pact/versions/", "/"), ("/id/", ""), ("/", "/"), ("/preview/", "/")),
        *(("/agreements/pact.", ""), ("/agreements/", ".bib"), ("/id/AG-0001/v", "")),
        *(("/alerts/", "/"), ("/alerts/", "/unsubscribe/")),
    ):
        ask(f"{before}{value}{after}")


@pytest.mark.drill
@pytest.mark.parametrize("address", PARAMETERS)
def test_the_head_alone_and_the_methods_are_told(client, address):
    whole, head = client.get(address), client.head(address)
    assert (head.status_code, head.getvalue()) == (whole.status_code, b"")
    assert head["Content-Type"] == whole["Content-Type"]
    assert {"GET", "HEAD", "OPTIONS"} <= set(client.options(address)["Allow"].split(", "))
    if address not in ("/corrections/", "/alerts/new/"):
        assert client.post(address, {"q": "x"}).status_code == 405
    assert client.delete(address).status_code == 405


def test_the_compared_names_of_an_address_stay_in_it(client):
    response = client.get("/agreements/compare/?" + urlencode({"a": "AG-0001\r\nX: y", "b": "//e"}))
    assert response.status_code == 404
