import pytest
from django.conf import settings

from tests.factories import make_agreement, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PRIVATE = "private, no-store"


def test_who_is_signed_in_gets_what_nobody_may_keep(client):
    make_agreement(slug="pact")
    client.force_login(make_user("Authors"))
    for address in ("/", "/agreements/pact/", "/agreements.csv", "/nowhere/", "/robots.txt"):
        assert client.get(address).headers["Cache-Control"] == PRIVATE, address
    assert "no-store" in client.get("/admin/").headers["Cache-Control"]


def test_a_session_that_is_over_counts_too(client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "gone"
    assert client.get("/agreements/").headers["Cache-Control"] == PRIVATE
    response = client.get("/agreements/", headers={"authorization": "Basic eDp5"})
    assert response.headers["Cache-Control"] == PRIVATE


def test_public_pages_are_asked_for_each_time_whatever_they_answer(client):
    make_agreement(slug="pact")
    for address in ("/", "/agreements/pact/", "/agreements/nowhere/", "/agreements/?page=99"):
        assert client.get(address).headers["Cache-Control"] == "no-cache", address


def test_what_sets_a_cookie_is_for_one_visitor(client):
    response = client.get("/admin/login/")
    assert response.cookies
    assert "no-store" in response.headers["Cache-Control"]
