"""SQLite: copied page by page as of one moment, and written back in one transaction.

A copy of the live file may be broken; the backup interface never is, and whoever writes goes on:
https://www.sqlite.org/backup.html
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from .archive import DATABASES
from .manifest import DatabaseCopy
from .places import work_folder
from .problems import Failed, Refused
from .tables import APPLIED, all_tables, counting, left_out, migrations_named

BUSY_SECONDS = 20
PART = DATABASES["sqlite"]


def live_path():
    return Path(connection.settings_dict["NAME"])


def save(archive, folder):
    """Add the database to the archive; `folder` has room for a copy of it."""
    tables, unwanted = all_tables(), left_out()
    copy = folder / PART
    try:
        with connect(live_path()) as live, connect(copy) as file:
            live.backup(file)
            # One file, without a log beside it.
            file.execute("PRAGMA journal_mode = DELETE")
            file.execute("PRAGMA secure_delete = ON")
            for table in set(unwanted) & set(tables):
                file.execute(f"DELETE FROM {table}")  # noqa: S608 - a model's table
            file.commit()
            check_sound(file)
            rows = dict(file.execute(counting(tables)))
            migrations = migrations_named(file.execute(APPLIED))
    except sqlite3.Error as error:
        raise Failed(f"The database could not be copied: {error}.") from error
    with archive.part(PART) as part, copy.open("rb") as content:
        shutil.copyfileobj(content, part)
    copy.unlink()
    return DatabaseCopy(migrations, rows)


def check_place(_manifest):
    """Every SQLite reads what another one wrote."""


def load(backup, manifest):
    """Readers see the database before, then the one of the backup; killed, it stays that before."""
    connection.close()
    live = live_path()
    with work_folder(live.parent) as folder:
        copy = folder / PART
        backup.extract(PART, copy)
        try:
            with connect(copy) as file, connect(live) as database:
                check_sound(file)
                if dict(file.execute(counting(manifest.database.rows))) != manifest.database.rows:
                    raise Refused("The backup has other rows than it says. Nothing was changed.")
                file.backup(database)
        except sqlite3.Error as error:
            raise Failed(
                f"The database could not be loaded: {error}. It is what it was before."
            ) from error


def connect(path):
    return closing(sqlite3.connect(path, timeout=BUSY_SECONDS))


def check_sound(file):
    if file.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise Failed("The database is damaged: PRAGMA integrity_check in sqlite3 says where.")
    if broken := file.execute("PRAGMA foreign_key_check").fetchone():
        raise Failed(f"The database is damaged: a row of {broken[0]} names a missing {broken[2]}.")
