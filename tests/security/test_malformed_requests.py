"""Whatever is sent, by whatever method, with whatever headers and body: no answer of 500 or more.

Each request is drawn from a seed, so that one that fails can be sent again.
"""

import random
import re
from html import unescape
from typing import NamedTuple
from urllib.parse import quote

import pytest
from django.core.cache import cache

from news.models import Article
from publishing.models import Source
from publishing.sharing import share
from tests.admin_forms import add_address, address, read_form
from tests.factories import (
    add_signatory,
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_source,
    make_user,
)
from tests.plain_client import PlainClient

from .test_odd_public_addresses import ASIDE, PARAMETERS, VALUES

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

SEED, PORTIONS, IN_A_PORTION = 8, 12, 75
FORMS_IN_A_PORTION = 20
METHODS = (
    *("GET", "GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"),
    *("PROPFIND", "CONNECT", "get", "G\tET", "X" * 300, "\u00e9"),
)
PATHS = (
    *("..;/", "%2e%2e/", "%2e%2e%2fadmin/", "..%5c..%5c", "\\", "//", ";jsessionid=1", "%00"),
    *("%c0%af", "%ed%a0%80", "%ff", "%", "%zz", "%0d%0aX-Forged:%201", "?", "#", "%23", "%3f"),
    *("%d9%a1", ".json", ".php", "~", "*", "(", "[", "{0}", "%25%30%30", "x" * 5000, "/a" * 1500),
    *("%f0%9f%98%80", "index.html", ".git/config", "%e2%80%ae", "..", ".", " ", "%09"),
)
HEADERS = {
    "HTTP_ACCEPT": ("*/*;q=x", "text/html;" * 500, "a/b/c", "\x7f", ",,,", "application/json"),
    "HTTP_ACCEPT_LANGUAGE": ("xx-" + "y" * 5000, "*", "en;q=9", "en-\x00", "\u00e9"),
    "HTTP_ACCEPT_ENCODING": ("gzip;q=x", "br, " * 1000, "identity;q=0, *;q=0", ""),
    "HTTP_RANGE": ("bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-0," * 300, "x=1-2", "bytes=a-b"),
    "HTTP_IF_NONE_MATCH": ('W/"', '"x" "y"', "*", '"' + "x" * 5000 + '"', "W/W/", "\u00e9"),
    "HTTP_IF_MODIFIED_SINCE": ("yesterday", "0", "Thu, 99 Foo 99999 99:99:99 GMT", "-1", ""),
    "HTTP_IF_UNMODIFIED_SINCE": ("Thu, 01 Jan 1970 00:00:00 GMT", "x"),
    "HTTP_IF_MATCH": ("*", '"x"', "x"),
    "HTTP_IF_RANGE": ('"x"', "yesterday"),
    "HTTP_COOKIE": (
        *("sessionid=x", "sessionid=" + "x" * 5000, "csrftoken=", "=;=;=", "a=b; " * 1000),
        *('sessionid="\\000"', "messages=x", "messages=[[1", "\u00e9=\u00e9", ";;;"),
    ),
    "HTTP_AUTHORIZATION": (
        "Basic",
        "Basic \u00e9",
        "Basic " + "x" * 5000,
        "Bearer a.b.c",
        "Digest",
    ),
    "HTTP_HOST": ("", "a b", "[::1", "x" * 5000, "testserver:99999999", "testserver@evil", "a\x00"),
    "HTTP_X_FORWARDED_FOR": ("x", "1.2.3.4, " * 1000, "::ffff:1.2.3.4", "999.1.1.1", "\u00e9"),
    "HTTP_X_FORWARDED_PROTO": ("https", "javascript", "https, http", "x" * 999),
    "HTTP_X_FORWARDED_HOST": ("evil.example", "", "a b"),
    "HTTP_X_HTTP_METHOD_OVERRIDE": ("DELETE", "PUT", "\u00e9"),
    "HTTP_ORIGIN": ("null", "https://evil.example", "x", "https://" + "x" * 5000),
    "HTTP_REFERER": ("x", "https://[", "https://evil.example/" + "x" * 5000, "\u00e9"),
    "HTTP_USER_AGENT": ("", "x" * 8000, "() { :;}; echo", "\u00e9"),
    "HTTP_EXPECT": ("100-continue", "x"),
    "HTTP_CONTENT_ENCODING": ("gzip", "x"),
    "HTTP_TRANSFER_ENCODING": ("chunked", "x, chunked"),
    "CONTENT_LENGTH": ("-1", "x", "999999999999", "", "1e3", "\u0661"),
    "REMOTE_ADDR": ("", "x", "::1", "fe80::1%eth0", "unix:"),
    "QUERY_STRING": ("\u00e9", "%", "&&==", "a=%00", "\x00"),
}
BOUNDARY = "multipart/form-data; boundary="
KINDS_OF_BODY = (
    *("application/x-www-form-urlencoded", "application/json", "text/plain", "text/xml", ""),
    *(BOUNDARY + "x", BOUNDARY, BOUNDARY + '"', BOUNDARY + "\u00e9", BOUNDARY + "x" * 500),
    *("multipart/form-data", "multipart/mixed; boundary=x", "application/x-www-form-urlencoded;"),
    *("application/x-www-form-urlencoded; charset=utf-7", "application/json; charset=x"),
    *("application/x-www-form-urlencoded; charset=utf-16", "\u00e9/\u00e9", "a" * 3000),
)
PART = b'--x\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'
FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename="%b"\r\n%b\r\n%b\r\n--x--\r\n'
BODIES = (
    *(b"", b"a", b"&", b"=", b"a=%00", b"a=%ff%fe", b"\xff\xfe\x00", b"a=1&" * 6000),
    *(b"[" * 20_000, b'{"a":' * 5000, b"{}", b"null", b"1e999", b"\xed\xa0\x80", b"x" * 100_000),
    *(b"--x", b"--x\r\n", b"--x--", b"--x\r\n\r\n", PART % (b"a", b"b"), PART * 2, b"\r\n" * 500),
    PART % (b"a" * 3000, b"\x00") + b"--x--",
    b"--x\r\nContent-Disposition: \xff\r\n\r\n\r\n--x--",
    *(FILE % (b"../../x.png", b"", b"\x89PNG"), FILE % (b"a\x00.pdf", b"", b"%PDF-1.4")),
    *(FILE % (b"", b"Content-Type: \xff\r\n", b""), FILE % (b"x" * 5000, b"", b"x")),
    FILE % (b"a.csv", b"Content-Transfer-Encoding: base64\r\n", b"!!!"),
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
)
IN_FORMS = (
    *("\x00", "a\x00b", "\ud800", "\udfff\ud800", "x" * 100_000, "-1", "0", "9" * 400, "1e400"),
    *("NaN", "Infinity", "0000-00-00", "9999-12-31", "10000-01-01", "31 February 2025", "\u0661"),
    *("<script>alert(1)</script>", "javascript:alert(1)", "https://[", "http://\u00e9:99999/"),
    *("../../etc/passwd", "%s%n{0}{{ 7 }}", "' OR 1=1 --", "\u202e\u2066", "\U0010ffff", "\ufffe"),
    *("00000000-0000-0000-0000-000000000000", "not-a-key", "", " ", "\t\r\n", "on", "[]", "{}"),
    *("[" * 5000, "=HYPERLINK()", "\x1b[31m", "None", "true", "1,2", "1;2", "é" * 5000),
)


