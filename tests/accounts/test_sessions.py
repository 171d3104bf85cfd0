"""When a session ends."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.accounts.door import PASSWORD, is_signed_in, letters, sign_in
from tests.admin_forms import address, read_form
from tests.factories import make_user

pytestmark = pytest.mark.django_db

NEW = "correct horse battery"


@pytest.fixture
def ada():
    return make_user("Authors", username="ada", email="ada@register.example")


@pytest.fixture
def two(ada):
    """Two browsers of one person."""
    clients = Client(), Client()
    for client in clients:
        sign_in(client, "ada")
        assert is_signed_in(client)
    return clients


def change(client, old=PASSWORD, new=NEW):
    sent = {"oldpassword": old, "password1": new, "password2": new}
    return client.post("/admin/password_change/", sent)


def test_logging_out_ends_it(two):
    cookie = two[0].cookies["sessionid"].value
    two[0].post("/admin/logout/")
    two[0].cookies["sessionid"] = cookie
    assert not is_signed_in(two[0])
    assert is_signed_in(two[1])


def test_a_new_password_ends_the_others(two, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert change(two[0])["Location"] == "/admin/"
    assert is_signed_in(two[0])
    assert not is_signed_in(two[1])
    assert "Your password was changed" in letters()[0].body


def test_a_password_set_by_an_administrator_ends_all(two, ada, django_capture_on_commit_callbacks):
    administrator = Client()
    administrator.force_login(make_user("Administrators"))
    sent = {"usable_password": "true", "password1": NEW, "password2": NEW}
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(f"/admin/accounts/user/{ada.pk}/password/", sent)
    assert not is_signed_in(two[0])
    assert not is_signed_in(two[1])
    assert "An administrator has set your password" in letters()[0].body


@pytest.mark.parametrize("field", ["is_active", "is_staff"])
def test_an_account_put_to_rest_is_out_at_once(two, ada, field):
    administrator = Client()
    administrator.force_login(make_user("Administrators"))
    sent = read_form(administrator, address(ada))
    sent.pop(field)
    administrator.post(address(ada), sent)
    for client in two:
        assert client.get("/admin/").status_code == 302
        assert not is_signed_in(client)


def test_a_working_day_is_enough(ada, client):
    sign_in(client, "ada")
    with time_machine.travel(timezone.now() + timedelta(hours=11), tick=True):
        assert is_signed_in(client)
    with time_machine.travel(timezone.now() + timedelta(hours=13), tick=True):
        assert not is_signed_in(client)


def test_the_present_password_is_asked_for_and_its_tries_are_counted(two):
    for _ in range(9):
        assert change(two[0], old="wrong").status_code == 200
    assert change(two[0], old="wrong").status_code == 429
    assert change(two[0]).status_code == 429
    assert User.objects.get(username="ada").check_password(PASSWORD)


def test_what_is_about_the_way_in_asks_for_the_password_again_after_a_while(ada, client):
    sign_in(client, "ada")
    assert client.get("/admin/second-factor/app/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=True):
        asked = client.get("/admin/second-factor/app/")
        assert asked["Location"] == "/admin/confirm/?next=%2Fadmin%2Fsecond-factor%2Fapp%2F"
        assert client.post(asked["Location"], {"password": "wrong"}).status_code == 200
        led = client.post(asked["Location"], {"password": PASSWORD})
        assert led["Location"] == "/admin/second-factor/app/"
        assert client.get("/admin/second-factor/app/").status_code == 200


def test_the_way_back_from_being_asked_stays_on_this_host(ada, client):
    sign_in(client, "ada")
    led = client.post("/admin/confirm/?next=https://elsewhere.example/", {"password": PASSWORD})
    assert led["Location"] == "/admin/"
