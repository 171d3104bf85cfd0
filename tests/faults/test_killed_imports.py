"""Imports that are killed at any moment, or begun several times at once."""

import csv
import os
import random
import signal
import time
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command

from imports.command import INTERRUPTED
from imports.models import Run
from organisations.models import Organisation
from publishing.models import Version

from .killing import ended, in_another_process, killed_after
from .state import register_as_exported, wrong_in_register

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]

ROWS = 150
# Some imports are done before they are killed.
KILLS, MOST_ATTEMPTS = 15, 60
SECONDS_BACK = 5
NAMES = ["name", "kind", "country", "parent", "aliases", "source_url", "source_title"]


@pytest.fixture
def table(tmp_path):
    """Laboratories, half of them part of another one, which may stand below."""
    path = tmp_path / "laboratories.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, NAMES)
        writer.writeheader()
        for n in range(ROWS):
            parent = (n * 7 + 3) % ROWS
            writer.writerow(
                {
                    "name": f"Laboratory {n} of plasma physics",
                    "kind": "research_organisation",
                    "country": "GB",
                    "parent": f"Laboratory {parent} of plasma physics" if n < parent else "",
                    "aliases": f"Plasma house {n}; PL{n}",
                    "source_url": "https://laboratories.example/list",
                    "source_title": "List of laboratories",
                }
            )
    return path


def bring_in(table, **options):
    call_command("import_organisations", str(table), stdout=StringIO(), quiet=True, **options)


@pytest.mark.parametrize("batch", [0, 20])
def test_a_killed_import_and_a_second_one_end_as_one_that_was_left_alone(
    batch, table, tmp_path, tally
):
    faults = tally(f"kill -9 in import_organisations, batches of {batch or ROWS}")
    began = time.monotonic()
    assert ended(in_another_process(lambda: bring_in(table, batch=batch))) == 0
    took = time.monotonic() - began
    undisturbed = register_as_exported(tmp_path / "undisturbed")
    assert Organisation.objects.published().count() == ROWS
    chance = random.Random(1)  # noqa: S311 - repeatable on purpose

    for attempt in range(MOST_ATTEMPTS):
        call_command("flush", interactive=False, verbosity=0)
        bringing = partial(bring_in, table, batch=batch)
        faults.injections += killed_after(bringing, took * chance.random())
        left = Organisation.objects.count()
        assert left % (batch or ROWS) in (0, ROWS % (batch or ROWS))
        with faults.recovery(within=took + SECONDS_BACK):
            bringing()
        assert register_as_exported(tmp_path / str(attempt)) == undisturbed
        if faults.injections == KILLS:
            break
    faults.look_at(wrong_in_register())

    assert faults.injections == KILLS
    assert not faults.harm


@pytest.mark.parametrize("batch", [0, 20])
def test_an_import_that_is_interrupted_leaves_whole_batches(batch, table):
    began = time.monotonic()
    bring_in(table, batch=batch)
    took = time.monotonic() - began
    call_command("flush", interactive=False, verbosity=0)
    child = in_another_process(lambda: bring_in(table, batch=batch))
    time.sleep(took * 0.6)

    os.kill(child, signal.SIGINT)

    assert ended(child) in (0, INTERRUPTED)
    assert Organisation.objects.count() % (batch or ROWS) in (0, ROWS % (batch or ROWS))
    bring_in(table, batch=batch)
    assert Organisation.objects.published().count() == ROWS


def test_of_four_imports_at_once_one_works_and_three_are_told_to_wait(table):
    def begin():
        bring_in(table)

    children = [in_another_process(begin) for _time in range(4)]

    # Whoever comes when the first has ended finds nothing left to do.
    assert {ended(child) for child in children} <= {0, 2}
    assert Organisation.objects.published().count() == ROWS
    assert Version.objects.filter(number=1).count() == ROWS
    assert Run.objects.filter(tally={"created": ROWS}).count() == 1


def test_of_four_imports_that_wait_one_creates_and_three_find_all_done(table):
    children = [in_another_process(lambda: bring_in(table, wait=True)) for _time in range(4)]

    assert [ended(child) for child in children] == [0, 0, 0, 0]
    tallies = sorted(Run.objects.values_list("tally", flat=True), key=str)
    assert tallies == [{"created": ROWS}, *[{"unchanged": ROWS}] * 3]