class Sent(NamedTuple):
    role: str
    method: str
    address: str
    headers: dict
    kind: str
    body: bytes


@pytest.fixture
def clients():
    """Signed in or not; an exception would be a 500."""
    found = {"anonymous": PlainClient(raise_request_exception=False)}
    for role, group in (("author", "Authors"), ("administrator", "Administrators")):
        found[role] = PlainClient(raise_request_exception=False)
        found[role].force_login(make_user(group, "Publishers", username=role))
    return found


@pytest.fixture
def addresses():
    """Of every sort: public ones with their parameters, and pages of the admin."""
    ministry = make_organisation("Ministry", slug="ministry", country="JP")
    pact = make_agreement("Pact", slug="pact", parties=[ministry])
    article = make_article("Signed", slug="signed", agreements=[pact])
    tools = ("change", "history", "compare", "share", "publish", "schedule", "remarks", "delete")
    link = share(pact, by=make_user("Authors"))
    lists = ("agreements/agreement", "organisations/organisation", "news/article", "themes/theme")
    more = ("publishing/source", "publishing/correction", "imports/run", "accounts/user")
    return [
        *PARAMETERS,
        *(f"/preview/{link.token}/{rest}" for rest in ("", "agreements/pact/", "media/x.png")),
        *(address(record, tool) for record in (pact, article) for tool in tools),
        *(f"/admin/{each}/" for each in (*lists, *more)),
        *(f"/admin/{each}/import/" for each in lists[:3]),
        *("/admin/", "/admin/login/", "/admin/lost-password/", "/admin/autocomplete/"),
        *("/admin/jsi18n/", f"/admin/r/1/{pact.pk}/", "/admin/password_change/"),
        *("/media/news/x.png", "/static/fusionsite/css/site.css", "/robots.txt", "/favicon.ico"),
    ]


def drawn(chance, addresses):
    """A request with one to three things that are odd."""
    where = chance.choice(addresses)
    sent = Sent(
        role=chance.choice(("anonymous", "anonymous", "author", "administrator")),
        method="GET", address=where, headers={}, kind="application/x-www-form-urlencoded", body=b"",
    )  # fmt: skip
    for odd in chance.sample((odd_path, odd_query, odd_method, odd_header, odd_body), 3):
        if chance.random() < 0.6:
            sent = odd(chance, sent)
    return sent


