"""The server of production on the database of a test, and visitors who never stop."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from .production import environment

STARTS_WITHIN = 120


def database_url():
    """Where a process finds the database of this test."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    host, port = quote(settings["HOST"], safe=""), settings["PORT"]
    place = f"{settings['USER']}:{quote(settings['PASSWORD'])}@{host}{f':{port}' if port else ''}"
    return f"postgres://{place}/{settings['NAME']}"


class Line(http.client.HTTPConnection):
    """A connection to the socket that the proxy in front would have."""

    def __init__(self, path, timeout):
        super().__init__("127.0.0.1", timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.path))


class Site:
    def __init__(self, path, process):
        self.path, self.process = path, process

    def workers(self):
        """The numbers of the processes that answer."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return {child for child in children if "spawn_main" in command_of(child)}

    def reload(self):
        """Until no worker is left that was there before."""
        before = self.workers()
        self.process.send_signal(signal.SIGHUP)
        wait_until(lambda: len(self.workers()) == len(before) and not self.workers() & before)

    def get(self, address, timeout=30):
        with closing(Line(self.path, timeout)) as line:
            line.request("GET", address, headers={"Connection": "close"})
            answer = line.getresponse()
            answer.read()
            return answer.status


def command_of(pid):
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text()
    return ""


def wait_until(condition, seconds=STARTS_WITHIN):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"Waited {seconds} seconds in vain.")
        time.sleep(0.05)


@contextmanager
def served(path, workers=2, **variables):
    """All workers take from one socket, which is there while one begins anew."""
    granian = Path(sys.executable).parent / "granian"
    command = [granian, "--interface", "wsgi", "--workers", str(workers), "--blocking-threads", "4"]
    command += ["--uds", path, "--no-ws", "--respawn-failed-workers"]
    process = subprocess.Popen(
        [*command, "fusionsite.wsgi:application"],
        env=environment(ALLOWED_HOSTS="127.0.0.1", SECURE_SSL_REDIRECT="0", **variables),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    site = Site(path, process)
    try:
        wait_until(lambda: is_ready(site))
        yield site
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def is_ready(site):
    if site.process.poll() is not None:
        raise AssertionError(f"The server ended with {site.process.returncode}.")
    with suppress(OSError, http.client.HTTPException):
        return site.get("/readyz") == 200
    return False


class Visitors:
    """Threads that ask one after another; what was not answered with 200 is kept."""

    def __init__(self, site, addresses, number=3):
        self.site, self.addresses = site, addresses
        self.answered, self.failures, self.slowest = 0, [], 0
        self.done, self.lock = threading.Event(), threading.Lock()
        self.threads = [threading.Thread(target=self.go_on) for _ in range(number)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *exception):
        self.done.set()
        for thread in self.threads:
            thread.join()

    def wait_for_more(self, number):
        enough = self.answered + number
        wait_until(lambda: self.answered >= enough)

    def go_on(self):
        turn = 0
        while not self.done.is_set():
            address = self.addresses[turn % len(self.addresses)]
            turn += 1
            began = time.monotonic()
            try:
                status = self.site.get(address)
            except (OSError, http.client.HTTPException) as error:
                status = repr(error)
            with self.lock:
                self.answered += 1
                self.slowest = max(self.slowest, time.monotonic() - began)
                if status != 200:
                    self.failures.append((address, status))
