"""What passes by itself is told so, with when to try again; only faults of ours are faults."""

import errno
import os
import sqlite3

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseErrorWrapper
from django.db.utils import OperationalError as DjangoOperationalError
from django.urls import path

from fusionsite import urls
from fusionsite.operating.trouble import AWAY, BUSY, FULL, SLOW, trouble_of
from tests.factories import make_agreement

NOWHERE = "host=127.0.0.1 port=1 dbname=none"


def wrapped(exception):
    """What Django makes of an exception of a driver."""
    try:
        with DatabaseErrorWrapper(connection_of(type(exception).__module__)):
            raise exception
    except Exception as error:
        return error


def connection_of(module):
    class Wrapper:
        Database = sqlite3 if module == "sqlite3" else psycopg

    return Wrapper


def away(request):
    with DatabaseErrorWrapper(connection_of("psycopg")):
        psycopg.connect(NOWHERE)


def slow(request):
    """PostgreSQL ends it; SQLite, which knows no limit, is interrupted."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = '20ms'")
            cursor.execute("SELECT pg_sleep(5)")
        else:
            connection.connection.set_progress_handler(lambda: 1, 100)
            try:
                cursor.execute(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                    "SELECT count(*) FROM n"
                )
            finally:
                connection.connection.set_progress_handler(None, 0)


def full(request):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def wrong(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column")


urlpatterns = [
    path("away/", away),
    path("away.csv", away),
    path("api/v1/away", away),
    path("admin/away/", away),
    path("slow/", slow),
    path("full/", full),
    path("wrong/", wrong),
    *urls.urlpatterns,
]
handler500 = urls.handler500


@pytest.fixture
def visitor(client, settings):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/away/", "/admin/away/"])
def test_a_database_that_is_away_is_told_so(visitor, address):
    response = visitor.get(address)

    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert response["Cache-Control"] == "no-store"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "The register is out of reach for a moment" in response.text
    assert "noindex" in response.text
    assert "What you sent" not in response.text
    assert "127.0.0.1" not in response.text


def test_who_sent_something_is_told_that_it_was_not_saved(visitor):
    assert "What you sent was not saved." in visitor.post("/away/").text


def test_a_file_is_no_page_when_the_database_is_away(visitor):
    response = visitor.get("/away.csv")

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.startswith("The register is out of reach for a moment. Its database")


def test_the_api_answers_with_a_problem_when_the_database_is_away(visitor):
    response = visitor.get("/api/v1/away")

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"].endswith("#closed")


@pytest.mark.django_db
def test_what_takes_too_long_is_told_so_and_the_next_request_is_answered(visitor):
    agreement = make_agreement()

    response = visitor.get("/slow/")

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "This page took too long" in response.text
    assert visitor.get(agreement.get_absolute_url()).status_code == 200


def test_a_full_disk_is_told_so(visitor):
    response = visitor.post("/full/")

    assert response.status_code == 503
    assert "The register has no room left" in response.text


@pytest.mark.django_db
def test_a_wrong_query_is_a_fault_of_ours(visitor):
    assert visitor.get("/wrong/").status_code == 500


@pytest.mark.parametrize(
    ("exception", "trouble"),
    [
        (psycopg.errors.AdminShutdown(), AWAY),
        (psycopg.errors.CannotConnectNow(), AWAY),
        (psycopg.errors.TooManyConnections(), AWAY),
        (psycopg.OperationalError("the connection is closed"), AWAY),
        (psycopg.errors.LockNotAvailable(), BUSY),
        (psycopg.errors.DeadlockDetected(), BUSY),
        (psycopg.errors.QueryCanceled(), SLOW),
        (psycopg.errors.IdleInTransactionSessionTimeout(), SLOW),
        (psycopg.errors.DiskFull(), FULL),
        (psycopg.errors.UndefinedTable(), None),
        (psycopg.errors.UniqueViolation(), None),
        (psycopg.ProgrammingError("the query has 2 placeholders"), None),
        (psycopg.InterfaceError("the cursor is closed"), None),
    ],
    ids=lambda value: getattr(type(value), "__name__", ""),
)
def test_each_code_of_postgresql_has_its_word(exception, trouble):
    assert trouble_of(wrapped(exception)) is trouble


def test_a_locked_database_file_is_busy(tmp_path):
    first, second = (sqlite3.connect(tmp_path / "x.sqlite3", timeout=0) for _ in range(2))
    first.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as raised:
        second.execute("BEGIN IMMEDIATE")
    first.close()
    second.close()

    assert trouble_of(wrapped(raised.value)) is BUSY


def test_trouble_is_found_under_what_came_of_it():
    def broken_again():
        try:
            raise wrapped(psycopg.errors.AdminShutdown())
        except DjangoOperationalError:
            raise RuntimeError("It could not be undone.")  # noqa: B904

    with pytest.raises(RuntimeError) as raised:
        broken_again()

    assert trouble_of(raised.value) is AWAY
