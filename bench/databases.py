"""Servers of both databases, in which registers are made, copied and removed by name."""

import os
import sqlite3
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from tests.postgres import temporary_server

from .processes import Process

# As docs/deploying.md has it.
SHARED_BUFFERS = "1GB"
# What several runs at one server must not have in common.
PREFIX = f"bench_{os.getpid()}"


class SQLite:
    def __init__(self, folder):
        self.folder = Path(folder)

    def version(self):
        return sqlite3.sqlite_version

    def processor_ms(self):
        """Of a server; SQLite works in the processes that ask it."""
        return 0

    def path(self, name):
        return self.folder / f"{name}.sqlite3"

    def address(self, name):
        return f"sqlite:///{self.path(name)}"

    def create(self, name):
        self.drop(name)
        self.folder.mkdir(parents=True, exist_ok=True)

    def copy(self, name, new):
        self.drop(new)
        with (
            closing(sqlite3.connect(self.path(name))) as source,
            closing(sqlite3.connect(self.path(new))) as target,
        ):
            source.backup(target)

    def drop(self, name):
        for path in self.folder.glob(f"{name}.sqlite3*"):
            path.unlink()


class PostgreSQL:
    """`prefix` stands before the names of databases in a server that others use too."""

    def __init__(self, server, prefix="bench"):
        self.server, self.prefix = server, prefix

    def version(self):
        with psycopg.connect(self.server) as connection:
            return connection.execute("SHOW server_version").fetchone()[0]

    def processor_ms(self):
        """Of all processes of the server; 0 where it is not on this machine."""
        try:
            return sum(process.processor_ms() for process in [self.main, *self.main.children()])
        except OSError:
            return 0

    @cached_property
    def main(self):
        with psycopg.connect(self.server) as connection:
            return Process(connection.info.backend_pid).parent()

    def address(self, name):
        return f"{self.server.rpartition('/')[0]}/{self.prefix}_{name}"

    def create(self, name):
        self.drop(name)
        self.ask("CREATE DATABASE {}", name)

    def copy(self, name, new):
        self.drop(new)
        self.ask("CREATE DATABASE {} TEMPLATE {}", new, name)

    def drop(self, name):
        self.ask("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def ask(self, statement, *names):
        databases = [Identifier(f"{self.prefix}_{name}") for name in names]
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(SQL(statement).format(*databases))


@contextmanager
def sqlite(folder, is_kept):
    yield SQLite(folder)


@contextmanager
def postgresql(folder, is_kept):
    """A server made for it, or that at TEST_DATABASE_URL."""
    if given := os.environ.get("TEST_DATABASE_URL", "").strip():
        yield PostgreSQL(given, prefix="bench" if is_kept else PREFIX)
    else:
        Path(folder).mkdir(parents=True, exist_ok=True)
        kept = Path(folder) / "server" if is_kept else None
        with temporary_server(kept, shared_buffers=SHARED_BUFFERS) as address:
            yield PostgreSQL(address)


DATABASES = {"PostgreSQL": postgresql, "SQLite": sqlite}
