"""The register in a process of its own, as production serves it, with the database of the tests."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection, connections

from tests.fusionsite.test_environment import PRODUCTION

ROOT = Path(__file__).resolve().parents[2]
GRANIAN = (sys.executable, "-m", "granian")
START_SECONDS = 60


def database_url():
    """Of the database that the tests have made."""
    settings = connection.settings_dict
    if settings["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{settings['NAME']}"
    user, host = quote(settings["USER"], safe=""), quote(settings["HOST"], safe="")
    return f"postgres://{user}@{host}/{settings['NAME']}"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(folder, **variables):
    """Start a server; yield its port; stop it. `folder`: where it keeps files and says things."""
    connections.close_all()
    port = free_port()
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        **PRODUCTION,
        # No static file is asked for here; a server that gives them wants them gathered first.
        "DJANGO_SETTINGS_MODULE": "tests.faults.production",
        "DATABASE_URL": database_url(),
        "MEDIA_ROOT": str(folder / "media"),
        "PACKAGE_ROOT": str(folder / "package"),
        "PAGE_CACHE_ROOT": str(folder / "page-cache"),
        "BEHIND_PROXY": "1",
        **variables,
    }
    command = [*GRANIAN, "--interface", "wsgi", "--port", str(port), "fusionsite.wsgi:application"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            wait_for(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_for(port, server):
    deadline = time.monotonic() + START_SECONDS
    while not answers(port):
        assert server.poll() is None, "the server ended"
        assert time.monotonic() < deadline, "the server did not begin"
        time.sleep(0.2)


def answers(port):
    """Whether the server still gives a small file."""
    asked = f"GET /robots.txt HTTP/1.1\r\nHost: {PRODUCTION['ALLOWED_HOSTS']}\r\n"
    asked += "X-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
    return exchanged(port, asked.encode(), seconds=10).startswith(b"HTTP/1.1 200")


def exchanged(port, sent, *, seconds=0.5, pieces=1):
    """What comes back until the server is silent or hangs up."""
    received = b""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=seconds) as wire:
            size = max(1, len(sent) // pieces)
            for start in range(0, len(sent), size):
                wire.sendall(sent[start : start + size])
            while piece := wire.recv(65536):
                received += piece
    except OSError:
        pass
    return received


def begun(port):
    """A connection with the first half of a request."""
    wire = socket.create_connection(("127.0.0.1", port), timeout=5)
    wire.sendall(b"GET / HTTP/1.1\r\nHost: ")
    return wire
