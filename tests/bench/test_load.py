"""The sender of steady load: on time whatever the answers do, and honest about what they took."""

import json
import os
import socketserver
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ADDRESSES = [("quick", "/quick"), ("slow", "/slow"), ("wrong", "/wrong"), ("cut", "/cut")]
KEPT = b"HTTP/1.1 200 OK\r\nCache-Status: register; hit\r\n\r\nkept"
ANSWERS = {"/wrong": b"HTTP/1.1 500 Oh\r\n\r\n", "/slow": b"HTTP/1.1 200 OK\r\n\r\n", "/cut": b""}
SLOW_SECONDS = 0.5


class Visit(socketserver.StreamRequestHandler):
    def handle(self):
        address = self.rfile.readline().split()[1].decode()
        while self.rfile.readline().strip():
            pass
        if address == "/slow":
            time.sleep(SLOW_SECONDS)
        self.wfile.write(ANSWERS.get(address, KEPT))


class Server(socketserver.ThreadingTCPServer):
    request_queue_size = 40


@contextmanager
def serving():
    """Yields the port of a server that does as its addresses say."""
    with Server(("127.0.0.1", 0), Visit) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def report():
    """Of 40 requests in one second, each address ten times."""
    with serving() as port:
        done = subprocess.run(
            [sys.executable, "-m", "bench.load", str(port), "40", "1"],
            cwd=ROOT,
            env=os.environ,
            input=json.dumps(ADDRESSES),
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_nobody_waits_for_the_answer_of_another(report):
    middle, _slowest = report["slowest"]["slow"]

    assert middle >= SLOW_SECONDS * 1000
    # One after the other the slow ones alone would take five seconds.
    assert report["most"] < 4 * SLOW_SECONDS * 1000


def test_kept_answers_are_counted(report):
    assert report["hits"] == 10


def test_an_answer_that_is_no_success_and_one_that_is_cut_short_are_errors(report):
    assert report["errors"]["wrong: 500"] == 10
    assert sum(times for words, times in report["errors"].items() if words.startswith("cut")) == 10
    assert not [words for words in report["errors"] if words.startswith(("quick", "slow"))]
