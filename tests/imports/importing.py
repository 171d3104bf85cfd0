"""Imports by editors, for tests: what is uploaded, planned and carried out."""

from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.core.cache import cache
from django.db import connection

from imports import registry
from imports.models import Run
from imports.one_at_a_time import alone
from imports.options import Options
from imports.plans import carry_out, keep_upload, make_plan
from organisations.models import Organisation
from tests.factories import make_user

from .tables import OrganisationsOfATest, table, upload

PAGE = "/admin/organisations/organisation/import/"


@pytest.fixture
def importer(monkeypatch):
    """Organisations are read by the small table alone."""
    monkeypatch.setattr(registry, "_importers", {OrganisationsOfATest.name: OrganisationsOfATest})
    cache.clear()


@pytest.fixture
def author(client, importer):
    user = make_user("Authors", username="ann")
    client.force_login(user)
    return user


@pytest.fixture
def publisher(client, importer, settings):
    """One who publishes what they import."""
    settings.OWN_WORK = True
    user = make_user("Publishers", username="paul")
    client.force_login(user)
    return user


def send(client, *rows, follow=True, **fields):
    """Upload a table of these rows."""
    return client.post(PAGE, {"upload": upload(table(*rows)), **fields}, follow=follow)


def plan_of(user):
    return Run.objects.planned().get(by=user)


def press(client, plan, button="_import", digest=None, follow=True):
    sent = {"plan": plan.plan_digest if digest is None else digest, button: "x"}
    return client.post(f"/admin/imports/run/{plan.pk}/plan/", sent, follow=follow)


def imported(user, *rows, columns=("name", "country", "website"), name="bodies.csv", **options):
    """The Run of these rows, planned and carried out by this editor."""
    plan = keep_upload(Organisation, name, table(*rows, columns=columns), by=user)
    make_plan(plan, Options(**options), by=user, allow_large_change=True)
    return carry_out(plan, plan.plan_digest, by=user)


@contextmanager
def another_import():
    """Somebody else's import is at work, by a connection of its own."""
    begun, ended = Event(), Event()

    def work():
        with alone():
            begun.set()
            ended.wait(30)
        connection.close()

    other = Thread(target=work)
    other.start()
    begun.wait(30)
    try:
        yield
    finally:
        ended.set()
        other.join()


def text(response):
    return response.content.decode()
