import pytest
from django.conf import settings as django_settings

from tests.factories import make_agreement, make_article, make_organisation, make_page

from .visiting import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SESSION = f"{django_settings.SESSION_COOKIE_NAME}=abcdef"
NEVER = [
    "/admin/login/",
    "/corrections/",
    "/alerts/new/?list=agreements",
    "/api/v1/agreements",
    "/api/v1/openapi.json",
    "/agreements.csv",
    "/agreements.json",
    "/agreements.ics",
    "/agreements/pact.ics",
    "/agreements/?unknown=1",
    "/agreements/pact/?page=1",
    "/agreements/?country=zz",
    "/agreements/?page=999",
    "/no-such-page/",
    "/preview/agreements-nobody/",
]


@pytest.fixture
def register():
    make_organisation("Ministry", slug="ministry")
    make_agreement("Pact", slug="pact")
    make_article("Report", slug="report")
    make_page()


def test_what_is_not_the_same_for_all_is_never_kept(visitor, register):
    told = [address for address in NEVER if "Cache-Status" in visitor.get(address).headers]
    assert told == []
    assert len(visitor.cache.store) == 0


def test_a_kept_answer_is_what_django_answers(visitor, register):
    for address in ("/agreements/pact/", "/agreements.atom", "/id/AG-0001", "/robots.txt"):
        visitor.get(address)
        kept, django = visitor.get(address), visitor.ask_django(address)
        assert kept.is_kept, address
        assert (kept.status, kept.body) == (django.status, django.body)
        own = {"Cache-Status", "Cache-Control", "ETag", "Vary", "Content-Length", "X-Request-ID"}
        told = {k: v for k, v in django.headers.items() if k not in own}
        assert {k: v for k, v in kept.headers.items() if k not in own} == told


@pytest.mark.parametrize(
    "of_visitor",
    [
        {"HTTP_COOKIE": SESSION},
        {"HTTP_COOKIE": f"other=1; {SESSION}"},
        {"HTTP_AUTHORIZATION": "Basic eDp5"},
        {"HTTP_RANGE": "bytes=0-10"},
        {"HTTP_IF_MATCH": '"x"'},
        {"method": "POST"},
        {"method": "OPTIONS"},
        {"CONTENT_LENGTH": "3"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
    ],
    ids=lambda each: " ".join(each),
)
def test_who_says_more_than_anybody_reaches_django(visitor, register, of_visitor):
    visitor.get("/agreements/pact/")
    kept = len(visitor.cache.store)
    assert not visitor.get("/agreements/pact/", **of_visitor).is_kept
    visitor.get("/about/", **of_visitor)
    assert len(visitor.cache.store) == kept


def test_what_a_visitor_brings_is_not_told_to_django(kept):
    told = []

    def application(environ, start_response):
        told.append(environ)
        start_response("404 Not Found", [])
        return []

    brought = {"HTTP_COOKIE": "csrftoken=x", "HTTP_REFERER": "https://x.example/"}
    visitor = Visitor(application)
    visitor.get("/", **brought, HTTP_IF_NONE_MATCH='"x"', HTTP_X_REQUEST_ID="r1")
    [environ] = told
    names = {name for name in environ if name.startswith(("HTTP_", "REMOTE_"))}
    assert names == {"HTTP_HOST", "HTTP_X_REQUEST_ID"}


def test_parameters_in_another_order_are_the_same_address(visitor, register):
    visitor.get("/agreements/?country=gb&sort=title")
    assert visitor.get("/agreements/?sort=title&country=gb").is_kept
    assert visitor.get("/agreements/?sort=%74itle&country=gb").is_kept
    assert not visitor.get("/agreements/?sort=date&country=gb").is_kept
    assert len(visitor.cache.store) == 2


def test_hosts_and_schemes_are_told_apart(visitor, register, settings):
    settings.ALLOWED_HOSTS = ["localhost", "other.example"]
    visitor.get("/about/")
    assert not visitor.get("/about/", HTTP_HOST="other.example").is_kept
    assert not visitor.get("/about/", **{"wsgi.url_scheme": "https"}).is_kept
    assert visitor.get("/about/", HTTP_HOST="evil.example").status == 400
    assert len(visitor.cache.store) == 3


def test_head_is_answered_from_what_get_left_and_leaves_it(visitor, register):
    first = visitor.get("/about/", method="HEAD")
    assert (first.is_stored, first.body) == (True, b"")
    second = visitor.get("/about/")
    assert second.is_kept
    assert second.headers["Content-Length"] == first.headers["Content-Length"]
    assert visitor.get("/agreements/nowhere/", method="HEAD").body == b""


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("200 OK", [("Set-Cookie", "a=1")]),
        ("200 OK", [("Cache-Control", "private, no-store")]),
        ("200 OK", [("Cache-Control", "no-store")]),
        ("200 OK", [("Vary", "Accept-Encoding, Cookie")]),
        ("200 OK", [("Vary", "*")]),
        ("200 OK", [("Content-Encoding", "gzip")]),
        ("200 OK", [("Content-Length", "1048577")]),
        ("200 OK", [("Content-Length", "")]),
        ("404 Not Found", []),
        ("500 Internal Server Error", []),
        ("206 Partial Content", []),
    ],
)
def test_an_answer_that_is_not_for_all_is_given_and_not_kept(kept, status, headers):
    def application(environ, start_response):
        given = dict(headers)
        start_response(status, [*({"Content-Length": "3"} | given).items()])
        return [b"one"]

    visitor = Visitor(application)
    for _twice in range(2):
        answer = visitor.get("/")
        assert (answer.body, answer.is_kept) == (b"one", False)
    assert len(visitor.cache.store) == 0


def test_what_belongs_to_one_answer_is_not_given_with_another(kept):
    def application(environ, start_response):
        names = ("Content-Length", "X-Request-ID", "Date", "Link")
        start_response("200 OK", list(zip(names, ("3", "r1", "today", "<x>"), strict=True)))
        return [b"one"]

    visitor = Visitor(application)
    visitor.get("/")
    headers = visitor.get("/").headers
    assert headers["Link"] == "<x>"
    assert not {"X-Request-ID", "Date"} & headers.keys()


def test_with_no_room_nothing_is_kept(visitor, settings, register):
    settings.PAGE_CACHE_MB = 0
    visitor = Visitor(visitor.cache.application)
    for _twice in range(2):
        answer = visitor.get("/about/")
        assert "Cache-Status" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-cache"
