"""Signing in tells nobody who has an account, and gives up after ten tries."""

import re
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from tests.accounts.door import PASSWORD, is_signed_in, set_up_app, sign_in
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

WRONG = "a wrong password"


def nobody(name):
    return WRONG


def wrong_password(name):
    make_user("Authors", username=name)
    return WRONG


def inactive(name):
    make_user("Publishers", username=name, is_active=False)
    return PASSWORD


def inactive_and_wrong(name):
    inactive(name)
    return WRONG


def no_editor(name):
    user = make_user(username=name)
    user.is_staff = False
    user.save()
    return PASSWORD


def no_password(name):
    user = make_user(username=name)
    user.set_unusable_password()
    user.save()
    return WRONG


def superuser(name):
    make_user(username=name, is_superuser=True)
    return WRONG


def with_second_factor(name):
    make_user("Publishers", username=name)
    client = Client()
    sign_in(client, name)
    set_up_app(client)
    return WRONG


STATES = [
    nobody,
    wrong_password,
    inactive,
    inactive_and_wrong,
    no_editor,
    no_password,
    superuser,
    with_second_factor,
]


@pytest.fixture
def hashed(monkeypatch):
    """Every text that a password hasher was given."""
    given = []
    encode = MD5PasswordHasher.encode

    def count(self, password, salt):
        given.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", count)
    return given


def seen(response):
    """The answer without what the browser itself sent and the token against forgery."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, body


@pytest.fixture
def answer_to(hashed, django_assert_max_num_queries):
    """What is answered, how often the hasher ran and the database was asked, in that state."""

    def try_state(state):
        password = state("somebody")
        AccessAttempt.objects.all().delete()
        del hashed[:]
        with django_assert_max_num_queries(20) as asked:
            response = sign_in(Client(), "somebody", password)
        return seen(response), len(hashed), len(asked)

    return try_state


@pytest.mark.parametrize("state", STATES)
def test_every_sign_in_that_fails_is_answered_alike_with_the_same_work(state, answer_to):
    unknown = answer_to(nobody)

    assert "do not open an account" in unknown[0][1]
    assert answer_to(state) == unknown


def test_a_sign_in_leads_to_the_desk_and_gives_a_new_session(client):
    make_user("Authors", username="ada")
    client.get("/admin/login/")
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key

    response = sign_in(client, "ada")

    assert response["Location"] == "/admin/"
    assert client.session.session_key != before
    assert client.cookies["sessionid"]["expires"] == ""


@pytest.mark.parametrize("name", ["admin:login", "account_login"])
def test_there_is_one_door(name):
    assert resolve(reverse(name)).url_name == "account_login"


@pytest.mark.parametrize("address", ["/admin/", "/admin/agreements/agreement/"])
def test_who_is_not_signed_in_is_led_to_the_door_and_back(client, address):
    make_user("Authors", username="ada")
    door = client.get(address)["Location"]
    assert door == f"/admin/login/?next={address}"
    assert sign_in(client, "ada", next_address=address)["Location"] == address


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/admin/",
        "///elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "https:elsewhere.example",
        "javascript:alert(1)",
        "http://testserver@elsewhere.example/",
        "https://sub.testserver/",
        "http://localhost/admin/",
        " //elsewhere.example",
        "\t//elsewhere.example",
    ],
)
def test_the_way_back_stays_on_this_host(client, settings, elsewhere):
    settings.ALLOWED_HOSTS = ["testserver", "localhost", ".testserver"]
    make_user("Authors", username="ada")

    response = sign_in(client, "ada", next_address=elsewhere)

    assert response["Location"] == "/admin/"
    assert client.get("/admin/login/", {"next": elsewhere})["Location"] == "/admin/"


def test_nobody_signs_up(client):
    assert client.get("/admin/signup/").status_code == 302
    assert client.get("/accounts/signup/").status_code == 404
    assert client.get("/signup/").status_code == 404


@pytest.mark.parametrize("state", [nobody, wrong_password, inactive])
def test_ten_tries_then_a_rest_for_that_name_from_that_address(client, state):
    password = state("somebody")
    make_user("Authors", username="ada")
    answers = [sign_in(client, "somebody", password).status_code for _ in range(12)]

    assert answers == [200] * 9 + [429] * 3
    locked = sign_in(client, "somebody", PASSWORD)
    assert locked.status_code == 429
    assert locked["Retry-After"] == "900"
    assert "You have tried too often. Wait a quarter of an hour" in locked.content.decode()
    assert "somebody" not in locked.content.decode()
    assert sign_in(client, "ada").status_code == 302


def test_another_address_is_not_locked_out(client):
    make_user("Authors", username="ada")
    for _ in range(10):
        sign_in(client, "ada", WRONG, REMOTE_ADDR="192.0.2.1")

    assert sign_in(client, "ada", REMOTE_ADDR="192.0.2.1").status_code == 429
    assert sign_in(client, "ada", REMOTE_ADDR="192.0.2.2").status_code == 302


def test_a_quarter_of_an_hour_later_one_may_try_again(client):
    make_user("Authors", username="ada")
    for _ in range(11):
        sign_in(client, "ada", WRONG)

    with time_machine.travel(timezone.now() + timedelta(minutes=14), tick=True):
        assert sign_in(client, "ada").status_code == 429
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=True):
        assert sign_in(client, "ada").status_code == 302


def test_a_sign_in_that_succeeds_forgets_the_tries_before(client):
    make_user("Authors", username="ada")
    for _ in range(2):
        for _ in range(9):
            assert sign_in(client, "ada", WRONG).status_code == 200
        assert sign_in(client, "ada").status_code == 302
        client.logout()


def test_a_made_up_header_gives_no_new_tries(client):
    make_user("Authors", username="ada")
    answers = [
        sign_in(client, "ada", WRONG, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}").status_code
        for n in range(11)
    ]
    assert answers[-2:] == [429, 429]


def test_one_address_tries_thirty_names_a_minute(client):
    answers = [sign_in(client, f"name-{n}", WRONG).status_code for n in range(32)]
    assert answers == [200] * 30 + [429] * 2


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "login=ada",
        "login=a%00b&password=x",
        "login=" + "x" * 5000 + "&password=" + "x" * 5000,
        "login=%ED%A0%80&password=%FF",
        "login=a&login=b&password=c&password=d",
        "username=ada&password=x",
    ],
)
def test_whatever_is_typed_gets_the_form_again(client, sent):
    kind = "application/x-www-form-urlencoded"
    assert client.post("/admin/login/", sent, content_type=kind).status_code == 200
    assert not is_signed_in(client)


def test_nothing_answers_a_script(client):
    response = client.post(
        "/admin/login/", {"login": "a", "password": "b"}, headers={"accept": "application/json"}
    )
    assert response["Content-Type"].startswith("text/html")


def test_the_door_keeps_the_strict_policy(client):
    for address in ("/admin/login/", "/admin/lost-password/"):
        response = client.get(address)
        assert "script-src 'self'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]
        assert "no-store" in response["Cache-Control"]
