"""Packages for the tests of the register: exported, damaged, read in."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from agreements.models import Agreement
from agreements.models.children import Link
from news.models import Article
from organisations.models import Membership, Merge, Organisation
from publishing.models import (
    Change,
    Citation,
    IdentifierCounter,
    Page,
    Redirect,
    Source,
    Step,
    Version,
)
from themes.models import Theme

HISTORY = ("versions", "changes", "redirects", "taken_back", "merged_organisations")


def export(path):
    call_command("export_register", str(path), quiet=True)
    return path


def read_in(path, **options):
    """The last line that the command prints: its tally."""
    out = StringIO()
    call_command("import_register", str(path), stdout=out, **options)
    return out.getvalue().strip().splitlines()[-1] if out.getvalue() else ""


def refusal_of(path, code=1, **options):
    with pytest.raises(CommandError) as refusal:
        read_in(path, **options)
    assert refusal.value.returncode == code
    return str(refusal.value)


def refusal_of_export(path):
    with pytest.raises(CommandError) as refusal:
        export(path)
    return str(refusal.value)


def content_of(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def without_history(folder):
    for name in HISTORY:
        (folder / f"{name}.csv").unlink()
    return folder


def rows_of(folder, table):
    with (folder / f"{table}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def rewrite(folder, table, change):
    """`change` gets the rows and alters them in place."""
    rows = rows_of(folder, table)
    names = list(rows[0])
    change(rows)
    with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def put(folder, table, column, value, row=0):
    rewrite(folder, table, lambda rows: rows[row].update({column: value}))


STARTER = Path(__file__).resolve().parents[2] / "data" / "starter"


def empty_register():
    """As a new database is: even the counters begin again."""
    # The manager of steps deletes none.
    QuerySet(Step).delete()
    for model in (Change, Redirect, Citation, Link, Membership):
        model.objects.all().delete()
    Version.objects.update(base=None)
    Merge.objects.all().delete()
    Organisation.objects.update(parent=None, successor=None, merged_into=None)
    Theme.objects.update(parent=None)
    for model in (Version, Article, Agreement, Organisation, Theme, Page, Source):
        model.objects.all().delete()
    IdentifierCounter.objects.all().delete()
