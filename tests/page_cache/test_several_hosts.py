import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from page_cache import freshness
from page_cache.models import KEPT, PORTION, Renewal
from page_cache.token import token_in
from publishing.actions import publish_version
from tests.factories import make_agreement, make_theme
from tests.publishing.drafting import draft_of

from .visiting import Visitor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def elsewhere(visitor, settings, tmp_path):
    """A process on another host: it has the database in common with this one, and no folder."""
    here, settings.PAGE_CACHE_ROOT = settings.PAGE_CACHE_ROOT, tmp_path / "elsewhere"
    settings.SEVERAL_HOSTS = True
    # Whoever else uses this PostgreSQL may have something in flight.
    token_in(settings.PAGE_CACHE_ROOT).change()
    elsewhere = Visitor(visitor.cache.application)
    settings.PAGE_CACHE_ROOT = here
    return elsewhere


@contextmanager
def cut_off():
    """The table that hosts compare cannot be read."""

    def refuse(execute, sql, *statement):
        if "page_cache_renewal" in str(sql):
            raise OperationalError("The server closed the connection.")
        return execute(sql, *statement)

    with connection.execute_wrapper(refuse):
        yield


def test_another_host_shows_a_change_within_a_second(elsewhere):
    agreement = make_agreement("First", slug="pact")
    draft = draft_of(agreement, title="Second")
    time.sleep(freshness.ASK_EVERY)
    elsewhere.get("/agreements/pact/")
    assert elsewhere.get("/agreements/pact/").is_kept

    publish_version(draft, by=None)
    published = time.monotonic()
    while "Second" not in elsewhere.get("/agreements/pact/").text:
        assert time.monotonic() - published < 1
        time.sleep(0.02)
    elsewhere.get("/agreements/pact/")
    assert elsewhere.get("/agreements/pact/").is_kept


def test_a_host_that_cannot_ask_keeps_and_gives_nothing(elsewhere, monkeypatch):
    monkeypatch.setattr(freshness, "ASK_EVERY", 0.0)
    make_agreement(slug="pact")
    elsewhere.cache.freshness.every = 0.0
    elsewhere.get("/agreements/pact/")
    assert elsewhere.get("/agreements/pact/").is_kept
    with cut_off():
        answer = elsewhere.get("/agreements/pact/")
        assert (answer.status, "Cache-Status" in answer.headers) == (200, False)
    # What was kept before may have changed unseen, and is compared again.
    assert elsewhere.get("/agreements/pact/").is_kept


def test_what_hosts_compare_is_of_the_transaction_and_differs_after_each(elsewhere):
    seen = {Renewal.state()}
    for _time in range(3):
        make_theme(published=False)
        seen.add(Renewal.state())
    assert len(seen) == 4

    before = Renewal.state()
    with transaction.atomic():
        make_theme(published=False)
        transaction.set_rollback(True)
    assert Renewal.state() == before


def test_old_rows_go():
    old = timezone.now() - KEPT - timedelta(minutes=1)
    Renewal.objects.bulk_create(Renewal(pk=PORTION - n, at=old) for n in range(1, 10))
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("UPDATE sqlite_sequence SET seq = 999 WHERE name = 'page_cache_renewal'")
        else:
            cursor.execute("SELECT setval('page_cache_renewal_id_seq', 999)")
    Renewal.tell()
    assert [row.pk for row in Renewal.objects.all()] == [PORTION]


def test_the_first_migration_tells_nobody(elsewhere):
    with connection.schema_editor() as editor:
        editor.delete_model(Renewal)
    try:
        make_theme(published=False)
    finally:
        with connection.schema_editor() as editor:
            editor.create_model(Renewal)
    make_theme(published=False)
    assert Renewal.objects.exists()
