"""How many requests a second a server answers, asked by wrk: https://github.com/wg/wrk"""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .measuring import Failed

CYCLE = Path(__file__).parent / "cycle.lua"
CONNECTIONS, THREADS = 16, 2
RATE = re.compile(r"^Requests/sec:\s+([\d.]+)", re.MULTILINE)
ANSWERS = re.compile(r"^\s+(\d+) requests in ", re.MULTILINE)
REFUSED = re.compile(r"^\s+Non-2xx or 3xx responses: (\d+)", re.MULTILINE)
BROKEN = re.compile(r"^\s+Socket errors: (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Rush:
    """`failures`: answers of another status than 2xx and 3xx, and broken connections."""

    a_second: float
    answers: int
    failures: int


def is_here():
    return shutil.which("wrk") is not None


def rush(port, addresses, seconds, headers):
    """`addresses`: a file as bench/cycle.lua reads it. Raises Failed."""
    command = [
        *("wrk", "-t", str(THREADS), "-c", str(CONNECTIONS), "-d", f"{seconds}s"),
        *("--timeout", "10s", "-s", str(CYCLE), f"http://127.0.0.1:{port}", "--", str(addresses)),
        *(word for header in headers.items() for word in header),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Failed(f"wrk ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return read(done.stdout)


def read(said):
    """What wrk prints at its end."""
    rate, answers = RATE.search(said), ANSWERS.search(said)
    if not (rate and answers):
        raise Failed(f"wrk printed no rate:\n{said}")
    return Rush(float(rate[1]), int(answers[1]), failures_in(said))


def failures_in(said):
    refused, broken = REFUSED.search(said), BROKEN.search(said)
    numbers = re.findall(r"\d+", broken[1]) if broken else []
    return sum(map(int, [refused[1] if refused else 0, *numbers]))
