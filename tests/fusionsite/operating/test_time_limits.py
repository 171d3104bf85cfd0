"""A request waits for the database for so long; a command as long as it needs."""

from contextlib import closing

import pytest
from django.db import connection, connections

from fusionsite.operating.time_limits import limit_requests

pytestmark = pytest.mark.django_db


def asked(*questions):
    """What a connection that is opened now answers."""
    with closing(connection.copy()) as fresh, fresh.cursor() as cursor:
        answers = []
        for question in questions:
            cursor.execute(question)
            answers.append(cursor.fetchone()[0])
        return answers


@pytest.fixture
def own_options(monkeypatch):
    options = dict(connections.settings["default"]["OPTIONS"])
    monkeypatch.setitem(connections.settings["default"], "OPTIONS", options)


def waits():
    if connection.vendor == "sqlite":
        return asked("PRAGMA busy_timeout")
    return asked(
        "SHOW statement_timeout", "SHOW lock_timeout", "SHOW idle_in_transaction_session_timeout"
    )


def test_a_command_waits_as_long_as_it_needs(own_options):
    assert waits() == ([20_000] if connection.vendor == "sqlite" else ["0", "0", "0"])


def test_a_request_waits_for_some_seconds(own_options):
    limit_requests()

    assert waits() == ([10_000] if connection.vendor == "sqlite" else ["15s", "10s", "1min"])


def test_the_operator_says_for_how_many(own_options, settings):
    settings.STATEMENT_TIMEOUT_SECONDS = 4
    limit_requests()

    assert waits() == ([4_000] if connection.vendor == "sqlite" else ["4s", "4s", "1min"])


def test_no_limit_is_set_where_the_operator_wants_none(own_options, settings):
    settings.STATEMENT_TIMEOUT_SECONDS = 0
    unlimited = waits()
    limit_requests()

    assert waits() == unlimited
