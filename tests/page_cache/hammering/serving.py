"""The register served as in production, from the database of the test."""

import os
import secrets
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parents[3]
SECONDS_TO_START = 180


def database_url():
    """That of the database which the tests have."""
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{own['NAME']}"
    user, host = quote(own["USER"]), quote(own["HOST"], safe="")
    password = f":{quote(own['PASSWORD'])}" if own["PASSWORD"] else ""
    port = f":{own['PORT']}" if own["PORT"] else ""
    return f"postgres://{user}{password}@{host}{port}/{own['NAME']}"


def environment(folder, **more):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "tests.page_cache.hammering.settings",
        "DATABASE_URL": database_url(),
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        "EMAIL_URL": "console://",
        "DEFAULT_FROM_EMAIL": "register@register.example",
        "SECURE_SSL_REDIRECT": "0",
        "PAGE_CACHE_ROOT": str(folder / "page-cache"),
        "MEDIA_ROOT": str(folder / "media"),
        "PACKAGE_ROOT": str(folder / "package"),
        **more,
    }


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def served(folder, workers, **more):
    """Yields (port, environment); the server ends with the block."""
    port, variables = free_port(), environment(folder, **more)
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(workers)),
        *("--blocking-threads", "4", "--host", "127.0.0.1", "--port", str(port), "--no-ws"),
        *("--respawn-failed-workers", "fusionsite.wsgi:application"),
    ]
    with open(folder / f"server-{port}.log", "wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=log, stderr=log)
        try:
            wait_for(port, server)
            yield port, variables
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def wait_for(port, server):
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/robots.txt")
            if connection.getresponse().read():
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("The server did not start.")


def begin(module, *arguments, environment):
    """A process that runs a module beside this one."""
    command = [sys.executable, "-m", f"tests.page_cache.hammering.{module}", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, env=environment)
