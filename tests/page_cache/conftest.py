import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.db.backends.signals import connection_created

from page_cache import freshness, watching
from publishing import hooks

from .visiting import Visitor


@pytest.fixture
def kept(db, settings, tmp_path, monkeypatch):
    """Pages are kept, and what is written to the database is watched, as in production."""
    settings.PAGE_CACHE_MB = 4
    settings.PAGE_CACHE_ROOT = tmp_path / "page-cache"
    monkeypatch.setattr(hooks, "_listeners_to_unseen", [])
    # A token that was left closed is looked at each time.
    monkeypatch.setattr(freshness, "LOOK_EVERY", 0.0)
    watching.watch_every_connection()
    connection.ensure_connection()
    watching.watch_connection(None, connection)
    # Within the transaction of a test nobody else can tell that nothing is in flight.
    watching.the_token().change()
    yield
    connection_created.disconnect(watching.watch_connection)
    request_finished.disconnect(watching.finish_statements)
    connection.execute_wrappers.remove(watching.watch_of(connection))
    del connection._commit, connection._rollback


@pytest.fixture
def visitor(kept):
    """As with Django's own client, the connection of the test outlasts a request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield Visitor(get_wsgi_application())
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def token(kept):
    return watching.the_token()
