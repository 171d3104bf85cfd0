"""Each bomb gets a sentence, within a time and a memory that are measured."""

import json
import subprocess
import sys

import pytest

from .floors import ROOT

pytestmark = pytest.mark.drill
MOST_MEGABYTES = 150
MOST_SECONDS = 5
HARMLESS = {
    "rows at 1 and 1,048,576": "Read: 1 rows.",
}


def test_every_bomb_is_refused_with_a_sentence_before_it_goes_off(counted):
    command = [sys.executable, "-m", "tests.security.bombs"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(reports) >= 30
    for report in reports:
        assert report["said"].endswith("."), report
        assert not report["said"].startswith(("DIED", "FELL OVER")), report
        expected = HARMLESS.get(report["name"])
        assert expected == report["said"] if expected else "Read" not in report["said"], report
        assert report["grown"] <= MOST_MEGABYTES, report
        assert report["seconds"] <= MOST_SECONDS, report
    counted("bombs refused with a sentence", len(reports) - len(HARMLESS))
    counted("megabytes at most for one of them", max(report["grown"] for report in reports))
