"""In production a publisher without a second factor reaches no page of the admin."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve, reverse

from accounts.middleware import OPEN
from accounts.models import User
from accounts.second_factor import reset_second_factor
from publishing.drafts import save_draft
from publishing.preview import name_of
from publishing.snapshots import take
from tests.accounts.door import code, set_up_app, sign_in
from tests.factories import make_agreement, make_user

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.usefixtures("production"),
]

SET_UP = "/admin/second-factor/"
SAMPLES = {"app_label": "agreements", "url": "no-such-page/"}


def routes(resolver, path=""):
    for pattern in resolver.url_patterns:
        route = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route


def address_of(route):
    """One that leads to this route."""
    path = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda m: SAMPLES[m[1]], route).replace("^", "")
    path = re.sub(r"<(?:\w+:)?\w+>", "1", path).replace("$", "").replace("\\Z", "")
    return f"/{path}"


ROUTES = [route for route in routes(get_resolver()) if route.startswith("admin/")]
ADMIN = sorted({address_of(route) for route in ROUTES})


def person(*groups, **fields):
    make_user(*groups, username="ada", email="ada@register.example", **fields)
    client = Client()
    sign_in(client, "ada")
    return client


def test_the_walk_goes_everywhere():
    assert len(ADMIN) > 120
    named = {resolve(address).view_name for address in ADMIN}
    assert {"admin:index", "admin:agreements_agreement_change", "mfa_index"} <= named


@pytest.mark.parametrize(
    "group", ["Publishers", pytest.param("Administrators", marks=pytest.mark.drill)]
)
def test_without_one_no_page_of_the_admin_is_reached(group):
    client = person(group)
    reached = []
    for address in ADMIN:
        if resolve(address).view_name in OPEN:
            continue
        for method in (client.get, client.post):
            response = method(address)
            if (response.status_code, response.get("Location")) != (302, SET_UP):
                reached.append((address, response.status_code))
    assert reached == []


def test_what_is_open_is_where_one_is_set_up_and_the_way_out():
    shown = {name: reverse(name) for name in OPEN}
    assert shown == {
        "account_login": "/admin/login/",
        "account_logout": "/admin/login/leave/",
        "account_reauthenticate": "/admin/confirm/",
        "admin:logout": "/admin/logout/",
        "mfa_activate_totp": "/admin/second-factor/app/",
        "mfa_add_webauthn": "/admin/second-factor/key/",
        "mfa_index": "/admin/second-factor/",
    }


def test_they_are_told_why():
    shown = person("Publishers").get("/admin/", follow=True)
    assert "Set up one of these to go on." in shown.content.decode()


@pytest.mark.parametrize("group", ["Publishers", "Administrators"])
def test_with_one_all_is_reached(group):
    client = person(group)
    set_up_app(client)
    for name in ("admin:index", "admin:agreements_agreement_changelist", "admin:password_change"):
        assert client.get(reverse(name)).status_code == 200


def test_at_the_next_sign_in_the_code_opens():
    secret, _codes = set_up_app(person("Publishers"))
    client = Client()
    sign_in(client, "ada", next_address="/admin/agreements/agreement/")
    assert client.get("/admin/").status_code == 302
    led = client.post("/admin/login/code/", {"code": code(secret)})
    assert led["Location"] == "/admin/agreements/agreement/"
    assert client.get("/admin/agreements/agreement/").status_code == 200


def test_a_session_from_before_the_factor_ends():
    """Somebody with the password alone would else wait in it until there is a factor."""
    early = person("Publishers")
    client = Client()
    sign_in(client, "ada")
    set_up_app(client)

    assert client.get("/admin/").status_code == 200
    assert early.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert early.get("/admin/login/").status_code == 200


def test_a_session_that_showed_no_factor_goes_no_further():
    user = make_user("Publishers", username="ada")
    client = Client()
    sign_in(client, "ada")
    set_up_app(client)
    forced = Client()
    forced.force_login(user)
    assert forced.get("/admin/")["Location"] == "/admin/login/?next=/admin/"


def test_a_made_up_key_prepares_no_session_for_the_factor_to_come():
    early = person("Publishers")
    early.get("/admin/second-factor/key/")
    early.post("/admin/second-factor/key/", {"name": "x", "credential": "{}"})
    client = Client()
    sign_in(client, "ada")
    set_up_app(client)
    assert early.get("/admin/")["Location"] == "/admin/login/?next=/admin/"


def test_a_session_with_a_factor_that_was_reset_does_not_show_the_next():
    early = person("Publishers")
    set_up_app(early)
    reset_second_factor(User.objects.get(username="ada"), by=None)
    client = Client()
    sign_in(client, "ada")
    set_up_app(client)
    assert client.get("/admin/").status_code == 200
    assert early.get("/admin/")["Location"] == "/admin/login/?next=/admin/"


def test_a_factor_that_is_reset_closes_the_admin_at_once():
    client = person("Publishers")
    set_up_app(client)
    assert client.get("/admin/").status_code == 200
    reset_second_factor(User.objects.get(username="ada"), by=None)
    assert client.get("/admin/")["Location"] == SET_UP


def test_authors_are_offered_one():
    client = person("Authors")
    shown = client.get("/admin/").content.decode()
    assert f'href="{SET_UP}"' in shown


def test_who_is_given_the_right_to_publish_needs_one():
    client = person("Authors")
    assert client.get("/admin/").status_code == 200
    User.objects.get(username="ada").user_permissions.add(
        Permission.objects.get(codename="publish_agreement")
    )
    assert client.get("/admin/")["Location"] == SET_UP


def test_a_superuser_needs_one():
    assert person(is_superuser=True).get("/admin/")["Location"] == SET_UP


def test_in_the_local_trial_it_is_only_offered(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert person("Publishers").get("/admin/").status_code == 200


def test_without_one_they_read_what_visitors_read():
    agreement = make_agreement("The pact")
    snapshot = take(agreement)
    snapshot["fields"]["title"] = "The draft"
    save_draft(agreement, snapshot, by=None)
    client = person("Publishers")
    preview = f"/preview/{name_of(agreement)}{agreement.get_absolute_url()}"

    assert client.get(agreement.get_absolute_url()).status_code == 200
    assert client.get(preview).status_code == 404
    set_up_app(client)
    assert "The draft" in client.get(preview).content.decode()


def test_the_question_costs_one_query(django_assert_max_num_queries, settings):
    client = person("Publishers")
    set_up_app(client)
    with django_assert_max_num_queries(60) as asked:
        client.get("/admin/")
    settings.SECOND_FACTOR_REQUIRED = False
    with django_assert_max_num_queries(len(asked) - 1):
        client.get("/admin/")
