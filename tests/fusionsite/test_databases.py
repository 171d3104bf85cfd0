"""How the register speaks with its database, on whichever of the two the tests run."""

import pytest
from django.db import connection

from news.models import Article

pytestmark = pytest.mark.django_db


@pytest.fixture
def on(request):
    def skip_elsewhere(vendor):
        if connection.vendor != vendor:
            pytest.skip(f"It is about {vendor}.")

    return skip_elsewhere


def test_a_connection_stays_for_the_next_request():
    assert connection.settings_dict["CONN_MAX_AGE"] is None


def test_postgresql_prepares_a_statement_and_gets_its_values_apart(on):
    on("postgresql")
    for slug in ("first", "second", "third"):
        list(Article.objects.filter(slug=slug))

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements "
            'WHERE statement LIKE \'%"news_article"."slug" = %\''
        )
        [(statement, uses)] = cursor.fetchall()

    assert '"slug" = $1' in statement
    # Prepared at the second time, used from then on.
    assert uses == 2


def test_sqlite_lets_readers_read_while_somebody_writes(on):
    on("sqlite")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)


def test_sqlite_asks_for_the_right_to_write_when_a_transaction_begins(on):
    on("sqlite")
    assert connection.transaction_mode == "IMMEDIATE"