def odd_path(chance, sent):
    path, _mark, query = sent.address.partition("?")
    place = chance.choice((len(path), path.rfind("/", 0, -1) + 1, 1))
    path = path[:place] + chance.choice(PATHS) + path[place:]
    return sent._replace(address=path + (f"?{query}" if query else ""))


def odd_query(chance, sent):
    names = PARAMETERS.get(sent.address, ("q", "p", "o", "e", "next", "term", "_popup", "page"))
    pairs = [
        f"{chance.choice(names)}={VALUES[chance.choice(list(VALUES))][:9000]}"
        for _time in range(chance.choice((1, 1, 2, 9)))
    ]
    query = chance.choice(("&".join(pairs), "&".join(pairs), chance.choice(list(ASIDE.values()))))
    return sent._replace(address=f"{sent.address}?{query}")


def odd_method(chance, sent):
    return sent._replace(method=chance.choice(METHODS))


def odd_header(chance, sent):
    names = chance.sample(list(HEADERS), chance.choice((1, 1, 3, 8)))
    return sent._replace(headers={name: chance.choice(HEADERS[name]) for name in names})


def odd_body(chance, sent):
    kind, body = chance.choice(KINDS_OF_BODY), chance.choice(BODIES)
    return sent._replace(method=chance.choice(("POST", "POST", "PUT")), kind=kind, body=body)


def send(clients, sent):
    client = clients[sent.role]
    response = client.generic(sent.method, sent.address, sent.body, sent.kind, **sent.headers)
    return response, response.getvalue().decode(errors="replace")


def said(page):
    """What stands in a page, without markup."""
    main = re.search(r"<main.*?</main>", page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(main[0] if main else page)).split())


def wrong_with(response, text, method="GET"):
    if response.status_code >= 500:
        return response.status_code
    if "X-Forged" in response.headers:
        return "a header of the visitor"
    if "Traceback" in text or "<script>alert" in text:
        return "the inside, or a script of the visitor"
    if response.status_code == 400 and method != "HEAD" and not is_sentence(text):
        return f"a refusal without a sentence: {text[:200]}"
    return None


def is_sentence(text):
    return re.search(r"\w+ \w+ .*\.", said(text), re.DOTALL)


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_every_malformed_request_is_answered(portion, clients, addresses, counted):
    chance, wrong = random.Random(SEED * 1000 + portion), []  # noqa: S311 - repeatable on purpose
    for number in range(IN_A_PORTION):
        cache.clear()
        sent = drawn(chance, addresses)
        response, text = send(clients, sent)
        if what := wrong_with(response, text, sent.method):
            wrong.append((what, number, sent))
    counted("malformed requests of every sort", IN_A_PORTION)
    assert wrong == []


@pytest.mark.parametrize("length", ["x", "-1", "1e3", "\u0661", "+5", " 5"])
def test_a_length_that_is_no_number_is_refused_with_a_sentence(clients, length):
    sent = Sent("author", "POST", "/admin/", {"CONTENT_LENGTH": length}, KINDS_OF_BODY[0], b"a=b")
    response, text = send(clients, sent)
    assert response.status_code == 400
    assert "The length of what was sent is not a number." in text


FORMS = {
    "agreement": lambda: address(full_agreement()),
    "organisation": lambda: address(make_organisation()),
    "article": lambda: address(make_article()),
    "new article": lambda: add_address(Article),
    "source": lambda: add_address(Source),
    "user": lambda: address(make_user("Authors")),
}


def full_agreement():
    agreement = make_agreement(published=False, parties=[make_organisation()])
    add_signatory(agreement, office="Director")
    cite(agreement, fact="title", source=make_source())
    return agreement


@pytest.mark.parametrize("form", FORMS)
def test_every_field_of_a_form_takes_anything(form, clients, counted, client):
    client.force_login(make_user("Publishers", "Administrators", username="reader"))
    url = FORMS[form]()
    filled = read_form(client, url)
    chance, wrong = random.Random(f"{SEED} {form}"), []  # noqa: S311 - repeatable on purpose
    for _number in range(FORMS_IN_A_PORTION):
        typed = {
            name: chance.choice(IN_FORMS)
            for name in chance.sample(sorted(filled), min(len(filled), chance.choice((1, 2, 6))))
        }
        body = "&".join(f"{quote(n)}={percent(v)}" for n, v in pairs_of(filled | typed))
        sent = Sent("administrator", "POST", url, {}, KINDS_OF_BODY[0], body.encode())
        response, text = send(clients, sent)
        if what := wrong_with(response, text):
            wrong.append((what, {name: value[:50] for name, value in typed.items()}))
    counted("malformed forms of the admin", FORMS_IN_A_PORTION)
    assert wrong == []


def pairs_of(filled):
    for name, value in filled.items():
        yield from ((name, each) for each in (value if isinstance(value, list) else [value]))


def percent(text):
    """Lone surrogates too, as no browser would send them."""
    return quote(text.encode("utf-8", "surrogatepass"))
