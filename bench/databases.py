"""Empty databases, one after another, each as the environment of the processes that use it."""

import os
import tempfile
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

from tests.postgres import temporary_server

from .measuring import manage, python

# With DEBUG on, Django keeps every query that it asked.
PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "only-for-databases-that-are-gone-when-the-measuring-ends",
    "ALLOWED_HOSTS": "register.example",
    "SITE_URL": "https://register.example",
    "EMAIL_URL": "smtp://mail.register.example",
    "DEFAULT_FROM_EMAIL": "editors@register.example",
}


@contextmanager
def sqlite():
    """Gives a function that makes an empty database."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        numbers = count(1)

        def fresh(**options):
            return prepared(f"sqlite:///{Path(folder) / f'{next(numbers)}.sqlite3'}", **options)

        yield fresh


@contextmanager
def postgresql():
    """As sqlite(); in a server made for it, or at TEST_DATABASE_URL."""
    with server() as address:
        numbers = count(1)
        with psycopg.connect(address, autocommit=True) as connection:

            def fresh(**options):
                name = f"bench_{os.getpid()}_{next(numbers)}"
                connection.execute(f"CREATE DATABASE {name}")
                return prepared(f"{address.rpartition('/')[0]}/{name}", **options)

            yield fresh


@contextmanager
def server():
    given = os.environ.get("TEST_DATABASE_URL", "").strip()
    if given:
        yield given
    else:
        with temporary_server() as address:
            yield address


def prepared(address, *, themes=True):
    """The environment of an empty register: its tables, and the themes that agreements name."""
    environment = os.environ | PRODUCTION | {"DATABASE_URL": address}
    manage("migrate", "--verbosity", "0", environment=environment)
    if themes:
        python("-m", "bench.preparing", "themes", environment=environment)
    return environment
