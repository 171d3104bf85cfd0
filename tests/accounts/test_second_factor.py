"""A lost second factor is put aside by an administrator, or at the command line."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.second_factor import reset_second_factor
from tests.accounts.door import letters, set_up_app, sign_in
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def ada():
    user = make_user("Publishers", username="ada", email="ada@register.example")
    client = Client()
    sign_in(client, "ada")
    set_up_app(client)
    return user


@pytest.fixture
def administrator(client):
    user = make_user("Administrators", first_name="Grace")
    client.force_login(user)
    return user


def reset_page(user):
    return f"/admin/accounts/user/{user.pk}/reset_second_factor/"


def test_an_administrator_resets_it_and_the_person_is_told(
    client, ada, administrator, django_capture_on_commit_callbacks
):
    assert reset_page(ada) in client.get(f"/admin/accounts/user/{ada.pk}/change/").content.decode()
    assert "Make sure that it is they who ask" in client.get(reset_page(ada)).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reset_page(ada), follow=True)

    assert "The second factor of ada was reset." in done.content.decode()
    assert not Authenticator.objects.exists()
    assert sign_in(Client(), "ada")["Location"] == "/admin/"
    letter = letters()[-1]
    assert (letter.to, "was reset" in letter.body) == (["ada@register.example"], True)
    entry = LogEntry.objects.get(object_id=str(ada.pk))
    assert (entry.user, entry.change_message) == (administrator, "Reset the second factor.")
    history = client.get(f"/admin/accounts/user/{ada.pk}/history/").content.decode()
    assert "Reset the second factor." in history


def test_who_has_no_address_for_letters_is_told_by_the_administrator(client, ada, administrator):
    ada.email = ""
    ada.save()
    done = client.post(reset_page(ada), follow=True)
    assert "No letter can tell them." in done.content.decode()


def test_where_there_is_none_nothing_is_reset(client, administrator):
    author = make_user("Authors", first_name="Bo")
    assert "Bo has no second factor" in client.get(reset_page(author)).content.decode()
    done = client.post(reset_page(author), follow=True)
    assert "Bo has no second factor." in done.content.decode()
    assert not LogEntry.objects.exists()


def test_an_account_that_is_not_there_leads_back(client, administrator):
    for key in ("999999", "9" * 30, "x", "1/2"):
        response = client.get(f"/admin/accounts/user/{key}/reset_second_factor/")
        assert response.status_code in (302, 404)


@pytest.mark.parametrize("group", ["Authors", "Publishers"])
def test_others_reset_nobodys(ada, group):
    other = make_user(group)
    with pytest.raises(PermissionDenied):
        reset_second_factor(ada, by=other)
    assert Authenticator.objects.filter(user=ada).exists()


def test_the_list_says_who_has_one(client, ada, administrator, django_assert_max_num_queries):
    for _ in range(5):
        make_user("Authors")
    with django_assert_max_num_queries(12):
        shown = client.get("/admin/accounts/user/")
    rows = {user.username: user.with_second_factor for user in shown.context["cl"].result_list}
    assert [name for name, has_one in rows.items() if has_one] == ["ada"]


def test_the_operator_resets_it(ada, capsys):
    call_command("reset_second_factor", "ada")
    assert capsys.readouterr().out == "The second factor of ada is put aside.\n"
    assert not Authenticator.objects.exists()
    call_command("reset_second_factor", "ada")
    assert capsys.readouterr().out == "ada has no second factor.\n"


def test_the_operator_is_told_of_a_name_that_is_not_there():
    with pytest.raises(CommandError, match="There is no account “nobody”"):
        call_command("reset_second_factor", "nobody")


def test_a_mail_server_that_is_down_stops_nobody(
    client, ada, administrator, settings, django_capture_on_commit_callbacks, caplog
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9  # nobody listens there
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reset_page(ada)).status_code == 302
    letters()
    assert "A letter about an account could not be sent." in caplog.text
    assert "ada@" not in caplog.text
