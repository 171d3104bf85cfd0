"""A monitor hears whether the process lives and can serve, whatever else is the matter."""

import json

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from fusionsite.operating import health

from .production import python

ASK = """
import json
import django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False, headers={"host": "register.example"})
answers = {}
for address in {addresses}:
    answer = client.get(address, secure=True)
    answers[address] = answer.status_code, answer.headers["Content-Type"], answer.text
print(json.dumps(answers))
"""
ELSEWHERE = [
    "/",
    "/agreements/",
    "/countries/",
    "/agreements.csv",
    "/api/v1/agreements",
    "/changes.atom",
]


@pytest.fixture
def migrations(monkeypatch):
    monkeypatch.setattr(health, "migrations", health.Migrations())


def test_the_process_lives_without_a_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.text) == (200, "The process lives.\n")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.django_db
def test_the_process_can_serve(client, migrations):
    response = client.get("/readyz")

    assert (response.status_code, response.text) == (200, "The process can serve.\n")
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_nothing_stands_in_the_way_of_a_probe(settings, address):
    settings.ALLOWED_HOSTS = ["register.example"]
    settings.MAINTENANCE = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
    client = Client(headers={"host": "10.0.0.7:8000"})

    assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405
    assert client.get("/").status_code == 400


@pytest.mark.django_db
def test_a_waiting_migration_is_told_of_until_it_is_applied(client, migrations):
    recorder = MigrationRecorder(connection)
    [newest] = MigrationLoader(connection).graph.leaf_nodes("themes")
    recorder.record_unapplied(*newest)
    waiting = client.get("/readyz")
    recorder.record_applied(*newest)

    assert waiting.status_code == 503
    assert waiting.text == "Migrations are waiting: run manage.py migrate.\n"
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_once_applied_one_query_is_enough(client, migrations, django_assert_num_queries):
    client.get("/readyz")

    with django_assert_num_queries(1):
        client.get("/readyz")


@pytest.mark.drill
def test_without_a_database_the_process_lives_and_says_what_it_cannot_do():
    code = ASK.replace("{addresses}", str(["/healthz", "/readyz", *ELSEWHERE]))
    said = python("-c", code, DATABASE_URL="postgres://nobody:hush@127.0.0.1:1/register")

    answers = json.loads(said.stdout)
    assert answers["/healthz"][0] == 200
    assert answers["/readyz"][::2] == [503, "The database does not answer.\n"]
    assert {answers[address][0] for address in ELSEWHERE} == {503}
    assert answers["/agreements.csv"][1] == "text/plain; charset=utf-8"
    assert answers["/api/v1/agreements"][1] == "application/problem+json"
    assert "hush" not in said.stdout + said.stderr
