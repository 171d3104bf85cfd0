import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.http import HttpRequest

from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def local_trial(settings):
    settings.DEBUG = True
    settings.TRIAL_PASSWORD = ""


def signed_in(name, password):
    return authenticate(HttpRequest(), username=name, password=password)


def said(capsys, *options):
    call_command("create_trial_editors", *options)
    return capsys.readouterr().out


def printed_password(words, name):
    line = next(line for line in words.splitlines() if line.startswith(f"| {name} "))
    return line.split()[2]


def test_each_editor_is_made_in_its_group_and_can_sign_in(capsys):
    words = said(capsys)
    for name, group in (
        ("author", "Authors"),
        ("reviewer", "Publishers"),
        ("admin", "Administrators"),
    ):
        editor = signed_in(name, printed_password(words, name))
        assert editor.is_staff
        assert editor.groups.get().name == group


def test_only_admin_is_a_superuser(capsys):
    said(capsys)
    assert User.objects.get(is_superuser=True).username == "admin"


def test_a_second_run_only_says_how_to_get_new_passwords(capsys):
    password = printed_password(said(capsys), "author")
    words = said(capsys)
    assert "--reset" in words
    assert len(words.splitlines()) == 1
    assert signed_in("author", password)


def test_reset_gives_new_passwords(capsys):
    old = printed_password(said(capsys), "author")
    new = printed_password(said(capsys, "--reset"), "author")
    assert not signed_in("author", old)
    assert signed_in("author", new)


def test_the_trial_password_is_used_when_it_is_set(capsys, settings):
    settings.TRIAL_PASSWORD = "correct-horse"
    said(capsys)
    assert signed_in("reviewer", "correct-horse")


def test_no_trial_editors_outside_the_local_trial(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG is off"):
        call_command("create_trial_editors")
    assert not User.objects.exists()
