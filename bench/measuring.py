"""Runs a command and says how long it took and how much memory it held."""

import json
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from .processes import Process

ROOT = Path(__file__).resolve().parents[1]
BETWEEN_LOOKS = 0.1


class Failed(Exception):
    """The command did not end as it should; the message holds what it said."""


@dataclass(frozen=True)
class Measured:
    """`megabytes`: the most that was its own, without files that it maps."""

    seconds: float
    megabytes: float
    said: str


def run(*command, environment, endings=(0,)):
    """Measure one process by itself, however many ran before. Raises Failed."""
    with tempfile.TemporaryFile() as output:
        begin = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)  # noqa: S603
        with watched(process.pid) as seen:
            process.wait()
        seconds = time.perf_counter() - begin
        output.seek(0)
        said = output.read().decode(errors="replace")
    if process.returncode not in endings:
        raise Failed(f"{' '.join(command)} ended with {process.returncode}:\n{said[-2000:]}")
    return Measured(seconds, max(seen), said)


@contextmanager
def watched(pid):
    """Megabytes that the process has for its own, from time to time: the kernel keeps no maximum
    that leaves out a mapped file."""
    seen, ended = [0], Event()

    def look():
        while not ended.wait(BETWEEN_LOOKS):
            seen.append(Process(pid).own_mb())

    looking = Thread(target=look)
    looking.start()
    try:
        yield seen
    finally:
        ended.set()
        looking.join()


def python(*arguments, **options):
    return run(sys.executable, *arguments, **options)


def manage(*arguments, **options):
    return python("manage.py", *arguments, **options)


def prepared(*arguments, environment):
    """What bench.preparing prints in the end."""
    said = python("-m", "bench.preparing", *map(str, arguments), environment=environment).said
    return json.loads(said.splitlines()[-1])
