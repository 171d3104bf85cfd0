"""Backups from an object store and into one, and what else a restore looks after."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.test import Client

from fusionsite import environment
from fusionsite.backups.clients import Clients, clients_for
from fusionsite.backups.problems import Failed
from fusionsite.register import kept
from page_cache.token import token_in
from tests.object_store import address_of

from .registers import all_files, back_up, empty, fill, refusal_of, restore

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]


def test_files_go_from_a_folder_into_a_store_and_back(
    running_object_store, settings, monkeypatch, tmp_path
):
    running_object_store.empty()
    in_folder = settings.STORAGES
    fill()
    files = all_files()
    back_up(tmp_path / "of folder.tar")
    empty()
    monkeypatch.setenv("MEDIA_URL", address_of(running_object_store))
    settings.STORAGES = {**in_folder, "default": environment.media_storage()}

    restore(tmp_path / "of folder.tar")

    assert all_files() == files
    assert len(running_object_store.objects) == len(files)
    back_up(tmp_path / "of store.tar")
    running_object_store.away = True
    assert "The object store" in refusal_of("backup", tmp_path / "away.tar", 2)
    assert "The object store" in refusal_of("restore", tmp_path / "of store.tar", 2, overwrite=True)
    running_object_store.away = False
    empty()
    default_storage.connection.meta.client.close()
    settings.STORAGES = in_folder
    restore(tmp_path / "of store.tar")
    assert all_files() == files


def test_no_page_and_no_package_of_before_is_given_after(settings, tmp_path):
    settings.PAGE_CACHE_ROOT = tmp_path / "page-cache"
    settings.WATCH_PUBLIC_CHANGES = True
    fill()
    back_up(tmp_path / "backup.tar")
    Client().get("/data/register.zip")
    before = token_in(settings.PAGE_CACHE_ROOT).read()
    assert kept.current()

    restore(tmp_path / "backup.tar", overwrite=True)

    after = token_in(settings.PAGE_CACHE_ROOT).read()
    assert after != before
    assert any(after)
    assert kept.current() is None


def test_programs_that_are_older_than_the_server_are_named(settings):
    with pytest.raises(Failed, match=r"PostgreSQL 99 or newer; .* Install postgresql-client-99"):
        clients_for(99)
    settings.PG_BIN = "/nowhere"
    with pytest.raises(Failed, match=r"none is installed\. .* set PG_BIN to the folder"):
        clients_for(15)


def test_without_the_programs_postgresql_is_not_backed_up(settings, tmp_path):
    settings.PG_BIN = "/nowhere"
    if connection.vendor == "sqlite":
        assert "The backup is" in back_up(tmp_path / "a.tar")
    else:
        assert "none is installed" in refusal_of("backup", tmp_path / "a.tar", 2)
        assert list(tmp_path.glob("*.tar")) == []


def test_no_password_is_an_argument_of_a_program(monkeypatch):
    database = {
        "NAME": "register",
        "HOST": "db.example",
        "USER": "editor",
        "PASSWORD": "a secret",
        "OPTIONS": {"sslmode": "verify-full"},
    }
    with monkeypatch.context() as patched:
        known = connections["default"]
        patched.setattr(known, "settings_dict", {**known.settings_dict, **database})
        arguments, variables = Clients(18, Path("/nowhere")).command("pg_dump", "--format=custom")
    assert arguments[0] == "/nowhere/pg_dump"
    assert {"register", "db.example", "editor", "--format=custom"} <= set(arguments)
    assert not any("secret" in each for each in arguments)
    assert variables["PGPASSWORD"] == "a secret"
    assert variables["PGSSLMODE"] == "verify-full"
