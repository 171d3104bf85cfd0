"""Backups while several processes write, and what is left when they, or a restore, are killed."""

import os
import random
import signal
import time

import pytest
from django.core.management import CommandError
from django.db import connection, connections, transaction

from fusionsite.backups.places import backups_in
from news.models import Article
from publishing.actions import publish_version
from publishing.drafts import open_version
from publishing.models import FileUse, StoredFile, Version
from publishing.pictures import narrower_names
from publishing.stored_files import default_storage, stored_names
from tests.factories import make_theme, make_user
from tests.publishing.drafting import draft_of

from .registers import all_files, all_rows, back_up, empty, fill, illustrated, restore

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]
BACKUPS, WRITERS = 20, 3
KILLS, MOST_ATTEMPTS = 8, 40


def in_another_process(job):
    """Begin the job in a process of its own; its number."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            job()
        except CommandError as error:
            os._exit(error.returncode)
        except BaseException:
            os._exit(99)
        os._exit(0)
    return child


def ended(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def stopped(children):
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def write_on(writer):
    """Articles with pictures and drafts; every third draft becomes the public version."""
    for number in range(10_000):
        article = illustrated(f"w{writer}x{number}")
        draft = draft_of(article, title=f"w{writer}x{number} again")
        if number % 3 == 0:
            publish_version(draft or open_version(article), by=make_user("Publishers"))


def check_whole():
    """Every record has its versions, every version its files, every file its uses."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert cursor.execute("PRAGMA foreign_key_check").fetchall() == []
        else:
            # Loading added each foreign key anew, which compares all rows.
            connection.check_constraints()
    for article in Article.objects.published():
        live = Version.objects.of(article).get(state=Version.State.LIVE)
        assert live.snapshot["fields"]["title"] == article.title
        assert default_storage.exists(article.lead_image.name)
    stored = set(stored_names())
    for name in StoredFile.objects.values_list("name", flat=True):
        assert {name, *narrower_names(name)} <= stored
        assert FileUse.objects.of(name).exists()
    for writer in range(WRITERS):
        slugs = set(Article.objects.filter(slug__startswith=f"w{writer}x").values_list("slug"))
        assert slugs == {(f"w{writer}x{number}",) for number in range(len(slugs))}


def test_every_backup_of_a_busy_register_is_whole(tmp_path, counted):
    fill()
    writers = [in_another_process(lambda w=writer: write_on(w)) for writer in range(WRITERS)]
    try:
        for number in range(BACKUPS):
            back_up(tmp_path / f"{number:02}.tar")
    finally:
        stopped(writers)
    counts = []
    for number in range(BACKUPS):
        empty()
        restore(tmp_path / f"{number:02}.tar")
        check_whole()
        counts.append(Article.objects.count())
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]
    counted("backups made under three writers and restored whole", BACKUPS)


def test_a_killed_backup_is_none(tmp_path, counted):
    fill()
    folder = tmp_path / "backups"
    chance, killed = random.Random(3), 0  # noqa: S311 - repeatable on purpose
    began = time.monotonic()
    assert ended(in_another_process(lambda: back_up(tmp_path / "first.tar"))) == 0
    took = time.monotonic() - began
    for _attempt in range(MOST_ATTEMPTS):
        child = in_another_process(lambda: back_up(folder))
        time.sleep(took * chance.random())
        os.kill(child, signal.SIGKILL)
        killed += ended(child) == -signal.SIGKILL
        for path in backups_in(folder) if folder.exists() else []:
            restore(path, verify=True)
            path.unlink()
        if killed == KILLS:
            break
    assert killed == KILLS
    back_up(folder)
    restore(folder, verify=True)
    counted("backups killed, none of them left half", killed)


def test_a_killed_restore_leaves_what_was_there_or_the_whole_backup(tmp_path, counted):
    fill()
    for number in range(30):
        make_theme(name=f"Theme of the backup {number}")
    path = tmp_path / "backup.tar"
    back_up(path)
    of_backup, files = all_rows(), all_files()
    empty()
    illustrated("Here")
    of_here = all_rows()
    back_up(tmp_path / "here.tar")
    chance, killed, done = random.Random(5), 0, 0  # noqa: S311
    began = time.monotonic()
    assert ended(in_another_process(lambda: restore(path, overwrite=True))) == 0
    took = time.monotonic() - began
    for _attempt in range(MOST_ATTEMPTS):
        restore(tmp_path / "here.tar", overwrite=True)
        child = in_another_process(lambda: restore(path, overwrite=True))
        # The database is exchanged early on SQLite, and late on PostgreSQL.
        time.sleep(took * chance.random() ** (2 if connection.vendor == "sqlite" else 1))
        os.kill(child, signal.SIGKILL)
        in_time = ended(child) == -signal.SIGKILL
        found = settled_rows(of_here, of_backup)
        assert found in (of_here, of_backup)
        killed += in_time
        done += in_time and found == of_backup
        assert "news/here-500x20.png" in all_files()
        if killed == KILLS:
            break
    assert killed == KILLS
    restore(path, overwrite=True)
    assert all_rows() == of_backup
    assert files.items() <= all_files().items()
    counted("restores killed before the database was exchanged, nothing changed", killed - done)
    counted("restores killed after it, all restored", done)


def settled_rows(*expected):
    """What is there once the server has noticed that its client is gone."""
    for _second in range(50):
        found = all_rows()
        if found in expected:
            return found
        time.sleep(0.1)
    return found
