"""The register as it is served in production: granian, two workers, settings without DEBUG."""

import os
import signal
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from django.conf import settings
from django.db import connection

from .crashing import free_port

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
# Much longer than a start takes: the machine may be busy with other tests.
STARTING_SECONDS = 180
# Of the local trial, or of whoever runs the tests.
NOT_HANDED_ON = {"DEBUG", "DATABASE_URL", "CACHE_URL", "MEDIA_ROOT", "PACKAGE_ROOT"}
COMMAND = [
    *(sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(WORKERS)),
    *("--blocking-threads", "4", "--host", "127.0.0.1", "--no-ws"),
    *("--respawn-failed-workers", "--respawn-interval", "0.5"),
]


def database_address():
    """That of the database that the test itself uses."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    host = database["HOST"].replace("/", "%2F")
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgres://{database['USER']}@{host}{port}/{database['NAME']}"


def environment(**others):
    """What a process of the register needs: the files and the database of the test."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_HANDED_ON}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "tests.faults.production",
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        "EMAIL_URL": "console://",
        "DEFAULT_FROM_EMAIL": "register@register.example",
        "SECURE_SSL_REDIRECT": "0",
        "DATABASE_URL": database_address(),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "PACKAGE_ROOT": str(settings.PACKAGE_ROOT),
        "PAGE_CACHE_ROOT": str(Path(settings.MEDIA_ROOT).parent / "page-cache"),
        "API_REQUESTS_A_MINUTE": "0",
        **others,
    }


def manage(*arguments, seconds=60, **others):
    """A command as the operator or a timer runs it: what it said, and its exit code."""
    command = [sys.executable, "manage.py", *map(str, arguments)]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment(**others),
        capture_output=True,
        text=True,
        timeout=seconds,
    )


def unseen():
    """The address of a list that nobody has asked for, so that no cache can have its page."""
    return f"/agreements/?q=pact-{uuid.uuid4().hex}"


class Service:
    def __init__(self, folder, **others):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "service.log"
        command = [*COMMAND, "--port", str(self.port), "fusionsite.wsgi:application"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(**others),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def get(self, path="/", seconds=30):
        return httpx.get(f"{self.address}{path}", timeout=seconds)

    def wait_until_it_serves(self, seconds=STARTING_SECONDS):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with suppress(httpx.HTTPError):
                if self.get(unseen(), until - time.monotonic()).status_code == 200:
                    return
            time.sleep(0.05)
        raise AssertionError(f"No page in {seconds} s. {self.said()}")

    def said(self):
        return self.log.read_text(errors="replace")[-4000:]

    def workers(self):
        """The processes that answer; the first one only looks after them."""
        first = self.process.pid
        return [
            int(pid) for pid in Path(f"/proc/{first}/task/{first}/children").read_text().split()
        ]

    def wait_for_workers(self, number, seconds=STARTING_SECONDS):
        """Until so many have begun to answer since the start, counted with those that are gone."""
        until = time.monotonic() + seconds
        while self.log.read_text(errors="replace").count("Started worker-") < number:
            assert time.monotonic() < until, self.said()
            time.sleep(0.05)

    def stop(self):
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def service(folder, **others):
    """Stopped with all its processes, whatever happens to the test."""
    serving = Service(folder, **others)
    try:
        serving.wait_until_it_serves()
        yield serving
    finally:
        serving.stop()
