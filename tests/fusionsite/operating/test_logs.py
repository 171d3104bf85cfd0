"""The log: an event a line, with what an operator needs, and nothing of who asked for what."""

import json
import logging

import psycopg
import pytest
from django.db.utils import DataError, IntegrityError
from django.urls import path, re_path

from fusionsite import urls
from fusionsite.logs import discreet
from fusionsite.operating import errands
from tests.factories import make_user

from .production import python

ODD = "a\nb\r\nc\x1b[31md\x00e\x7f\u2028f\x85g\ud800"
# Each stands where something of a person or a secret does.
SECRETS = ["hunter2hunter2", "ada.lovelace", "ada@example.org", "203.0.113.9", "2001:db8::7"]


def broken(request, rest):
    raise OSError(rest)


def broken_by_what_was_sent(request):
    sent = " ".join([*request.POST.values(), *request.GET.values(), *request.COOKIES.values()])
    try:
        raise ValueError(sent)
    except ValueError as error:
        raise DataError(f'invalid input syntax for type uuid: "{sent}"') from error


def refused_by_the_database(request):
    raise IntegrityError(
        'duplicate key value violates unique constraint "one_address"\n'
        "DETAIL:  Key (email)=(ada@example.org) already exists, and hunter2hunter2"
    )


urlpatterns = [
    re_path(r"(?s)^broken/(?P<rest>.*)$", broken),
    path("preview/<str:rest>", broken),
    path("alerts/<str:rest>", broken),
    path("fact-check/<str:rest>", broken),
    path("admin/lost-password/key/<str:rest>", broken),
    path("sent/", broken_by_what_was_sent, name="sent"),
    path("refused/", refused_by_the_database),
    *urls.urlpatterns,
]
handler500 = urls.handler500


@pytest.fixture
def visitor(client, settings):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    return client


def test_an_error_is_one_line_with_what_an_operator_needs(visitor, log):
    response = visitor.get("/broken/pump", {"q": "who"})

    [line] = log.lines
    assert (line["level"], line["logger"]) == ("ERROR", "django.request")
    assert line["message"] == "Internal Server Error: /broken/pump"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/broken/pump", 500)
    assert line["request"] == response["X-Request-ID"]
    assert line["milliseconds"] >= 0
    assert line["time"].endswith("+00:00")
    [exception] = line["exceptions"]
    assert (exception["type"], exception["text"]) == ("OSError", "pump")
    assert exception["places"][-1].startswith("tests/fusionsite/operating/test_logs.py:")
    assert exception["places"][-1].endswith(" broken")


def test_a_visitor_can_quote_what_the_operator_finds(visitor, log):
    response = visitor.get("/broken/x")

    assert f"reference {response['X-Request-ID']}" in response.text
    assert log.lines[0]["request"] == response["X-Request-ID"]


@pytest.mark.parametrize("headers", [{}, {"user-agent": ODD}, {"x-request-id": ODD}])
def test_nobody_forges_a_line(visitor, log, settings, headers):
    settings.BEHIND_PROXY = True
    environ = {f"HTTP_{name.upper().replace('-', '_')}": text for name, text in headers.items()}

    visitor.get("/broken/a%0Ab%0D%0Ac%1B%5B31md%7Fe%E2%80%A8f%C2%85", **environ)
    logging.getLogger("fusionsite").warning("Odd: %s", ODD)
    try:
        raise OSError(ODD)
    except OSError:
        logging.getLogger("fusionsite").exception(ODD)

    text = log.getvalue()
    assert text.isascii()
    assert text.count("\n") == len(log.lines) == 3
    assert text.replace("\n", "").isprintable()
    assert all(line["message"] for line in log.lines)


@pytest.mark.parametrize(
    ("behind_proxy", "given", "taken"),
    [
        (True, "4bf92f3577b34da6", True),
        (True, "a" * 64, True),
        (False, "4bf92f3577b34da6", False),
        (True, "a" * 65, False),
        (True, "", False),
        (True, "a b", False),
        (True, "a\nb", False),
        (True, "<b>", False),
        (True, "é", False),
    ],
)
def test_the_id_of_a_request_is_the_proxys_or_our_own(client, settings, behind_proxy, given, taken):
    settings.BEHIND_PROXY = behind_proxy

    answered = client.get("/healthz", HTTP_X_REQUEST_ID=given)["X-Request-ID"]

    assert (answered == given) == taken
    assert errands.PLAIN_ID.fullmatch(answered)


