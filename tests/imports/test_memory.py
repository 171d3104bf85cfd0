"""How much an import holds of the rows that it has written."""

import csv
import tracemalloc
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import call_command

from agreements.models import Agreement
from imports import command, deciding, running
from tests.factories import make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

BATCH, BATCHES, MOST_BYTES_A_ROW = 50, 6, 1500


@pytest.fixture
def held(monkeypatch):
    """The bytes that Python holds after each batch that was written."""
    for module in (deciding, running):
        monkeypatch.setattr(module, "BATCH", BATCH)
    found = []

    @contextmanager
    def progress(words, total):
        yield lambda count: total and found.append(tracemalloc.get_traced_memory()[0])

    monkeypatch.setattr(command, "progress_on", lambda stream: progress)
    return found


@pytest.fixture
def table(tmp_path):
    """One agreement a row, each with a source of its own."""
    path = tmp_path / "agreements.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        columns = ["title", "kind", "level", "summary", "signed", "parties", "source_url"]
        writer.writerow(columns)
        for n in range(BATCH * BATCHES):
            words = [f"Agreement {n} on magnets", "agreement", "mixed", f"They share {n} coils."]
            parties, page = "UKAEA; General Atomics", f"https://notices.example/{n}"
            writer.writerow([*words, "2020", parties, page])
    return path


def test_rows_that_were_written_are_let_go_of_before_the_commit(held, table):
    for name in ("UKAEA", "General Atomics"):
        make_organisation(name)
    tracemalloc.start()
    try:
        call_command("import_agreements", str(table), stdout=StringIO())
    finally:
        tracemalloc.stop()

    assert Agreement.objects.count() == BATCH * BATCHES
    # What is read once has been read with the first two batches.
    grown = (held[-1] - held[1]) / (BATCH * (BATCHES - 2))
    assert grown < MOST_BYTES_A_ROW, held
