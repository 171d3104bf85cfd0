"""The programs of PostgreSQL: which there are, and how they reach the database."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from .problems import Failed

PROGRAMS = ("pg_dump", "pg_restore", "psql")
VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
# Debian keeps every version in a folder of its own, and so do the packages of PostgreSQL.
USUAL_PLACES = (("/usr/lib/postgresql", "*/bin"), ("/usr", "pgsql-*/bin"))


@dataclass(frozen=True, order=True)
class Clients:
    version: int
    folder: Path

    def command(self, program, *options):
        """(arguments, environment) to reach the register's database; the password is in neither
        the arguments nor in any file.
        """
        options = ["--no-password", *options]
        arguments, secrets = DatabaseClient.settings_to_cmd_args_env(
            connection.settings_dict, options
        )
        return [str(self.folder / program), *arguments[1:]], os.environ | (secrets or {})

    def local_command(self, program, *options):
        return [str(self.folder / program), *options]


def clients_for(version):
    """The oldest that know this version: older ones refuse it, newer ones write newer dumps.

    Raises Failed.
    """
    found = installed()
    able = [each for each in found if each.version >= version]
    if able:
        return min(able)
    there = f"version {max(found).version} is" if found else "none is"
    raise Failed(
        f"This needs pg_dump, pg_restore and psql of PostgreSQL {version} or newer; {there} "
        f"installed. Install postgresql-client-{version}, or set PG_BIN to the folder they are in."
    )


def installed():
    found = [Clients(version, folder) for folder in places() if (version := version_in(folder))]
    return sorted(found)


def places():
    if settings.PG_BIN:
        return [Path(settings.PG_BIN)]
    usual = [folder for top, pattern in USUAL_PLACES for folder in Path(top).glob(pattern)]
    on_path = shutil.which(PROGRAMS[0])
    return [*usual, *([Path(on_path).parent] if on_path else [])]


def version_in(folder):
    """The version of the programs there, or None where one of them is missing."""
    if not all(os.access(folder / program, os.X_OK) for program in PROGRAMS):
        return None
    command = [folder / PROGRAMS[0], "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    match = VERSION.search(said.stdout)
    return int(match[1]) if match else None
