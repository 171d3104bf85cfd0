"""A thread of the server leaves no connection to the database behind."""

import gc
import sqlite3
import threading

import psycopg
import pytest
from django.db import connections
from django.db.backends.signals import connection_created

from fusionsite.operating.ended_threads import close_with_threads, hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    close_with_threads()
    gc.disable()
    yield
    gc.enable()
    connection_created.disconnect(hold)


def opened_by_a_thread():
    opened = []

    def visit():
        own = connections["default"]
        own.ensure_connection()
        opened.append(own.connection)
        own.close()
        own.ensure_connection()
        opened.append(own.connection)

    thread = threading.Thread(target=visit)
    thread.start()
    thread.join()
    return opened


def is_open(connection):
    try:
        connection.cursor().execute("SELECT 1")
    except (sqlite3.ProgrammingError, psycopg.OperationalError):
        return False
    return True


def test_a_connection_is_closed_when_its_thread_ends(held):
    first, second = opened_by_a_thread()

    assert not is_open(first)
    assert not is_open(second)
