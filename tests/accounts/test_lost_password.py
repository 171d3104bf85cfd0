"""A lost password: a letter to the address of the account, and no word of whether there is one."""

import logging
import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from fusionsite.logs import WithoutTokens
from tests.accounts.door import PASSWORD, is_signed_in, letters, set_up_app, sign_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db

NEW = "correct horse battery"
ADDRESS = "ada@register.example"


def ask(client, email=ADDRESS):
    return client.post("/admin/lost-password/", {"email": email}, follow=True)


def link_in(letter):
    return re.search(r"http\S+?(/admin/lost-password/\S+)", letter.body)[1]


def choose(client, link, password=NEW, again=None):
    page = client.get(link, follow=True)
    sent = {"password1": password, "password2": again or password}
    return client.post(page.request["PATH_INFO"], sent, follow=True)


def ada(**fields):
    return make_user("Authors", **{"username": "ada", "email": ADDRESS, **fields})


def seen(response):
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, response.redirect_chain, body


STATES = [
    (lambda: None, 0),
    (ada, 1),
    (lambda: ada(is_active=False), 0),
    (lambda: ada(is_superuser=True), 1),
    (lambda: ada(email="Ada@Register.example"), 1),
    (lambda: [ada(username=f"ada-{n}") for n in range(8)], 5),
]


@pytest.mark.parametrize(("state", "count"), STATES)
def test_every_request_is_answered_alike(client, state, count):
    unknown = seen(ask(Client(), "nobody@register.example"))
    state()

    assert seen(ask(client)) == unknown
    assert "If an account has this address" in unknown[2]
    assert len(letters()) == count


def test_the_same_work_is_done_for_nobody(client, django_assert_num_queries, monkeypatch):
    made = []
    build = mail.EmailMessage.__init__

    def count(self, *args, **options):
        made.append(args)
        build(self, *args, **options)

    monkeypatch.setattr(mail.EmailMessage, "__init__", count)
    ada()
    with django_assert_num_queries(1):
        client.post("/admin/lost-password/", {"email": "nobody@register.example"})
    assert len(made) == 1
    with django_assert_num_queries(1):
        client.post("/admin/lost-password/", {"email": ADDRESS})
    assert len(made) == 2
    assert len(letters()) == 1


def test_the_letter_leads_to_a_new_password(client, settings, django_capture_on_commit_callbacks):
    settings.SITE_URL = "https://register.example"
    ada()
    ask(client)
    letter = letters()[0]
    assert letter.to == [ADDRESS]
    assert "for ada" in letter.body
    assert "https://register.example/admin/lost-password/" in letter.body

    with django_capture_on_commit_callbacks(execute=True):
        done = choose(client, link_in(letter))

    assert "Your password is set" in done.content.decode()
    assert not is_signed_in(client)
    assert sign_in(client, "ada", NEW)["Location"] == "/admin/"
    assert "set anew" in letters()[1].body


def test_a_host_that_a_visitor_made_up_is_not_in_the_letter(client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    ada()
    client.post("/admin/lost-password/", {"email": ADDRESS}, headers={"host": "other.example"})
    assert "other.example" not in letters()[0].body


def test_the_way_works_once(client):
    ada()
    ask(client)
    link = link_in(letters()[0])
    choose(client, link)
    again = client.get(link, follow=True)
    assert "no longer works" in again.content.decode()
    assert "form.password1" not in again.content.decode()


@pytest.mark.parametrize(
    "link",
    [
        "/admin/lost-password/1/set-password/",
        "/admin/lost-password/1/abc-def/",
        "/admin/lost-password/zzzzzzzzzzzzz/abc-def/",
        "/admin/lost-password/zzzzzzzzzzzzzzzzzzzz/abc-def/",
        "/admin/lost-password/-/-/",
    ],
)
def test_a_made_up_way_leads_nowhere(client, link):
    ada()
    assert "no longer works" in client.get(link).content.decode()
    assert client.post(link, {"password1": NEW, "password2": NEW}).status_code == 200
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("password", "again", "reason"),
    [
        ("short", None, "too short"),
        ("123456789012345", None, "entirely numeric"),
        ("qwerty123456", None, "too common"),
        ("ada@register.example", None, "too similar"),
        (NEW, "another one entirely", "must type the same"),
    ],
)
def test_the_rules_of_passwords_hold(client, password, again, reason):
    ada()
    ask(client)
    shown = choose(client, link_in(letters()[0]), password, again)
    assert reason in shown.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_a_new_password_ends_every_session_and_keeps_the_second_factor(client):
    ada()
    sign_in(client, "ada")
    set_up_app(client)
    other = Client()
    ask(other)
    choose(other, link_in(letters()[-1]))

    assert not is_signed_in(client)
    assert sign_in(other, "ada", NEW)["Location"] == "/admin/login/code/"
    assert not is_signed_in(other)


def test_three_letters_to_one_address_in_a_quarter_of_an_hour(client):
    answers = [ask(client).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 429, 429]


def test_an_address_that_is_none_gets_the_form_again(client):
    shown = ask(client, "nobody")
    assert shown.status_code == 200
    assert "valid email" in shown.content.decode()


def test_an_account_without_a_password_gets_its_first_by_letter(client):
    user = ada()
    user.set_unusable_password()
    user.save()
    ask(client)
    choose(client, link_in(letters()[0]))
    assert sign_in(client, "ada", NEW).status_code == 302


def test_no_log_holds_the_way_to_a_password():
    request = '"GET /admin/lost-password/1/abc-def/ HTTP/1.1"'
    said = logging.LogRecord("django.server", logging.INFO, "", 1, request, (), None)
    WithoutTokens().filter(said)
    assert said.getMessage() == '"GET /admin/lost-password/1/…/ HTTP/1.1"'
