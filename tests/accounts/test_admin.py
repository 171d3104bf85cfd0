"""Who looks after the accounts, and how far."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from accounts.models import User
from tests.admin_forms import add_address, address, read_form
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(make_user("Administrators"))
    return client


def group(name):
    return Group.objects.get(name=name).pk


def test_administrator_makes_an_editor_who_can_sign_in(administrator):
    passwords = {"password1": "correct horse battery", "password2": "correct horse battery"}
    sent = {"username": "new", "usable_password": "true", **passwords}
    administrator.post(add_address(User), sent)
    editor = User.objects.get(username="new")
    assert (editor.is_staff, editor.is_superuser) == (True, False)


def test_administrator_chooses_a_group(administrator):
    editor = make_user("Authors")
    sent = read_form(administrator, address(editor)) | {"groups": [group("Publishers")]}
    administrator.post(address(editor), sent)
    assert editor.groups.get().name == "Publishers"


def test_administrator_cannot_make_a_superuser_or_give_single_rights(administrator):
    editor = make_user("Authors")
    right = Permission.objects.get(codename="delete_user")
    sent = read_form(administrator, address(editor))
    administrator.post(
        address(editor), sent | {"is_superuser": "on", "user_permissions": [right.pk]}
    )
    editor.refresh_from_db()
    assert not editor.is_superuser
    assert not editor.user_permissions.exists()


@pytest.mark.parametrize("page", ["change", "password"])
def test_administrator_cannot_change_a_superuser(administrator, page):
    superuser = make_user(is_superuser=True, username="chief")
    url = (
        address(superuser)
        if page == "change"
        else reverse("admin:auth_user_password_change", args=[superuser.pk])
    )
    sent = {"password1": "correct horse battery", "password2": "correct horse battery"}
    assert administrator.post(url, {"username": "mine", **sent}).status_code == 403
    superuser.refresh_from_db()
    assert superuser.username == "chief"
    assert superuser.check_password("a long password")


def test_superuser_makes_a_superuser(client):
    client.force_login(make_user(is_superuser=True))
    editor = make_user("Administrators")
    client.post(address(editor), read_form(client, address(editor)) | {"is_superuser": "on"})
    editor.refresh_from_db()
    assert editor.is_superuser


@pytest.mark.parametrize("name", ["Authors", "Publishers"])
def test_others_do_not_see_the_accounts(client, name):
    client.force_login(make_user(name))
    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 403


def test_groups_are_not_edited():
    assert not admin.site.is_registered(Group)
