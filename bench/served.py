"""The register served by deploy/serve, at a port of this machine, with what its processes cost."""

import os
import signal
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .asking import ask
from .measuring import ROOT, Failed
from .processes import Process

SERVE = Path("deploy") / "serve"
APPLICATION = "fusionsite.wsgi:application"
# Requests at once.
WARMING = 4
# A large register is read as a whole by the first request that wants its lists.
SECONDS_TO_WARM = 600
SECONDS_TO_START, SECONDS_TO_END = 90, 90


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def workers(self):
        return Process(self.pid).children()

    def processor_ms(self):
        """Of all workers since they began."""
        return sum(worker.processor_ms() for worker in self.workers())

    def warm(self, address):
        """Ask until no worker is new to it: several at once, so that none is left out."""
        with ThreadPoolExecutor(WARMING) as pool:
            asked = [
                pool.submit(ask, self.port, address, seconds=SECONDS_TO_WARM)
                for _time in range(WARMING * 2)
            ]
            return [each.result() for each in asked]


@contextmanager
def served(environment, application=APPLICATION, **more):
    """Yields a Server, from the first answer on. `more`: settings that differ. Raises Failed.

    The options of granian are those of deploy/serve, whatever is served.
    """
    port = free_port()
    script = (ROOT / SERVE).read_text(encoding="utf-8").replace(APPLICATION, application)
    process = subprocess.Popen(  # noqa: S603 - the script of this repository
        ["/bin/sh", "-c", script, str(SERVE), f"127.0.0.1:{port}"],
        cwd=ROOT,
        env=environment | more,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        yield Server(port, process.pid)
    finally:
        end(process)


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for(port, process):
    until = time.monotonic() + SECONDS_TO_START
    while wait_for_port(port, process) and time.monotonic() < until:
        try:
            if ask(port, "/healthz").status == 200:
                return
        except Failed:
            time.sleep(0.1)
    raise Failed("The server did not start: try deploy/serve with the same environment.")


def wait_for_port(port, process):
    """Whether the process listens there before its time is over."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as found:
            if found.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.05)
    return False


def end(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        for worker in Process(process.pid).children():
            os.kill(worker.pid, signal.SIGKILL)
        process.kill()
        process.wait()
