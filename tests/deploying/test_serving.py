"""The register behind nginx as an operator has it: what visitors get, and what stops others."""

import gzip
import os
import re
import signal
import socket
import threading
import time

import pytest

from .site import HOST, wait_until
from .visiting import TRUSTING, ask

pytestmark = pytest.mark.drill

HALF_OPEN = 200
# What no answer may be without, whoever gave it.
HEADERS = {
    "strict-transport-security": "max-age=31536000; includeSubDomains; preload",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def told_safely(answer):
    """The headers that it lacks or has otherwise."""
    policy = answer.headers.get("content-security-policy", "")
    wrong = {name for name, value in HEADERS.items() if answer.headers.get(name) != value}
    return wrong | (set() if "default-src 'none'" in policy else {"content-security-policy"})


def style_of(running):
    page = ask(running, "/").body.decode()
    return re.search(r'/static/[^"]+site\.[0-9a-f]{12}\.css', page)[0]


def test_a_page_comes_compressed_with_its_headers_and_its_number(running):
    page = ask(running, "/agreements/", Accept_Encoding="gzip")

    assert page.status == 200
    assert b"Agreements" in gzip.decompress(page.body)
    assert told_safely(page) == set()
    assert "server" not in page.headers or "/" not in page.headers["server"]


def test_static_files_come_from_nginx_compressed_ahead_of_time_for_ever(running):
    style = style_of(running)
    source = (running.folder / "static" / style.removeprefix("/static/")).read_bytes()

    found = ask(running, style, Accept_Encoding="gzip")

    assert gzip.decompress(found.body) == source
    assert found.body == (running.folder / f"static{style[7:]}.gz").read_bytes()
    assert found.headers["cache-control"] == "max-age=315360000, public, immutable"
    assert found.headers["vary"] == "Accept-Encoding"
    assert told_safely(found) == set()
    assert ask(running, style, method="POST", body=b"").status == 403


def test_a_plain_request_is_led_to_https(running):
    with socket.create_connection(("127.0.0.1", running.plain)) as visitor:
        visitor.sendall(f"GET /news/?page=2 HTTP/1.0\r\nHost: {HOST}\r\n\r\n".encode())
        answer = visitor.recv(4096).decode()

    assert answer.startswith("HTTP/1.1 308")
    assert f"Location: https://{HOST}/news/?page=2\r\n" in answer


def test_another_host_gets_no_answer_at_all(running):
    with socket.create_connection(("127.0.0.1", running.plain)) as visitor:
        visitor.sendall(b"GET / HTTP/1.0\r\nHost: other.example\r\n\r\n")
        assert visitor.recv(4096) == b""
    with pytest.raises(OSError, match=r"(?i)unrecognized"):
        ask(running, "/", host="other.example")


def test_what_a_visitor_says_of_address_and_protocol_is_replaced(running):
    """Were it believed, the last word here would be led to https again, and again."""
    lied = ask(running, "/", X_Forwarded_Proto="http", X_Forwarded_Host="other.example")

    assert lied.status == 200
    assert b"other.example" not in lied.body


@pytest.mark.parametrize(
    ("address", "method", "body", "status"),
    [
        (f"/?{'q' * 9000}", "GET", None, 414),
        ("/corrections/", "POST", b"0" * (55 * 1024 * 1024 + 1), 413),
    ],
)
def test_what_is_too_large_is_refused_with_a_sentence(running, address, method, body, status):
    try:
        refused = ask(running, address, method=method, body=body)
    except BrokenPipeError:
        # nginx has said no before all of it was sent.
        refused = None

    assert refused is None or refused.status == status
    assert refused is None or b"The request was refused" in refused.body
    assert refused is None or told_safely(refused) == set()


def test_tries_at_the_door_are_counted_and_looking_is_not(running):
    looks = [ask(running, "/admin/login/").status for _try in range(30)]
    tries = [ask(running, "/admin/login/", method="POST", body=b"").status for _try in range(30)]

    assert set(looks) == {200}
    assert 5 <= tries.count(429) <= 10


def test_half_open_connections_hold_nobody_up(running, capsys):
    waiting = [half_open(running) for _visitor in range(HALF_OPEN)]
    try:
        begin = time.monotonic()
        answers = [ask(running, "/agreements/") for _visit in range(20)]
        seconds = time.monotonic() - begin
    finally:
        for visitor in waiting:
            visitor.close()

    assert {answer.status for answer in answers} == {200}
    assert seconds < 10
    with capsys.disabled():
        print(f"\n20 pages beside {HALF_OPEN} half-open connections: {seconds:.2f} s")


def half_open(running):
    """A visitor who has begun to ask and says no more."""
    plain = socket.create_connection(("127.0.0.1", running.secure))
    visitor = TRUSTING.wrap_socket(plain, server_hostname=HOST)
    visitor.sendall(f"POST /corrections/ HTTP/1.1\r\nHost: {HOST}\r\nContent-".encode())
    return visitor


def test_a_reload_takes_no_request_from_anybody(running, capsys):
    statuses, ended = [], threading.Event()

    def visit():
        while not ended.is_set():
            statuses.append(ask(running, "/agreements/").status)
            time.sleep(0.05)

    visitors = [threading.Thread(target=visit) for _visitor in range(2)]
    for visitor in visitors:
        visitor.start()
    before = workers_of(running)
    os.kill(running.server.pid, signal.SIGHUP)
    try:
        wait_until(lambda: not before & workers_of(running), seconds=60)
    finally:
        ended.set()
        for visitor in visitors:
            visitor.join()

    assert len(workers_of(running)) == 2
    assert set(statuses) == {200}
    with capsys.disabled():
        print(f"\n{len(statuses)} pages during a reload, none lost")


def workers_of(running):
    with open(f"/proc/{running.server.pid}/task/{running.server.pid}/children") as children:
        return set(children.read().split())


def test_a_worker_that_is_killed_is_replaced(running):
    before = workers_of(running)
    os.kill(int(min(before)), signal.SIGKILL)

    wait_until(lambda: len(workers_of(running) - before) >= 1, seconds=30)
    wait_until(running.lives, seconds=30)

    assert ask(running, "/agreements/").status == 200


def test_while_the_register_is_away_nginx_says_so(site):
    with site.proxied():
        away = ask(site, "/agreements/")

    assert away.status == 502
    assert b"away for a moment" in away.body
    assert away.headers["retry-after"] == "10"
    assert told_safely(away) == set()
