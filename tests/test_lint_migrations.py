"""A migration that would lock readers and editors out does not pass `make check`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from . import lint_migrations
from .lint_migrations import ACCEPTED, BEFORE_USE, ROOT, complaints, to_be_looked_at

SETTINGS = """
from fusionsite.settings import *
INSTALLED_APPS = [*INSTALLED_APPS, "planted"]
"""
FIRST = """
from django.db import migrations, models
class Migration(migrations.Migration):
    operations = [migrations.CreateModel("Thing", [("id", models.BigAutoField(primary_key=True))])]
"""
NEXT = """
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("planted", "{after}")]
    operations = [migrations.AddField("thing", "{name}", {field})]
"""
HARMLESS = "models.TextField(null=True)"
DANGEROUS = 'models.CharField(max_length=9, default="", db_index=True)'


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("ALTER TABLE news_article ADD COLUMN place text;", None),
        ("ALTER TABLE news_article ADD COLUMN place text DEFAULT '' NOT NULL;", None),
        ("CREATE TABLE thing (id bigint PRIMARY KEY);", None),
        ("CREATE INDEX CONCURRENTLY x ON news_article (slug);", None),
        ("ALTER TABLE news_article ADD COLUMN place text NOT NULL;", "adding-required-field"),
        ("CREATE INDEX x ON news_article (slug);", "require-concurrent-index-creation"),
        ("ALTER TABLE news_article DROP COLUMN slug;", "ban-drop-column"),
        ("ALTER TABLE news_article RENAME COLUMN slug TO place;", "renaming-column"),
        ("ALTER TABLE news_article RENAME TO thing;", "renaming-table"),
        ("ALTER TABLE news_article ALTER COLUMN slug TYPE text;", "changing-column-type"),
        ("ALTER TABLE news_article ALTER COLUMN slug SET NOT NULL;", "adding-not-nullable-field"),
        ("ALTER TABLE news_article ADD CONSTRAINT x CHECK (slug > '');", "not-valid"),
        ("DROP TABLE news_article;", "ban-drop-table"),
    ],
)
def test_what_locks_out_is_complained_of(sql, rule):
    said = complaints("news", "0009_planted", sql)

    assert rule in said if rule else said == ""


def test_what_was_accepted_with_a_reason_is_let_through(monkeypatch):
    reasons = {"ban-drop-column": "The release before does not read it."}
    monkeypatch.setitem(ACCEPTED, "news.0009_planted", reasons)

    assert complaints("news", "0009_planted", "ALTER TABLE news_article DROP COLUMN slug;") == ""


def test_a_new_migration_is_looked_at(monkeypatch, tmp_path):
    (tmp_path / "news" / "migrations").mkdir(parents=True)
    for name in ("0001_initial", "0002_language_codes", "0003_new"):
        (tmp_path / "news" / "migrations" / f"{name}.py").touch()
    monkeypatch.setattr(lint_migrations, "ROOT", tmp_path)

    assert to_be_looked_at() == [("news", "0003_new")]


def test_what_is_named_exists():
    names = [*BEFORE_USE.items(), *(name.split(".") for name in ACCEPTED)]

    assert [
        name for name in names if not Path(ROOT, name[0], "migrations", f"{name[1]}.py").exists()
    ] == []


@pytest.mark.drill
def test_a_planted_migration_that_locks_out_fails_the_check(tmp_path):
    folder = tmp_path / "planted" / "migrations"
    folder.mkdir(parents=True)
    (tmp_path / "planted_settings.py").write_text(SETTINGS)
    (tmp_path / "planted" / "__init__.py").touch()
    (folder / "__init__.py").touch()
    (folder / "0001_first.py").write_text(FIRST)
    (folder / "0002_fine.py").write_text(NEXT.format(after="0001_first", name="a", field=HARMLESS))
    (folder / "0003_bad.py").write_text(NEXT.format(after="0002_fine", name="b", field=DANGEROUS))

    fine = lint("planted.0001_first", "planted.0002_fine", folder=tmp_path)
    bad = lint("planted.0002_fine", "planted.0003_bad", folder=tmp_path)

    assert (fine.returncode, fine.stderr) == (0, "")
    assert bad.returncode == 1
    assert "require-concurrent-index-creation" in bad.stderr
    assert "planted.0003_bad.sql" in bad.stderr
    assert "planted.0002_fine.sql" not in bad.stderr


def lint(*names, folder):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "planted_settings",
        "PYTHONPATH": f"{ROOT}:{folder}",
    }
    command = [sys.executable, "tests/lint_migrations.py", *names]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
