"""Commands that are killed at any statement, and run again: as if nothing had been."""

import csv
import hashlib
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command

from fusionsite.register import kept
from imports.models import Run
from organisations.models import Organisation
from search.models import Entry
from tests.factories import make_agreement, make_page, make_theme
from tests.fusionsite.generated_registers import GeneratedRegister
from tests.fusionsite.packages import export

from .killing import killed_at_statement, moments_in
from .state import register_as_exported, wrong_in_register

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]

ROWS = 25


def quietly(name, *arguments, **options):
    return partial(call_command, name, *map(str, arguments), stdout=StringIO(), **options)


def write(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def agreements(folder):
    return write(
        folder / "agreements.csv",
        [
            {
                "key": str(number),
                "title": f"Memorandum {number} on plasma physics",
                "kind": "Memorandum of cooperation",
                "level": "government",
                "summary": "They work together.",
                "signed": "19 June 2025",
                "parties": "FIRST; lead: SECOND",
            }
            for number in range(ROWS)
        ],
    )


def articles(folder):
    return write(
        folder / "news.csv",
        [
            {
                "title": f"Magnets arrive {number}",
                "kind": "press release",
                "summary": "Coils came.",
                "body": "They came by ship.",
                "date": "19 June 2025",
                "original_url": f"https://notices.example/magnets/{number}",
                "organisations": "FIRST",
            }
            for number in range(ROWS)
        ],
    )


def organisations(folder):
    return write(
        folder / "organisations.csv",
        [
            {"name": f"Laboratory {number}", "kind": "company", "country": "GB"}
            for number in range(ROWS)
        ],
    )


@pytest.fixture
def begin_anew(tmp_path):
    """Empties the register but for two organisations, the same each time."""
    two = [
        {"name": "First laboratory", "acronym": "FIRST", "kind": "company", "country": "GB"},
        {"name": "Second laboratory", "acronym": "SECOND", "kind": "company", "country": "JP"},
    ]
    bring = quietly("import_organisations", write(tmp_path / "two.csv", two), quiet=True)

    def begin():
        call_command("flush", interactive=False, verbosity=0)
        bring()

    return begin


@pytest.mark.parametrize(
    ("command", "source"), [("import_agreements", agreements), ("import_news", articles)]
)
def test_an_import_that_was_killed_is_run_again(command, source, tmp_path, begin_anew, tally):
    faults = tally(f"kill -9 in {command}")
    begin_anew()
    job = quietly(command, source(tmp_path), quiet=True)
    moments = moments_in(job, 10)
    undisturbed = register_as_exported(tmp_path / "undisturbed")

    for number, moment in enumerate(moments):
        begin_anew()
        faults.injections += killed_at_statement(job, *moment)
        job()
        assert register_as_exported(tmp_path / str(number)) == undisturbed
        faults.look_at(wrong_in_register())

    assert faults.injections >= 8
    assert not faults.harm


def test_an_undoing_that_was_killed_is_run_again(tmp_path, begin_anew, tally):
    faults = tally("kill -9 in undo_import")
    bring = quietly("import_organisations", organisations(tmp_path), quiet=True)

    def begin():
        begin_anew()
        bring()
        return quietly("undo_import", newest_run().pk)

    moments = moments_in(begin(), 8)
    undisturbed = register_as_exported(tmp_path / "undisturbed")
    for number, moment in enumerate(moments):
        undoing = begin()
        faults.injections += killed_at_statement(undoing, *moment)
        if newest_run().state != Run.State.UNDONE:
            undoing()
        assert register_as_exported(tmp_path / str(number)) == undisturbed
        assert Organisation.objects.published().count() == 2
        faults.look_at(wrong_in_register())

    assert faults.injections >= 6
    assert not faults.harm


def newest_run():
    return Run.objects.order_by("pk").last()


def test_a_package_that_was_half_read_is_read_again_to_the_byte(tmp_path, tally):
    faults = tally("kill -9 in import_register")
    GeneratedRegister(8).fill()
    package = export(tmp_path / "package.zip")
    call_command("flush", interactive=False, verbosity=0)
    reading = quietly("import_register", package, quiet=True)
    moments = moments_in(reading, 8)
    everybody = Organisation.objects.count()
    assert export(tmp_path / "undisturbed.zip").read_bytes() == package.read_bytes()

    for number, moment in enumerate(moments):
        call_command("flush", interactive=False, verbosity=0)
        faults.injections += killed_at_statement(reading, *moment)
        assert Organisation.objects.count() in (0, everybody)
        reading()
        assert export(tmp_path / f"{number}.zip").read_bytes() == package.read_bytes()

    assert faults.injections >= len(moments) - 2


def test_visitors_have_a_whole_package_whenever_its_building_is_killed(tally):
    faults = tally("kill -9 in build_data_package")
    page = make_page()
    build = quietly("build_data_package", verbosity=0)
    moments = moments_in(build, 12)

    for number, moment in enumerate(moments):
        before = kept.current()
        make_theme(name=f"Theme of killing {number}")
        faults.injections += killed_at_statement(build, *moment)
        there = kept.current()
        if there != before:
            faults.doubled.append("A build that was killed gave a package.")
        assert hashlib.sha256(there.path.read_bytes()).hexdigest() == there.sha256
        with faults.recovery(within=5):
            build()
        assert kept.current().rows["themes"] == number + 1
        names = {path.suffix for path in kept.folder().iterdir()}
        assert names == {".zip", ".json", ".lock"}

    assert page.is_published
    assert faults.injections >= 10
    assert not faults.harm


def test_an_index_that_was_half_built_is_built_again(tally):
    faults = tally("kill -9 in rebuild_search")
    make_agreement("The pact")
    rebuild = quietly("rebuild_search", quiet=True)
    rebuild()
    whole = entries()

    Entry.objects.all().delete()
    for moment in moments_in(rebuild, 12):
        Entry.objects.all().delete()
        faults.injections += killed_at_statement(rebuild, *moment)
        rebuild()
        assert entries() == whole

    assert faults.injections >= 10


def entries():
    return sorted(Entry.objects.values_list("kind", "object_id", "digest"))
