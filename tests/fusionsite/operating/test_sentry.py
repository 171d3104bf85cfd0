"""Sentry hears what broke and where; it hears of nobody."""

import gzip
import json
import threading
import zlib
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from .production import python

BREAK = """
import sys, types
import django
from django.http import HttpResponse
django.setup()
from django.conf import settings
from django.test import Client
from django.urls import path

def broken(request, key):
    word = "hunter2hunter2"
    raise ValueError(f"{word} of {request.POST['email']}")

def away(request):
    raise OSError("The pump of 203.0.113.9 is away.")

pages = types.ModuleType("pages")
pages.urlpatterns = [path("broken/<int:key>/", broken), path("away/", away)]
pages.handler500 = lambda request: HttpResponse(status=500)
sys.modules["pages"] = pages
settings.ROOT_URLCONF = "pages"
settings.MIDDLEWARE = ["fusionsite.operating.errands.numbered_requests"]
client = Client(raise_request_exception=False, headers={
    "host": "register.example", "authorization": "Bearer hunter2hunter2",
    "user-agent": "ada.lovelace", "referer": "https://x.example/hunter2hunter2"})
client.cookies["sessionid"] = "hunter2hunter2"
sent = {"email": "ada@example.org", "password": "hunter2hunter2"}
answers = [
    client.post("/broken/7/?q=hunter2hunter2", sent, REMOTE_ADDR="203.0.113.9", secure=True),
    client.get("/away/", secure=True),
]
print(*(answer.headers["X-Request-ID"] for answer in answers))
import sentry_sdk
sentry_sdk.flush(10)
"""
SECRETS = ["hunter2", "lovelace", "ada@", "203.0.113", "sessionid", "register.example", "cookie"]
UNPACK = {"gzip": gzip.decompress, "deflate": zlib.decompress, None: bytes}


@pytest.fixture
def sentry():
    """A server that keeps what it is told."""
    heard = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers["Content-Encoding"] == "br":
                import brotli

                body = brotli.decompress(body)
            else:
                body = UNPACK[self.headers["Content-Encoding"]](body)
            heard.append(body.decode())
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *arguments):
            pass

    with HTTPServer(("127.0.0.1", 0), Ear) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        server.heard = heard
        yield server
        server.shutdown()
        thread.join()


def events_of(envelope):
    documents = [json.loads(line) for line in envelope.splitlines() if line]
    return [document for document in documents if "exception" in document]


def test_sentry_hears_what_broke_and_of_nobody(sentry, tmp_path):
    said = python(
        "-c",
        BREAK,
        SENTRY_DSN=f"http://key@127.0.0.1:{sentry.server_port}/1",
        DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3",
    )
    told = [event for envelope in sentry.heard for event in events_of(envelope)]

    assert said.returncode == 0, said.stderr
    assert len(told) == 2
    broken, away = told
    assert [value["type"] for value in broken["exception"]["values"]] == ["ValueError"]
    assert broken["exception"]["values"][0]["stacktrace"]["frames"][-1]["function"] == "broken"
    assert [event["tags"]["request"] for event in told] == said.stdout.split()
    assert away["exception"]["values"][0]["value"] == "The pump of … is away."
    everything = "".join(sentry.heard).lower()
    assert [secret for secret in SECRETS if secret in everything] == []
    assert '"vars"' not in everything
