"""What a reader sees when there is nothing to see."""

import re

import pytest
from django.test import Client
from django.urls import path

from fusionsite import urls
from fusionsite.views import HomeView
from publishing.actions import unpublish
from tests.factories import make_agreement, make_user

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def broken(request):
    raise RuntimeError("A secret of the inside")


# A site of its own, with one page that breaks.
urlpatterns = [path("broken/", broken), *urls.urlpatterns]


def test_a_page_that_is_not_there_leads_on(client):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "We cannot find that page" in text_of(response)
    for address in ("/agreements/", "/organisations/", "/countries/", "/news/", "/contact/"):
        assert f'href="{address}"' in response.content.decode()


def test_an_address_that_cannot_be_read_says_why(client):
    response = client.get("/agreements/", {"kind": "a\0b"})

    assert response.status_code == 400
    assert "holds a character that is not text" in text_of(response)


def test_an_address_without_bound_is_refused(client):
    response = client.get("/", {"x": "y" * 5000})

    assert response.status_code == 400
    assert "The address is too long" in text_of(response)


def test_another_host_is_answered_with_the_page_too(client, settings):
    settings.ALLOWED_HOSTS = ["register.example"]

    response = client.get("/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert "We cannot read that request" in text_of(response)


def test_what_was_taken_back_says_why(client):
    agreement = make_agreement()
    unpublish(agreement, by=None, reason="It was never made.")

    response = client.get(agreement.get_absolute_url())

    assert response.status_code == 410
    assert "Reason given: It was never made." in text_of(response)


def test_an_editor_without_the_right_is_told_so(client):
    client.force_login(make_user("Authors"))

    response = client.get("/admin/accounts/user/")

    assert response.status_code == 403
    assert "You may not see this page" in text_of(response)


def test_a_form_without_its_token_is_refused_with_advice():
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/admin/login/", {"username": "a", "password": "b"})

    assert response.status_code == 403
    assert "The form was not accepted" in text_of(response)


def test_an_error_of_ours_says_so_and_tells_nothing_else(client, settings):
    settings.ROOT_URLCONF = "tests.fusionsite.test_errors"
    client.raise_request_exception = False

    response = client.get("/broken/")

    assert response.status_code == 500
    assert "Something went wrong at our end" in text_of(response)
    assert "secret" not in response.content.decode()


def test_the_error_page_needs_no_database(client, settings, monkeypatch):
    settings.ROOT_URLCONF = "tests.fusionsite.test_errors"
    client.raise_request_exception = False
    monkeypatch.setattr(HomeView, "get_context_data", broken)

    assert client.get("/broken/").status_code == 500
    assert client.get("/").status_code == 500


@pytest.mark.parametrize("address", ["/", "/agreements/", "/no-such-page/", "/media/news/a.png"])
def test_maintenance_closes_every_public_page(client, settings, address):
    settings.MAINTENANCE = True

    response = client.get(address)

    assert response.status_code == 503
    assert response["Retry-After"] == "300"
    assert "closed for maintenance" in text_of(response)


def test_editors_go_on_during_maintenance(client, settings):
    settings.MAINTENANCE = True

    assert client.get("/admin/login/").status_code == 200


@pytest.mark.parametrize("address", ["/no-such-page/", "/?x=%00"])
def test_error_pages_carry_the_headers_of_every_page(client, address):
    response = client.get(address)

    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "noindex" in response.content.decode()
