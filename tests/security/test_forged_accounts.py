"""Whoever looks after accounts raises nobody above themselves, whatever is posted."""

from itertools import product

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts.models import User
from tests.accounts.door import PASSWORD
from tests.admin_forms import add_address, address, errors_in, read_form
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

FORGED_REQUESTS = "forged requests of who looks after accounts"
NEW = {
    "usable_password": "true",
    "password1": "a new long password",
    "password2": "a new long password",
}


def keeper():
    """Keeps accounts, and may do nothing with records."""
    user = make_user(username="keeper")
    names = ["view_user", "add_user", "change_user", "delete_user"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


def administrator():
    return make_user("Administrators", username="administrator")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def group(name):
    return Group.objects.get(name=name).pk


def rights_of(user):
    user = User.objects.get(pk=user.pk)
    return (
        user.is_superuser,
        user.is_staff,
        user.is_active,
        user.username,
        user.email,
        user.password,
        sorted(user.groups.values_list("name", flat=True)),
        sorted(user.user_permissions.values_list("codename", flat=True)),
        Authenticator.objects.filter(user=user).count(),
    )


def with_single_right():
    user = make_user("Authors", username="other", is_active=True)
    user.user_permissions.add(Permission.objects.get(codename="delete_user"))
    return user


# Each may do something that the one who tries may not.
ABOVE_ADMINISTRATOR = {
    "superuser": lambda: make_user(username="other", is_superuser=True),
    "superuser in a group": lambda: make_user("Authors", username="other", is_superuser=True),
    "superuser at rest": lambda: make_user(username="other", is_superuser=True, is_active=False),
    "single right": with_single_right,
}
ABOVE_KEEPER = ABOVE_ADMINISTRATOR | {
    "publisher": lambda: make_user("Publishers", username="other"),
    "publisher at rest": lambda: make_user("Publishers", username="other", is_active=False),
    "administrator": lambda: make_user("Administrators", username="other"),
    "author": lambda: make_user("Authors", username="other"),
}
del ABOVE_KEEPER["single right"]
ATTEMPTS = {
    "take the name and the letters": (
        "change/",
        {"username": "mine", "email": "me@elsewhere.example"},
    ),
    "put to rest": ("change/", {"username": "other"}),
    "wake up": ("change/", {"username": "other", "is_active": "on", "is_staff": "on"}),
    "take the rights": ("change/", {"username": "other", "is_active": "on", "groups": []}),
    "set the password": ("password/", NEW),
    "take the password": ("password/", {"usable_password": "false", "unset-password": "1"}),
    "reset the second factor": ("reset_second_factor/", {}),
    "delete": ("delete/", {"post": "yes"}),
}


@pytest.mark.parametrize(
    ("who", "above", "attempt"),
    [
        *product([administrator], ABOVE_ADMINISTRATOR, ATTEMPTS),
        *product([keeper], ABOVE_KEEPER, ATTEMPTS),
    ],
)
def test_nobody_reaches_for_an_account_that_may_do_more(who, above, attempt, counted):
    other = {**ABOVE_ADMINISTRATOR, **ABOVE_KEEPER}[above]()
    Authenticator.objects.create(user=other, type="totp", data={"secret": "x"})
    before = rights_of(other)
    client = signed_in(who())
    page, sent = ATTEMPTS[attempt]

    response = client.post(f"/admin/accounts/user/{other.pk}/{page}", sent)

    counted(FORGED_REQUESTS, 1)
    assert response.status_code == 403
    assert rights_of(other) == before


RAISES = [
    {"is_superuser": "on"},
    {"is_superuser": "1", "user_permissions": "all"},
    {"user_permissions": "all"},
    {"user_permissions": "all", "_saveasnew": "1"},
    {"is_superuser": "on", "_popup": "1"},
    {"is_superuser": "on", "_continue": "1"},
    {"password": "md5$x$5c1d4d8d3b1a"},
    {"last_login_0": "2020-01-01", "date_joined_0": "2020-01-01"},
]


@pytest.mark.parametrize("forged", RAISES)
@pytest.mark.parametrize("whom", ["self", "author"])
@pytest.mark.parametrize("who", [administrator, keeper])
def test_nobody_is_raised_by_fields_that_the_form_does_not_have(who, whom, forged, counted):
    actor = who()
    client = signed_in(actor)
    target = actor if whom == "self" else make_user(username="ada")
    before = rights_of(target)
    if forged.get("user_permissions") == "all":
        keys = list(Permission.objects.values_list("pk", flat=True))
        forged = {**forged, "user_permissions": keys}

    client.post(address(target), read_form(client, address(target)) | forged)

    counted(FORGED_REQUESTS, 1)
    assert rights_of(target) == before
    assert User.objects.filter(is_superuser=True).count() == 0


@pytest.mark.parametrize("name", ["Authors", "Publishers", "Administrators"])
@pytest.mark.parametrize("whom", ["self", "other"])
def test_a_keeper_gives_no_group_that_may_do_more(name, whom):
    actor = keeper()
    client = signed_in(actor)
    target = actor if whom == "self" else make_user(username="ada")
    sent = read_form(client, address(target)) | {"groups": [group(name)]}

    response = client.post(address(target), sent)

    assert any("not one of the available choices" in said for said in errors_in(response))
    assert not target.groups.exists()


def test_a_group_with_one_right_more_is_not_offered():
    client = signed_in(administrator())
    larger = Group.objects.create(name="Owners")
    larger.permissions.set(Permission.objects.filter(codename="delete_user"))
    ada = make_user("Authors", username="ada")
    sent = read_form(client, address(ada))
    assert "Owners" not in client.get(address(ada)).content.decode()
    client.post(address(ada), sent | {"groups": [group("Authors"), larger.pk]})
    assert [g.name for g in ada.groups.all()] == ["Authors"]


def test_an_administrator_gives_the_groups_of_their_own_rights():
    client = signed_in(administrator())
    ada = make_user("Authors", username="ada")
    sent = read_form(client, address(ada)) | {"groups": [group("Administrators")]}
    client.post(address(ada), sent)
    assert ada.groups.get().name == "Administrators"


@pytest.mark.parametrize("forged", [{"is_superuser": "on"}, {"groups": "all"}, {"id": "1"}])
def test_a_new_account_has_no_rights_yet(forged):
    client = signed_in(administrator())
    if forged.get("groups"):
        forged = {"groups": list(Group.objects.values_list("pk", flat=True))}
    client.post(add_address(User), {"username": "new", **NEW, **forged})
    new = User.objects.get(username="new")
    assert (new.is_superuser, new.groups.count(), new.user_permissions.count()) == (False, 0, 0)


def test_the_list_changes_nobody():
    client = signed_in(administrator())
    ada = make_user("Authors", username="ada")
    before = rights_of(ada)
    sent = {"action": "delete_selected", "_selected_action": [ada.pk], "post": "yes"}
    client.post("/admin/accounts/user/", sent)
    client.post(
        "/admin/accounts/user/", {"form-0-id": ada.pk, "form-0-is_superuser": "on", "_save": "1"}
    )
    assert rights_of(ada) == before


@pytest.mark.parametrize(
    "model", ["mfa/authenticator", "account/emailaddress", "axes/accessattempt"]
)
def test_secrets_and_tries_are_on_no_page(model):
    client = signed_in(make_user(is_superuser=True))
    assert client.get(f"/admin/{model}/").status_code == 404


def test_a_superuser_looks_after_all():
    client = signed_in(make_user(is_superuser=True))
    other = make_user(username="other", is_superuser=True)
    client.post(f"/admin/accounts/user/{other.pk}/password/", NEW)
    other.refresh_from_db()
    assert not other.check_password(PASSWORD)
