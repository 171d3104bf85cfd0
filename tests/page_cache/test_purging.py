"""The cache of another is told over a real connection of what changed here."""

import json
import logging
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from page_cache import purging
from tests.factories import make_theme


@pytest.fixture
def told(settings):
    """What a cache was told: (path, headers, body) of each message; `answers`: its statuses."""
    found, answers = [], []

    class Told(list):
        pass

    class Cache(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.append((self.path, dict(self.headers), json.loads(body)))
            self.send_response(answers.pop() if answers else 200)
            self.end_headers()

        def log_message(self, *args):
            """Nothing: the test looks at what was told."""

    server = HTTPServer(("127.0.0.1", 0), Cache)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.PURGE_URL = f"http://127.0.0.1:{server.server_port}/purge"
    settings.PURGE_TOKEN = "a-secret-word"
    found = Told()
    found.answers = answers
    yield found
    purging.purger.wait()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.django_db(transaction=True)
def test_after_a_public_change_a_cache_in_front_is_told_to_drop_everything(kept, told):
    with transaction.atomic():
        make_theme(published=False)
        purging.purger.wait()
        assert told == []
    purging.purger.wait()
    [(path, headers, body)] = told
    assert (path, body) == ("/purge", {"everything": True})
    assert headers["Authorization"] == "Bearer a-secret-word"


def test_a_command_tells_it_too_and_what_comes_meanwhile_goes_together(told, settings, tmp_path):
    settings.PAGE_CACHE_ROOT = tmp_path
    for _time in range(20):
        call_command("clear_page_cache", stdout=StringIO())
    purging.purger.wait()
    assert 1 <= len(told) < 20


def test_a_cache_that_fails_is_logged_without_its_secret(told, settings, caplog):
    told.answers.append(500)
    purging.purge()
    purging.purger.wait()
    settings.PURGE_URL = "http://127.0.0.1:9/a-secret-path"
    purging.purge()
    purging.purger.wait()
    errors = [r.getMessage() for r in caplog.records if r.levelno == logging.ERROR]
    assert len(errors) == 2
    assert "secret" not in " ".join(errors)


def test_nobody_waits_for_a_cache_that_does_not_answer(settings, monkeypatch, caplog):
    monkeypatch.setattr(purging, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.PURGE_URL = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        begun = time.monotonic()
        purging.purge()
        assert time.monotonic() - begun < 0.2
        purging.purger.wait()
        assert time.monotonic() - begun < 2
    assert "Timeout" in caplog.text
