"""The second factor at sign-in: what opens, how often, and what never does."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from tests.accounts.door import code, is_signed_in, letters, set_up_app, sign_in
from tests.accounts.soft_key import SoftKey
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

DOOR = "/admin/login/code/"
NEW_KEY = "/admin/second-factor/key/"
# Keys answer to a name over https, or to this one.
AT = {"host": "localhost"}
# The beginning of a step of the clock, so that a test stays within it.
MOMENT = 1_764_100_800


@pytest.fixture(autouse=True)
def still_clock():
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def app():
    """The secret and the recovery codes of ada, who has set up an app a minute ago."""
    with time_machine.travel(MOMENT - 120, tick=False):
        make_user("Authors", username="ada", email="ada@register.example")
        client = Client()
        sign_in(client, "ada")
        return set_up_app(client)


def half_way(client):
    assert sign_in(client, "ada")["Location"] == DOOR
    return client


def give(client, text):
    return client.post(DOOR, {"code": text})


def test_the_password_alone_opens_nothing(client, app):
    half_way(client)
    assert not is_signed_in(client)
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/")["Location"] == DOOR


def test_the_code_of_the_app_opens_and_leads_on(client, app):
    sign_in(client, "ada", next_address="/admin/agreements/")
    before = client.session.session_key
    assert give(client, code(app[0]))["Location"] == "/admin/agreements/"
    assert is_signed_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_out(client, app, steps):
    half_way(client)
    assert give(client, code(app[0], steps)).status_code == 302


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_and_no_more(client, app, steps):
    half_way(client)
    assert "does not match" in give(client, code(app[0], steps)).content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize("steps", [0, -1])
def test_a_code_that_was_used_and_those_before_it_open_nothing(app, steps):
    assert give(half_way(Client()), code(app[0])).status_code == 302
    cache.clear()  # another process does not know of it

    client = half_way(Client())
    assert give(client, code(app[0], steps)).status_code == 200
    assert not is_signed_in(client)
    assert give(client, code(app[0], 1)).status_code == 302


def test_a_recovery_code_opens_once(app):
    first = app[1][0]
    assert give(half_way(Client()), first).status_code == 302
    client = half_way(Client())
    assert give(client, first).status_code == 200
    assert not is_signed_in(client)
    assert give(client, app[1][1]).status_code == 302


def test_new_recovery_codes_end_the_old_ones(client, app):
    give(half_way(client), code(app[0]))
    client.post("/admin/second-factor/recovery-codes/new/")
    stranger = half_way(Client())
    assert give(stranger, app[1][0]).status_code == 200
    assert not is_signed_in(stranger)


def test_recovery_codes_are_shown_once(client, app):
    give(half_way(client), code(app[0]))
    shown = client.get("/admin/second-factor/recovery-codes/").content.decode()
    assert "10 codes are left" in shown
    assert not any(code in shown for code in app[1])


@pytest.mark.parametrize("text", ["", "x", "000000", "ñ", "\ud800", "1" * 500, "0x1F", "\uff11"])
def test_other_texts_open_nothing(client, app, text):
    half_way(client)
    data = f"code={text}".encode("utf-8", "surrogatepass")
    kind = "application/x-www-form-urlencoded"
    assert client.post(DOOR, data, content_type=kind).status_code == 200
    assert not is_signed_in(client)


def test_ten_codes_then_a_rest_for_codes_and_passwords(client, app):
    half_way(client)
    answers = [give(client, "000000").status_code for _ in range(11)]
    assert answers == [200] * 9 + [429] * 2
    assert give(client, code(app[0])).status_code == 429
    assert sign_in(Client(), "ada").status_code == 429


def test_the_right_password_does_not_forget_wrong_codes(app):
    """Else somebody with the password would try codes for ever."""
    for _ in range(9):
        assert give(half_way(Client()), "000000").status_code == 200
    assert give(half_way(Client()), "000000").status_code == 429


def test_half_way_in_one_may_go_back(client, app):
    half_way(client)
    assert client.post("/admin/login/leave/")["Location"] == "/admin/login/"
    assert client.get("/admin/login/").status_code == 200
    assert client.get(DOOR)["Location"] == "/admin/login/"


def test_half_way_in_is_a_quarter_of_an_hour(client, app):
    half_way(client)
    with time_machine.travel(MOMENT + 16 * 60, tick=False):
        assert give(client, code(app[0])).status_code == 302
        assert not is_signed_in(client)


def test_the_database_alone_gives_no_secret_away(app):
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert app[0] not in kept
    assert not any(code in kept for code in app[1])


def test_what_another_key_wrote_opens_nothing(client, app, settings):
    settings.SECRET_KEY = "another key"
    half_way(client)
    for text in (code(app[0]), app[1][0]):
        assert give(client, text).status_code == 200
    assert not is_signed_in(client)


def test_the_app_is_set_up_with_a_code_that_it_shows(client):
    make_user("Authors", username="ada")
    sign_in(client, "ada")
    page = client.get("/admin/second-factor/app/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    assert "img-src 'self' data:" in page["Content-Security-Policy"]
    assert "script-src 'self';" in page["Content-Security-Policy"] + ";"

    assert client.post("/admin/second-factor/app/", {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()
    assert client.post("/admin/second-factor/app/", {"code": code(secret)}).status_code == 302
    assert Authenticator.objects.count() == 2


def test_an_app_that_is_taken_away_takes_the_recovery_codes_along(
    client, app, django_capture_on_commit_callbacks
):
    give(half_way(client), code(app[0]))
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/admin/second-factor/app/remove/")
    assert not Authenticator.objects.exists()
    assert sign_in(Client(), "ada")["Location"] == "/admin/"
    assert "taken away" in letters()[-1].body


ANSWERS = [
    "",
    "null",
    "[]",
    "1",
    '"x"',
    "{}",
    "{",
    '{"response": {}}',
    '{"response": {"clientDataJSON": "x"}}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA",'
    '"attestationObject":"AA","authenticatorData":"AA","signature":"AA"}}',
    '{"id":"AA","rawId":"AA","type":"x","response":{"clientDataJSON":"e30",'
    '"attestationObject":"oA","authenticatorData":"oA","signature":"AA"}}',
    '{"id":1,"rawId":2,"type":3,"response":{"clientDataJSON":4,"attestationObject":5,'
    '"authenticatorData":6,"signature":7}}',
    '{"id":"\\ud800","rawId":"é","type":null,"response":{"clientDataJSON":"\\ud800"}}',
    # Client data and authenticator data that can be read, and prove nothing.
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":'
    '"eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQUEiLCJvcmlnaW4iOiJodHRwOi8vbG9jYWxob3N0In0",'
    '"authenticatorData":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","signature":"AA"}}',
    "[" * 5000,
    '{"response":' * 1500 + "{}" + "}" * 1500,
    "x" * 30_000,
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_that_no_key_gave_opens_and_adds_nothing(client, app, answer):
    half_way(client)
    assert client.post(DOOR, {"credential": answer}).status_code == 200
    assert not is_signed_in(client)

    give(client, code(app[0]))
    client.get("/admin/second-factor/key/")
    sent = {"name": "x", "credential": answer}
    assert client.post("/admin/second-factor/key/", sent).status_code == 200
    assert client.post("/admin/confirm/key/", sent).status_code == 302
    assert Authenticator.objects.count() == 2


def options_in(response, kind):
    return response.context["js_data"][f"{kind}_options"]


@pytest.fixture
def key(client, app):
    """A key that ada has added; she is signed in."""
    give(half_way(client), code(app[0]))
    key = SoftKey()
    assert add(client, key)["Location"] == "/admin/second-factor/"
    return key


def add(client, key, **headers):
    page = client.get(NEW_KEY, headers=AT)
    sent = {"name": "Blue key", "credential": key.create(options_in(page, "creation"))}
    return client.post(NEW_KEY, sent, headers={**AT, **headers})


def half_way_at(client):
    sign_in(client, "ada", headers=AT)
    return options_in(client.get(DOOR, headers=AT), "request")


def test_a_key_opens_in_place_of_a_code(key):
    client = Client()
    answer = key.get(half_way_at(client))
    assert client.post(DOOR, {"credential": answer}, headers=AT)["Location"] == "/admin/"
    assert is_signed_in(client)


def test_an_answer_of_a_key_opens_once(key):
    client = Client()
    answer = key.get(half_way_at(client))
    client.post(DOOR, {"credential": answer}, headers=AT)
    other = Client()
    half_way_at(other)
    assert other.post(DOOR, {"credential": answer}, headers=AT).status_code == 200
    assert not is_signed_in(other)


def test_the_key_of_somebody_else_opens_nothing(key):
    client = Client()
    answer = SoftKey().get(half_way_at(client))
    assert client.post(DOOR, {"credential": answer}, headers=AT).status_code == 200
    assert not is_signed_in(client)


def test_an_answer_given_on_a_false_page_opens_nothing(key, monkeypatch):
    monkeypatch.setattr("tests.accounts.soft_key.ORIGIN", "https://elsewhere.example")
    client = Client()
    answer = key.get(half_way_at(client))
    assert client.post(DOOR, {"credential": answer}, headers=AT).status_code == 200
    assert not is_signed_in(client)


def test_a_key_shows_that_it_is_you(client, key):
    with time_machine.travel(MOMENT + 400, tick=False):
        assert client.get("/admin/second-factor/app/remove/").status_code == 302
        page = client.get("/admin/confirm/key/?next=/admin/second-factor/", headers=AT)
        sent = {"credential": key.get(options_in(page, "request"))}
        led = client.post("/admin/confirm/key/?next=/admin/second-factor/", sent, headers=AT)
        assert led["Location"] == "/admin/second-factor/"
        assert client.get("/admin/second-factor/app/remove/").status_code == 200


def test_a_key_is_taken_away_by_its_name(client, key):
    page = client.get("/admin/second-factor/").content.decode()
    assert "Blue key" in page
    own = Authenticator.objects.get(type="webauthn")
    assert "Blue key" in client.get(f"/admin/second-factor/key/{own.pk}/remove/").content.decode()
    client.post(f"/admin/second-factor/key/{own.pk}/remove/")
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_ten_keys_are_enough(client, key):
    own = Authenticator.objects.get(type="webauthn")
    Authenticator.objects.bulk_create(
        Authenticator(user=own.user, type=own.type, data=own.data) for _ in range(9)
    )
    refused = add(client, SoftKey())
    assert "Ten keys are enough" in refused.content.decode()
    assert Authenticator.objects.filter(type="webauthn").count() == 10


@pytest.mark.parametrize(
    "address",
    [
        "/admin/second-factor/",
        NEW_KEY,
        "/admin/second-factor/app/remove/",
        "/admin/second-factor/recovery-codes/",
        "/admin/second-factor/recovery-codes/new/",
        "/admin/password_change/",
        "/admin/confirm/",
        "/admin/confirm/code/",
        "/admin/confirm/key/",
    ],
)
def test_pages_about_the_way_in_ask_little_of_the_database(
    client, key, address, django_assert_max_num_queries
):
    with django_assert_max_num_queries(14):
        assert client.get(address, headers=AT).status_code == 200


def test_keys_of_others_are_not_there(client, app):
    key = Authenticator.objects.create(
        user=make_user("Authors"), type="webauthn", data={"name": "Blue"}
    )
    give(half_way(client), code(app[0]))
    address = f"/admin/second-factor/key/{key.pk}/remove/"
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert client.get(f"/admin/second-factor/key/{'9' * 30}/remove/").status_code == 404
