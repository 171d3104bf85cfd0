"""Runs a command and says how long it took and how much memory it held."""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# ru_maxrss counts kilobytes on Linux, bytes on macOS.
MEGABYTE = 1024 * 1024 if sys.platform == "darwin" else 1024


class Failed(Exception):
    """The command did not end as it should; the message holds what it said."""


@dataclass(frozen=True)
class Measured:
    seconds: float
    megabytes: float
    said: str


def run(*command, environment, endings=(0,)):
    """Measure one process by itself, however many ran before. Raises Failed."""
    with tempfile.TemporaryFile() as output:
        begin = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)  # noqa: S603
        _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode(errors="replace")
    if process.returncode not in endings:
        raise Failed(f"{' '.join(command)} ended with {process.returncode}:\n{said[-2000:]}")
    return Measured(seconds, usage.ru_maxrss / MEGABYTE, said)


def python(*arguments, **options):
    return run(sys.executable, *arguments, **options)


def manage(*arguments, **options):
    return python("manage.py", *arguments, **options)


def prepared(*arguments, environment):
    """What bench.preparing prints in the end."""
    said = python("-m", "bench.preparing", *map(str, arguments), environment=environment).said
    return json.loads(said.splitlines()[-1])
