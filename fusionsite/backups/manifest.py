"""What a backup says of itself, and whether it belongs here."""

import json
import re
import tomllib
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from .archive import DATABASES
from .problems import Refused

FORMAT = 1
TABLE = re.compile(r"[a-z][a-z0-9_]{0,62}")
VENDORS = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}


@dataclass(frozen=True)
class DatabaseCopy:
    """`version`: of the server; `tool_version`: of what wrote the copy; `schema`: its tables'."""

    migrations: list
    rows: dict
    version: int = 0
    tool_version: int = 0
    schema: str = ""


@dataclass(frozen=True)
class Manifest:
    """`missing`: files that versions name, and that were not to be found."""

    made_at: str
    release: str
    vendor: str
    database: DatabaseCopy
    files: int
    missing: list
    format: int = FORMAT

    @property
    def part(self):
        return DATABASES[self.vendor]

    @property
    def records(self):
        return sum(self.database.rows.values())

    @classmethod
    def read(cls, backup):
        """Raises Refused where the backup is of a kind that this release cannot read."""
        said = backup.manifest()
        try:
            if said["format"] != FORMAT:
                raise backup.refused("a newer release made it, which has another form of backup")
            manifest = cls(**{**said, "database": DatabaseCopy(**said["database"])})
            tables, counts = manifest.database.rows.keys(), manifest.database.rows.values()
            names = [*tables, manifest.database.schema or "none"]
            if not all(map(TABLE.fullmatch, names)) or not all(
                type(each) is int for each in counts
            ):
                raise ValueError("a table has an odd name or number")
            if manifest.part not in backup.parts or manifest.files != len(backup.stored_names()):
                raise ValueError("a part is missing")
            return manifest
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise backup.refused("what it says of itself does not match") from error

    def check_belongs_here(self):
        """Raises Refused: another kind of database, or a newer release's."""
        if self.vendor != connection.vendor:
            here, there = VENDORS[connection.vendor], VENDORS[self.vendor]
            raise Refused(
                f"The backup is of {there}, and the database here is {here}. To move what is "
                "public from one to the other, use export_register there and import_register "
                "here. Nothing was changed."
            )
        if unknown := sorted(set(self.database.migrations) - known_migrations()):
            raise Refused(
                f"The backup is of a newer release: this one does not know {unknown[0]}. "
                "Update the register first. Nothing was changed."
            )

    def misses_migrations(self):
        return bool(known_migrations() - set(self.database.migrations))


def encoded(manifest):
    return json.dumps(asdict(manifest), indent=1).encode()


def known_migrations():
    """Those that were replaced by one stand in the table of a database as well."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = [
        each for migration in loader.disk_migrations.values() for each in migration.replaces
    ]
    return {f"{app}.{name}" for app, name in [*loader.disk_migrations, *replaced]}


def release():
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return project["project"]["version"]
