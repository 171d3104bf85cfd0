"""What the drills of faults share."""

import tempfile
from pathlib import Path

import pytest
from django.db import connection

from .databases import own_database
from .small_disks import small_disk
from .tallies import Tally

MEGABYTES = {"postgresql": 150, "sqlite": 40}


@pytest.fixture
def tally(record_property):
    """tally("kill -9 in a publication"): counts what was done and what came of it."""
    tallies = []

    def begin(kind):
        tallies.append(Tally(kind))
        return tallies[-1]

    yield begin
    for each in tallies:
        record_property("faults", each.numbers)


@pytest.fixture
def production_settings(settings):
    """What the processes that serve and the test have to know alike."""
    settings.SECRET_KEY = "the key of the drill of faults, known to all of its processes"
    # Whoever signs in here gets a session that the others believe.
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def own_server(django_db_blocker):
    """A PostgreSQL that nobody else uses, with an empty register."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server that could stop.")
    with (
        tempfile.TemporaryDirectory(prefix="server-") as folder,
        own_database(Path(folder), django_db_blocker) as server,
    ):
        yield server


@pytest.fixture
def own_disk(django_db_blocker, settings):
    """(Disk, Server or None): the database, all files and temporary files are on one small disk."""
    with small_disk(MEGABYTES[connection.vendor]) as disk:
        database, files = disk.path / "database", disk.path / "files"
        for folder in (database, files):
            folder.mkdir()
        settings.MEDIA_ROOT, settings.PACKAGE_ROOT = files / "media", files / "package"
        with own_database(database, django_db_blocker) as server:
            yield disk, server
