"""Bytes that are no request, sent to the server itself: it refuses them and goes on."""

import random
import re

import pytest

from tests.factories import make_agreement

from .header_grades import TELLING
from .production import HOST
from .serving import answers, begun, exchanged, served

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]

SEED, NUMBER, LEAST = 8, 360, 300
STATUS = re.compile(rb"^HTTP/1\.[01] ([0-9]{3})", re.MULTILINE)
GOOD = f"Host: {HOST}\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n".encode()
SENT = b"POST /corrections/ HTTP/1.1"
LINES = (
    *(b"GET / HTTP/1.1", b"GET / HTTP/9.9", b"GET / HTTP/0.9", b"GET /", b"GET", b""),
    *(b" / HTTP/1.1", b"GET  / HTTP/1.1", b"GET\t/\tHTTP/1.1", b"get / http/1.1"),
    *(b"G\x00T / HTTP/1.1", b"GET /\x00 HTTP/1.1", b"GET /\xff\xfe HTTP/1.1"),
    *(b"GET /%00 HTTP/1.1", b"GET * HTTP/1.1", b"GET /#x HTTP/1.1", b"GET /\\..\\ HTTP/1.1"),
    *(b"GET /" + b"a" * 70_000 + b" HTTP/1.1", b"X" * 70_000 + b" / HTTP/1.1"),
    *(b"OPTIONS * HTTP/1.1", b"TRACE / HTTP/1.1", b"CONNECT register.example:443 HTTP/1.1"),
    *(b"GET http://elsewhere.example/ HTTP/1.1", b"GET //elsewhere.example/ HTTP/1.1"),
    *(b"GET /../../etc/passwd HTTP/1.1", b"GET /..%2f..%2fetc/passwd HTTP/1.1"),
    *(b"GET /?q=" + b"x" * 60_000 + b" HTTP/1.1", b"PRI * HTTP/2.0", b"\x00" * 200),
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    *(SENT, b"POST /admin/login/ HTTP/1.1", b"\r\n" * 99),
)
HEADS = (
    *(b"", b"Host: elsewhere.example\r\n", b"Host:\r\n", b"Host: a\r\nHost: b\r\n", b": x\r\n"),
    *(
        b"No colon\r\n",
        b"A: b\r\n c\r\n",
        b" A: b\r\n",
        b"A\x00: b\r\n",
        b"A: \x00\r\n",
        b"A : b\r\n",
    ),
    *(
        b"A: " + b"x" * 70_000 + b"\r\n",
        b"A: b\r\n" * 400,
        b"A: \xff\xfe\r\n",
        b"A: b\n",
        b"A: b\r",
    ),
    *(b"Content-Length: -1\r\n", b"Content-Length: 1e3\r\n", b"Content-Length: 99999999999999\r\n"),
    *(b"Content-Length: 5\r\nContent-Length: 6\r\n", b"Content-Length: +5\r\n"),
    *(b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", b"Transfer-Encoding: x\r\n"),
    *(b"Transfer-Encoding: chunked, identity\r\n", b"Transfer-Encoding : chunked\r\n"),
    *(
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        b"Expect: 100-continue\r\n",
    ),
    *(b"Upgrade: websocket\r\nConnection: Upgrade\r\n", b"Upgrade: h2c\r\nHTTP2-Settings: x\r\n"),
    *(b"Cookie: " + b"a=b; " * 3000 + b"\r\n", b"Range: bytes=0-," + b"1-," * 900 + b"\r\n"),
    b"Content-Type: multipart/form-data; boundary=\r\nContent-Length: 3\r\n",
)
ENDS = (
    *(b"\r\n", b"\n", b"", b"\r\n\r\n", b"\r\nabc", b"\r\n0\r\n\r\n", b"\r\n5\r\nabc\r\n0\r\n\r\n"),
    *(b"\r\nFFFFFFFFFFFFFFFF\r\nx", b"\r\n-1\r\n\r\n", b"\r\nz\r\n\r\n", b"\r\n1;" + b"x" * 9000),
    b"\r\n0\r\n\r\nGET /admin/ HTTP/1.1\r\nHost: register.example\r\n\r\n",
    b"\r\n" + b"x" * 200_000,
)


def requests():
    """Each odd line, head and end once with good ones; then all of them mixed."""
    whole = (b"GET / HTTP/1.1", GOOD, b"\r\n")
    yield from ((line, *whole[1:]) for line in LINES)
    yield from ((whole[0], head, whole[2]) for head in HEADS)
    yield from (
        (b"POST /corrections/ HTTP/1.1", GOOD + head, end) for head in HEADS for end in ENDS[3:7]
    )
    yield from ((whole[0], whole[1], end) for end in ENDS)
    chance = random.Random(SEED)  # noqa: S311 - repeatable on purpose
    while True:
        yield chance.choice(LINES), GOOD + chance.choice(HEADS), chance.choice(ENDS)


def test_the_server_refuses_what_is_no_request_and_goes_on(tmp_path, counted):
    make_agreement(slug="pact")
    wrong, number = [], 0
    with served(tmp_path) as port:
        for number, (line, head, end) in zip(range(1, NUMBER + 1), requests(), strict=False):
            received = exchanged(port, b"\r\n".join((line, head + end)), seconds=0.4)
            statuses = [int(status) for status in STATUS.findall(received)]
            if any(status >= 500 for status in statuses) or b"Traceback" in received:
                wrong.append((line[:80], head[-80:], end[:80], received[:80]))
            if number % 60 == 0:
                assert answers(port), (line, head, end)
        assert answers(port)
    counted("raw requests to the server", number)
    assert wrong == []
    assert number > LEAST
    assert "Traceback" not in (tmp_path / "server.log").read_text()


def test_half_open_connections_hold_nobody_up(tmp_path, counted):
    """https://en.wikipedia.org/wiki/Slowloris: many who begin a request and do not end it."""
    make_agreement(slug="pact")
    with served(tmp_path) as port:
        halves = [begun(port) for _visitor in range(200)]
        try:
            assert all(answers(port) for _time in range(10))
        finally:
            for half in halves:
                half.close()
    counted("half-open connections", len(halves))


def test_what_is_served_does_not_say_which_release_serves_it(tmp_path):
    with served(tmp_path) as port:
        asked = b"GET /robots.txt HTTP/1.1\r\n" + GOOD + b"\r\n"
        head = exchanged(port, asked, seconds=5).partition(b"\r\n\r\n")[0].decode()
    names = {line.partition(":")[0].lower() for line in head.splitlines()[1:]}
    assert names & {name.lower() for name in TELLING} == set()
    assert not re.search(r"(?im)^server:.*[0-9]", head)
