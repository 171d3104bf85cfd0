"""A run of several parts, and the bench as a whole in its smallest sort."""

import os
import re
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

from bench import results, running
from bench.editing import Form, multipart
from bench.figures import Figure, Table
from bench.options import Options, full_parser, read
from bench.parts import PARTS
from bench.parts.mixed import growth_of
from tests.test_repository import ROOT


def part(measure):
    return SimpleNamespace(TITLE=measure.__name__, MINUTES=1, measure=measure)


def test_a_part_that_fails_is_told_and_keeps_what_it_found_before(capsys):
    def breaking(bench):
        yield Table("SQLite", [Figure("ms", 5, most=10)])
        raise ZeroDivisionError("nothing to divide")

    def going_on(bench):
        yield Table("SQLite", [Figure("share", 0.5, least=0.45)])

    found, bench = results.Results(), SimpleNamespace(options=Options(parts=()))
    for each in (breaking, going_on):
        running.measure(part(each), bench, found)

    said = capsys.readouterr().out
    assert "This part failed:" in said
    assert "nothing to divide" in said
    assert "| share | 0.50 | at least 0.45 | ✓ |" in said
    assert list(found.failed) == ["breaking"]
    assert [figure.what for _title, _table, figure in found.promised()] == ["ms", "share"]


def options_of(*words):
    return read(words, full_parser("bench", "", list(PARTS)))


def test_without_options_all_is_measured_in_registers_up_to_a_hundred_thousand():
    usual = options_of()

    assert usual.parts == tuple(PARTS)
    assert (usual.small, usual.middle, usual.large) == (1_000, 20_000, 100_000)
    assert usual.databases == ("PostgreSQL", "SQLite")


def test_parts_come_in_the_order_of_their_weight_however_they_are_named():
    chosen = options_of("--only", "imports", "--only", "cached", "--sizes", "300", "60", "300")

    assert chosen.parts == ("cached", "imports")
    assert chosen.sizes == (60, 300)


def test_memory_is_flat_when_the_last_third_is_as_the_second():
    assert growth_of([50, 90, 100, 100, 100, 100]) == 1
    assert growth_of([50, 90, 100, 100, 110, 110]) == pytest.approx(1.1)


def test_a_form_is_sent_as_it_was_read_but_for_what_was_changed():
    fields = [("title", "Old"), ("themes", "1"), ("themes", "2")]
    form = Form("/admin/", fields, "token", None)

    kind, body = multipart(form.changed(title="New “title”", _save="1"))

    boundary = kind.removeprefix("multipart/form-data; boundary=")
    assert re.findall(r'name="(\w+)"\r\n\r\n(.*)\r\n', body.decode()) == [
        ("themes", "1"),
        ("themes", "2"),
        ("title", "New “title”"),
        ("_save", "1"),
    ]
    assert body.endswith(f"--{boundary}--\r\n".encode())


@pytest.mark.drill
@pytest.mark.parametrize(
    ("size", "parts"),
    [
        (60, ("cached", "uncached")),
        (60, ("largest", "mixed")),
        (300, ("imports", "downloads", "restores")),
    ],
)
def test_the_bench_runs_in_its_smallest_sort(size, parts, tmp_path):
    """Its figures say nothing here, so that promises may be broken; no part may fail."""
    parts = [part for part in parts if part != "cached" or shutil.which("wrk")]
    words = ["--quick", "--database", "SQLite", "--sizes", str(size), "--write", str(tmp_path)]
    command = [sys.executable, "-m", "bench", *words, *(w for p in parts for w in ("--only", p))]
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.returncode in (0, 1), done.stdout + done.stderr
    text = (tmp_path / results.RESULTS).read_text()
    assert "This part failed" not in text, done.stdout
    assert all(f"## {PARTS[name].TITLE}\n" in text for name in parts)
    if "mixed" in parts:
        assert "| errors | 0.00 | at most 0 | ✓ |" in text, text
        assert not re.search(r"\| (publications|imports) \| 0.00 ", text)
    elif "uncached" in parts:
        assert len(results.baseline(tmp_path)) >= 9
