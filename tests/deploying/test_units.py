"""The units of systemd, and the settings that they read, agree with the code and the docs."""

import re
import shlex
import shutil
import subprocess

import pytest
from django.conf import settings

from fusionsite.timetable import TIMETABLE

from .guide import ROOT
from .units import hardening, settings_of, unit_names, unit_text

SPANS = {"s": 1, "min": 60, "h": 3600}


@pytest.mark.parametrize("entry", TIMETABLE, ids=lambda entry: entry.name)
def test_each_entry_of_the_timetable_has_a_timer_that_starts_it(entry):
    timer = settings_of(f"register-{entry.name}.timer")

    assert timer["Unit"] == [f"register-timetable@{entry.name}.service"]
    if entry.at:
        assert timer["OnCalendar"] == [f"*-*-* {entry.at:%H:%M:%S}"]
        assert timer["Persistent"] == ["true"]
    else:
        number, unit = re.fullmatch(r"(\d+)(\w+)", timer["OnUnitInactiveSec"][0]).groups()
        assert int(number) * SPANS[unit] == entry.every.total_seconds()


def test_there_is_no_timer_without_an_entry():
    timers = {name for name in unit_names() if name.endswith(".timer")}

    assert timers == {f"register-{entry.name}.timer" for entry in TIMETABLE}


def test_the_operators_read_what_runs_how_often():
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    table = page.partition("\n## What runs by the clock\n")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| ([a-z0-9: ]+) \| (`\w+.*?) \|$", table, re.MULTILINE))

    told = {when: re.findall(r"`([^`]+)`", commands) for when, commands in rows.items()}

    assert told == {
        when_of(entry): [as_written(words) for words in entry.commands] for entry in TIMETABLE
    }


def as_written(words):
    return shlex.join(words).replace(str(settings.BACKUP_ROOT), "BACKUP_ROOT")


def when_of(entry):
    if entry.at:
        return f"every night at {entry.at:%H:%M}"
    seconds = int(entry.every.total_seconds())
    spans = [(3600, "hour"), (60, "minute"), (1, "second")]
    size, word = next(span for span in spans if seconds % span[0] == 0)
    return f"every {word}" if seconds == size else f"every {seconds // size} {word}s"


def test_both_units_keep_the_register_as_small_a_world():
    assert hardening("register.service") == hardening("register-timetable@.service")
    assert len(hardening("register.service")) > 20


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="There is no systemd here.")
def test_systemd_can_read_the_units(tmp_path):
    """With the commands where they will be: a copy names those of this machine instead."""
    for name in unit_names():
        text = re.sub(r"(?<=[=+])/(?:srv|usr|bin)/\S+", "/bin/true", unit_text(name))
        (tmp_path / name).write_text(text)
    names = [name.replace("@", "@night") for name in unit_names()]
    (tmp_path / "register-timetable@night.service").write_text(
        (tmp_path / "register-timetable@.service").read_text()
    )

    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(tmp_path / name for name in names)],
        capture_output=True,
        text=True,
    )

    assert (said.returncode, said.stderr) == (0, "")


def test_the_example_of_the_settings_names_settings_alone():
    text = (ROOT / "deploy" / "environment.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE))
    table = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")

    assert named <= set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE))
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DEFAULT_FROM_EMAIL"} <= named
    assert not re.search(r"^\w+=.*['\" $\\]", text, re.MULTILINE)