def test_no_two_requests_have_the_same_id(client):
    ids = {client.get("/healthz")["X-Request-ID"] for _ in range(20)}

    assert len(ids) == 20


@pytest.mark.parametrize(
    "address", ["/preview/", "/alerts/", "/fact-check/", "/admin/lost-password/key/"]
)
def test_no_line_opens_anything(visitor, log, address):
    visitor.get(f"{address}hunter2hunter2", headers={"referer": f"{address}hunter2hunter2"})

    [line] = log.lines
    assert line["path"] == f"{address}…"
    assert line["exceptions"][0]["type"] == "OSError"


@pytest.mark.django_db
def test_no_line_holds_what_was_sent(visitor, log):
    visitor.cookies["sessionid"] = "hunter2hunter2"
    data = {"password": "hunter2hunter2", "email": "ada@example.org", "name": "ada.lovelace"}
    visitor.post(
        "/sent/?q=hunter2hunter2",
        data,
        REMOTE_ADDR="203.0.113.9",
        headers={"authorization": "Bearer hunter2hunter2", "user-agent": "ada.lovelace"},
    )

    [line] = log.lines
    assert [exception["type"] for exception in line["exceptions"]] == [
        "django.db.utils.DataError",
        "ValueError",
    ]
    assert (line["route"], line["path"]) == ("sent", "/sent/")
    assert [secret for secret in SECRETS if secret in log.getvalue()] == []


def test_what_a_database_quotes_of_a_row_stays_out(visitor, log):
    visitor.get("/refused/")

    [exception] = log.lines[0]["exceptions"]
    assert exception["text"] == 'duplicate key value violates unique constraint "one_address"'
    assert [secret for secret in SECRETS if secret in log.getvalue()] == []


@pytest.mark.django_db
def test_who_tries_to_get_in_is_not_named(client, log):
    make_user("Authors", username="ada.lovelace", email="ada@example.org")
    for _ in range(11):
        client.post(
            "/admin/login/",
            {"login": "ada.lovelace", "password": "hunter2hunter2"},
            REMOTE_ADDR="203.0.113.9",
        )
    client.post("/admin/lost-password/", {"email": "ada@example.org"}, REMOTE_ADDR="2001:db8::7")

    assert log.lines
    assert [secret for secret in SECRETS if secret in log.getvalue()] == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("to ada@example.org: refused", "to …: refused"),
        ("<ada@example.org>", "<…>"),
        ("from 203.0.113.9 again", "from … again"),
        ("from 2001:db8::7 again", "from … again"),
        ("connection to 127.0.0.1 failed", "connection to 127.0.0.1 failed"),
        ("at 12:30:15, version 1.2.3", "at 12:30:15, version 1.2.3"),
        ("postgres://user:word@db.example/x", "postgres://…@db.example/x"),
        ("/agreements/pact/", "/agreements/pact/"),
        ("x" * 600, "x" * 500),
    ],
)
def test_what_is_left_of_a_text(text, left):
    assert discreet(text) == left


def test_a_slow_answer_is_a_line(client, log, monkeypatch):
    monkeypatch.setattr(errands, "SLOW_SECONDS", -1)
    client.get("/healthz")

    [line] = log.lines
    assert (line["message"], line["level"]) == ("A slow answer.", "WARNING")
    assert (line["path"], line["status"]) == ("/healthz", 200)


def test_what_went_well_is_no_line(client, log):
    client.get("/healthz")

    assert log.lines == []


def test_a_failed_command_is_one_line(tmp_path):
    said = python(
        "manage.py", "publish_scheduled", "-v0", DATABASE_URL=f"sqlite:///{tmp_path}/empty.sqlite3"
    )

    assert said.returncode == 1
    [line] = map(json.loads, said.stderr.splitlines())
    assert (line["message"], line["command"]) == ("The command failed.", "publish_scheduled")
    assert len(line["run"]) == 16
    assert "no such table" in line["exceptions"][0]["text"]


def test_the_drivers_words_about_a_value_stay_out(log):
    try:
        raise psycopg.errors.InvalidTextRepresentation('invalid input: "hunter2hunter2"')
    except psycopg.Error:
        logging.getLogger("fusionsite").exception("It failed.")

    assert "hunter2hunter2" not in log.getvalue()
