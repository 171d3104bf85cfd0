"""What every test has: no network, files in a folder of its own."""

import gc
import socket
from collections import Counter

import pytest
from django.core.files.storage import default_storage
from django.db import connections

from fusionsite import environment
from publishing import facets

from .object_store import address_of, running_store

LOCAL = {"127.0.0.1", "::1", "localhost"}
COUNTED = "counted"
DATABASE_FIXTURES = {
    *("db", "transactional_db", "django_db_setup", "live_server"),
    # Of a drill, each with a database of its own.
    *("own_disk", "own_server"),
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """A test that asks no database is the same on both."""
    for item in items:
        if not item.get_closest_marker("django_db") and DATABASE_FIXTURES.isdisjoint(
            item.fixturenames
        ):
            item.add_marker(pytest.mark.no_database)


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Every connection stays on this machine."""
    connect = socket.socket.connect

    def connect_locally(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:
            raise AssertionError(f"A test tried to reach {address}.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_locally)


@pytest.fixture(autouse=True)
def quick_and_private(tmp_path, settings):
    """Files of a test in its own folder; passwords hashed by the cheapest hasher."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PACKAGE_ROOT = tmp_path / "package"
    settings.STATIC_ROOT = tmp_path / "static"
    # Production's server of static files warns where there is none.
    settings.STATIC_ROOT.mkdir()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def running_object_store():
    with running_store() as store:
        yield store


@pytest.fixture
def object_store(running_object_store, settings, monkeypatch):
    """Files of the test in an object store that was empty, instead of a folder."""
    running_object_store.empty()
    monkeypatch.setenv("MEDIA_URL", address_of(running_object_store))
    settings.STORAGES = {**settings.STORAGES, "default": environment.media_storage()}
    yield running_object_store
    default_storage.connection.meta.client.close()


def pytest_generate_tests(metafunc):
    """A test of uploaded files is run with each place that they may be in."""
    if metafunc.definition.get_closest_marker("uploaded_files"):
        elsewhere = pytest.param("object store", marks=pytest.mark.drill)
        metafunc.parametrize("place_of_files", ["folder", elsewhere], indirect=True)


@pytest.fixture(autouse=True)
def place_of_files(request):
    if getattr(request, "param", "folder") == "object store":
        request.getfixturevalue("object_store")


@pytest.fixture(autouse=True)
def no_kept_indexes():
    """The register of one test is not that of the next, though as much happened in both."""
    facets._kept.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory, django_db_modify_db_settings_parallel_suffix):
    """SQLite in a file: threads of a test each have a connection, as in production.

    One in memory would be shared by all, and with it its transactions.
    """
    database = connections["default"].settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        # The tests look for faults of the register, not for those of a disk that loses power.
        database["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"


@pytest.fixture
def counted(record_property):
    """`counted(what, number)`: the end of the run prints the sum, so that it can be seen."""

    def count(what, number):
        record_property(COUNTED, [what, number])

    return count


def pytest_terminal_summary(terminalreporter):
    """The last report of a test knows all that it counted; one that went well has no name."""
    numbers = Counter()
    for report in [*terminalreporter.getreports(""), *terminalreporter.getreports("error")]:
        for name, value in getattr(report, "user_properties", ()):
            if name == COUNTED and report.when == "teardown":
                numbers[value[0]] += value[1]
    for what, number in sorted(numbers.items()):
        terminalreporter.write_line(f"{number:,} {what}")


def pytest_collection_finish():
    """What is loaded stays: the collector of garbage need not look at it before each test."""
    gc.collect()
    gc.freeze()
