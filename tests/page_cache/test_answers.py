import pytest

from page_cache.answers import KeptAnswer
from page_cache.encodings import chosen

from .visiting import Visitor

pytestmark = pytest.mark.one_database

TEXT = b"<p>The same words again and again.</p>" * 60
DATED = ("Last-Modified", "Wed, 01 Jul 2026 10:00:00 GMT")


def serving(body, *headers, kind="text/html"):
    def application(environ, start_response):
        told = [("Content-Type", kind), ("Content-Length", str(len(body))), *headers]
        start_response("200 OK", told)
        return [body]

    return Visitor(application)


@pytest.fixture
def page(kept, db):
    return serving(TEXT)


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("br;q=0, gzip;q=1.0", "gzip"),
        ("br; q=0.000, gzip; q=0", ""),
        ("identity", ""),
        ("*", ""),
        ("", ""),
        (";;;,q=br", ""),
    ],
)
def test_the_encoding_is_one_that_was_asked_for(accept, encoding):
    assert chosen(accept) == encoding


@pytest.mark.parametrize(("accept", "encoding"), [("br", "br"), ("gzip", "gzip"), ("", None)])
def test_each_form_has_the_same_words_a_tag_of_its_own_and_its_length(page, accept, encoding):
    plain = page.get("/")
    for _twice in range(2):
        answer = page.get("/", HTTP_ACCEPT_ENCODING=accept)
        assert answer.text.encode() == TEXT
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert answer.headers.get("Content-Encoding") == encoding
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert (answer.headers["ETag"] == plain.headers["ETag"]) == (encoding is None)


def test_hundreds_of_pages_that_browsers_read_are_kept_in_a_megabyte(kept, db, settings):
    """They are kept as they are sent; 40 of them fit as they are written."""
    settings.PAGE_CACHE_MB = 1
    words = b" ".join(b"%d" % (number * number) for number in range(400))
    page = serving(b"<p>" + words * 12 + b"</p>")
    addresses = [f"/agreements/?page={number}" for number in range(1, 161)]

    for _twice in range(2):
        answers = [page.get(address, HTTP_ACCEPT_ENCODING="br") for address in addresses]

    assert all(answer.is_kept for answer in answers)
    not_compressed = [page.get(address) for _twice in range(2) for address in addresses]
    assert page.cache.store.bytes <= 1024 * 1024
    assert not all(answer.is_kept for answer in not_compressed)


def test_what_is_small_or_packed_already_is_sent_as_it_is(kept, db):
    for body, kind in ((b"short", "text/plain"), (TEXT, "application/zip"), (TEXT, "image/png")):
        answer = serving(body, kind=kind).get("/", HTTP_ACCEPT_ENCODING="br")
        assert (answer.body, "Content-Encoding" in answer.headers) == (body, False)


def test_a_known_page_is_not_sent_again(page):
    tag = page.get("/", HTTP_ACCEPT_ENCODING="br").headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*", f'W/"x" , W/{tag}'):
        answer = page.get("/", HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=known)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["ETag"] == tag
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert not {"Content-Length", "Content-Type", "Content-Encoding"} & answer.headers.keys()
    for unknown in ('"other"', "", "no tag", tag.strip('"')):
        assert page.get("/", HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=unknown).status == 200
    # The tag of one encoding is none of another.
    assert page.get("/", HTTP_IF_NONE_MATCH=tag).status == 200


def test_the_views_own_weak_tag_and_date_are_kept(kept, db):
    page = serving(TEXT, ("ETag", 'W/"own"'), DATED)
    for accept in ("br", ""):
        answer = page.get("/", HTTP_ACCEPT_ENCODING=accept)
        assert (answer.headers["ETag"], answer.headers["Last-Modified"]) == ('W/"own"', DATED[1])
        assert page.get("/", HTTP_IF_NONE_MATCH='W/"own"').status == 304
    assert page.get("/", HTTP_IF_MODIFIED_SINCE=DATED[1]).status == 304
    assert page.get("/", HTTP_IF_MODIFIED_SINCE="Wed, 01 Jul 2026 09:59:59 GMT").status == 200
    assert page.get("/", HTTP_IF_MODIFIED_SINCE="yesterday").status == 200
    # A tag outweighs a date.
    both = {"HTTP_IF_NONE_MATCH": '"other"', "HTTP_IF_MODIFIED_SINCE": DATED[1]}
    assert page.get("/", **both).status == 200


def test_browsers_ask_each_time_and_shared_caches_until_the_end_of_a_pages_life():
    times = {"token": b"t", "begun": 100.0, "ends": 1000.0}
    usual = KeptAnswer("200 OK", [], TEXT, **times)
    shared = KeptAnswer("200 OK", [], TEXT, **times, shared_seconds=60)
    assert usual.control_at(100.0) == "no-cache"
    assert shared.control_at(100.0) == "public, max-age=0, s-maxage=60"
    assert shared.control_at(975.5) == "public, max-age=0, s-maxage=24"
    assert shared.control_at(999.5) == "no-cache"
