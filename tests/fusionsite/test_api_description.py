"""The description of the API: a client that knows nothing else is never told wrong."""

from collections import Counter

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from .api_reading import ask
from .api_register import make_register

pytestmark = pytest.mark.django_db

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
KEYS = ["pact", "older", "laboratory", "ministry", "signed", "heat", "jp", "withdrawn", "AG-0001"]
KEYS += ["taken-back", "old-place", "twin", "secret", "nonsense"]


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_register()
        transaction.set_rollback(True)


@pytest.fixture
def application():
    """The application as a server has it, but for its hold on the connection of the test."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def described(client, register):
    return ask(client, "/api/v1/openapi.json").json()


def answers_as_described(described, application, mode, examples):
    """Asks what the description allows, or in the other mode what it does not.

    Gives how often there was which status.
    """
    schema = schemathesis.openapi.from_dict(described)
    schema.app = application

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=schema.as_strategy(generation_mode=mode), key=st.sampled_from(["", *KEYS]))
    def ask_and_compare(case, key):
        if key and "key" in (case.path_parameters or {}):
            case.path_parameters["key"] = key
        statuses[case.call_and_validate(checks=CHECKS).status_code] += 1

    statuses = Counter()
    ask_and_compare()
    return statuses


@pytest.mark.drill
def test_no_answer_is_outside_the_description(described, application):
    statuses = answers_as_described(described, application, GenerationMode.POSITIVE, examples=20)

    assert statuses[200] >= 5


def test_what_the_description_does_not_allow_is_refused_as_it_says(described, application):
    statuses = answers_as_described(described, application, GenerationMode.NEGATIVE, examples=12)

    assert statuses[400] + statuses[404] >= 5


@pytest.mark.drill
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_answer_of_a_thousand_is_outside_it(described, application, mode):
    statuses = answers_as_described(described, application, mode, examples=1000)

    assert {200, 400, 404} <= statuses.keys()


def test_the_page_explains_every_address_and_every_shape(client, described):
    page = client.get("/api/").content.decode()
    schemathesis.openapi.from_dict(described).validate()

    assert described["openapi"] == "3.1.0"
    for path, methods in described["paths"].items():
        assert list(methods) == ["get"]
        assert f"<h3><code>{path}</code></h3>" in page
    for name, schema in described["components"]["schemas"].items():
        if set(schema["properties"]) == {"count", "next", "results"}:
            continue  # What is true of all pages is said once.
        assert f'id="shape-{name}"' in page
        assert all(f"<code>{field}</code>" in page for field in schema["properties"])


def test_every_problem_leads_to_its_line_on_the_page(client, register):
    problem = ask(client, "agreements?kinds=x").json()
    page, _hash, line = problem["type"].partition("#")

    assert f'id="{line}"' in ask(client, page).content.decode()
