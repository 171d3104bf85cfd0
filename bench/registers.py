"""Registers of any size: made once by the importers, read by all measurements, copied to write."""

import json
import os
import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from .asking import HOST
from .machine import work_of_others
from .measuring import Failed, manage, python

# With DEBUG on, Django keeps every query that it asked.
PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "only-for-databases-that-are-gone-when-the-measuring-ends",
    "ALLOWED_HOSTS": HOST,
    "SITE_URL": f"https://{HOST}",
    "EMAIL_URL": f"smtp://mail.{HOST}",
    "DEFAULT_FROM_EMAIL": f"editors@{HOST}",
    "BEHIND_PROXY": "1",
}
# As in the real registry some rows are refused: then a command ends with 1.
ENDINGS = (0, 1)
TALLY = re.compile(r"\b(\d+) (created|updated|unchanged)\b")


def collect_static_files(folder):
    """Once for all registers: what is served names the files by their hashes."""
    address = {"DATABASE_URL": f"sqlite:///{folder}/none.sqlite3"}
    environment = os.environ | PRODUCTION | address
    manage("collectstatic", "--noinput", "--verbosity", "0", environment=environment)


@dataclass(frozen=True)
class Filling:
    """What the imports of a register cost: seconds without those that any command needs."""

    organisations: float
    agreements: float
    megabytes: float
    work_of_others: float


@dataclass(frozen=True)
class Register:
    """`environment`: of the processes that use it."""

    size: int
    environment: dict
    filling: Filling | None = None

    @property
    def mapped_file(self):
        """That of SQLite, which its processes map into memory."""
        scheme, _, path = self.environment["DATABASE_URL"].partition("://")
        return path.removeprefix("/") if scheme == "sqlite" else None


class Registers:
    """Of one database. `databases` creates, copies and drops."""

    def __init__(self, databases, files, folder):
        self.databases, self.files, self.folder = databases, files, Path(folder)
        self.made, self.numbers = {}, count(1)

    def of(self, size):
        """The register of so many organisations and agreements; nobody writes to it."""
        if size not in self.made:
            self.made[size] = self.kept(size) or self.filled(size)
        return self.made[size]

    def kept(self, size):
        """That of an earlier run, brought up to date."""
        note, environment = self.note(size), self.environment(f"of_{size}")
        if not note.exists():
            return None
        manage("migrate", "--verbosity", "0", environment=environment)
        return Register(size, environment, Filling(**json.loads(note.read_text())))

    def filled(self, size):
        environment = self.fresh(f"of_{size}")
        filling = fill(environment, self.files, size)
        self.note(size).write_text(json.dumps(asdict(filling)))
        return Register(size, environment, filling)

    def drop(self):
        """Those that no later run shall find."""
        for size in self.made:
            self.databases.drop(f"of_{size}")

    def note(self, size):
        """Written last: without it the filling of a register did not end."""
        return self.folder / f"of_{size}.json"

    def fresh(self, name, *, themes=True):
        """The environment of an empty one: its tables, and the themes that agreements name."""
        self.databases.create(name)
        environment = self.environment(name)
        manage("migrate", "--verbosity", "0", environment=environment)
        if themes:
            python("-m", "bench.preparing", "themes", environment=environment)
        return environment

    @contextmanager
    def empty(self, name="empty", **options):
        try:
            yield self.fresh(name, **options)
        finally:
            self.databases.drop(name)

    @contextmanager
    def copy(self, size):
        """One to write to."""
        self.of(size)
        name = f"copy_{next(self.numbers)}"
        self.databases.copy(f"of_{size}", name)
        try:
            yield Register(size, self.environment(name))
        finally:
            self.databases.drop(name)

    def environment(self, name):
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        return {
            **os.environ,
            **PRODUCTION,
            "DATABASE_URL": self.databases.address(name),
            "MEDIA_ROOT": f"{folder}/media",
            "PACKAGE_ROOT": f"{folder}/package",
            "BACKUP_ROOT": f"{folder}/backups",
            "PAGE_CACHE_ROOT": f"{folder}/page-cache",
            "CACHE_URL": f"file://{folder}/cache",
        }


def fill(environment, files, size):
    load, start = work_of_others(), seconds_to_start(environment)
    organisations = imported(
        "organisations", files.organisations(size), "--all", environment=environment, size=size
    )
    agreements = imported("agreements", files.agreements(size), environment=environment, size=size)
    return Filling(
        organisations=max(organisations.seconds - start, 0.001),
        agreements=max(agreements.seconds - start, 0.001),
        megabytes=max(organisations.megabytes, agreements.megabytes),
        work_of_others=load,
    )


def seconds_to_start(environment):
    """What any command takes before it begins, when nothing else holds it up."""
    nothing = ("shell", "--no-imports", "--command", "pass")
    return min(manage(*nothing, environment=environment).seconds for _try in range(3))


def imported(nouns, path, *options, environment, size, wanted="created"):
    """An import of which most came to what was wanted. Raises Failed."""
    command = [f"import_{nouns}", path, *options]
    done = manage(*command, environment=environment, endings=ENDINGS)
    if tally_in(done.said)[wanted] < size * 0.9:
        words = f"{' '.join(command)}: fewer {wanted} than can be measured"
        raise Failed(f"{words}.\n{done.said[-2000:]}")
    return done


def tally_in(said):
    """{"created": 20000, …} from the line that an import prints at its end."""
    return Counter({word: int(number) for number, word in TALLY.findall(said)})
