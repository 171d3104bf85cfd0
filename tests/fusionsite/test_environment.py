"""A wrong or missing setting ends the start with a sentence that says what to set."""

import os
import subprocess
import sys

import pytest

PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "a-long-enough-secret-for-a-test-with-over-fifty-characters",
    "ALLOWED_HOSTS": "register.example",
    "SITE_URL": "https://register.example",
    "DEFAULT_FROM_EMAIL": "editors@register.example",
}
READ_SETTINGS = "import fusionsite.settings as s; print(s.ALLOWED_HOSTS, s.DATABASES['default'])"


def start(tmp_path, **changes):
    """Read the settings in a process of its own; a change to None takes a variable away."""
    variables = {**PRODUCTION, "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", **changes}
    environment = {name: value for name, value in variables.items() if value is not None}
    command = [sys.executable, "-c", READ_SETTINGS]
    path = {"PATH": os.environ["PATH"], "PYTHONPATH": os.getcwd()}
    return subprocess.run(command, env=path | environment, capture_output=True, text=True)


def test_the_site_starts_with_what_production_must_set(tmp_path):
    started = start(tmp_path)

    assert started.returncode == 0, started.stderr
    assert "register.example" in started.stdout


def test_the_local_trial_needs_no_setting(tmp_path):
    started = start(tmp_path, DEBUG="1", **dict.fromkeys(set(PRODUCTION) - {"DEBUG"}))

    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DEFAULT_FROM_EMAIL"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_missing_setting_is_named(tmp_path, name, value):
    started = start(tmp_path, **{name: value})

    assert started.returncode != 0
    assert f"{name} is not set. Set {name} to" in started.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY has only 5 characters. Set SECRET_KEY to"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS allows every host. Set ALLOWED_HOSTS to"),
        ("SITE_URL", "register.example", "SITE_URL is “register.example”. Set SITE_URL to"),
        ("SITE_URL", "ftp://register.example", "Set SITE_URL to the public address"),
        ("API_REQUESTS_A_MINUTE", "-1", "Set API_REQUESTS_A_MINUTE to a whole number."),
        ("STATEMENT_TIMEOUT_SECONDS", "4000", "Set STATEMENT_TIMEOUT_SECONDS to 3600 at most."),
        ("SENTRY_DSN", "sentry.example", "Set SENTRY_DSN to one such as https://key@sentry"),
        ("SENTRY_DSN", "https://sentry.example/1", "SENTRY_DSN is no address of a project"),
        ("DEBUG", "maybe", "DEBUG is “maybe”. Set DEBUG to 1 or 0."),
        ("MAINTENANCE", "soon", "MAINTENANCE is “soon”. Set MAINTENANCE to 1 or 0."),
        ("DATABASE_URL", "mysql://localhost/register", "Set DATABASE_URL to postgres://"),
        ("CACHE_URL", "memory://", "CACHE_URL begins with “memory”. Set CACHE_URL to one of"),
        ("EMAIL_URL", "pigeon://loft", "EMAIL_URL begins with “pigeon”. Set EMAIL_URL to"),
        ("MEDIA_URL", "https://KEY:SECRET@store.example/files", "MEDIA_URL names no object store."),
        ("MEDIA_URL", "s3://store.example/files", "Set MEDIA_URL to s3://KEY:SECRET@host/bucket"),
        ("MEDIA_URL", "s3://KEY:SECRET@store.example/", "MEDIA_URL names no object store."),
        ("MEDIA_URL", "s3://KEY:SECRET@store.example/files?regoin=x", "Set MEDIA_URL to s3://"),
        ("MEDIA_URL", "s3://KEY:SECRET@store.example:x/files", "MEDIA_URL is no address."),
        ("SEVERAL_HOSTS", "1", "but the database is SQLite"),
        ("PURGE_URL", "cdn.example/purge", "Set PURGE_URL to the address that takes a POST"),
        ("PAGE_CACHE_MB", "much", "Set PAGE_CACHE_MB to a whole number."),
        ("SECURITY_CONTACT", "me@here.example", "Set SECURITY_CONTACT to one address such as"),
        ("SECURITY_CONTACT", "mailto:a@b.example\nX: y", "Set SECURITY_CONTACT to one address"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_right(tmp_path, name, value, sentence):
    started = start(tmp_path, **{name: value})

    assert started.returncode != 0
    assert sentence in started.stderr


def test_a_cache_in_front_keeps_only_what_is_kept_here(tmp_path):
    started = start(tmp_path, PAGE_CACHE_MB="0", SHARED_CACHE_SECONDS="60")

    assert started.returncode != 0
    assert "Set PAGE_CACHE_MB to 32 or so, or SHARED_CACHE_SECONDS to 0." in started.stderr


def test_a_database_url_names_the_database(tmp_path):
    started = start(tmp_path, DATABASE_URL="postgres://user:word@db.example:5433/register")

    assert "postgresql" in started.stdout
    assert "db.example" in started.stdout


def test_a_wrong_address_of_sentry_is_not_quoted(tmp_path):
    assert "hush" not in start(tmp_path, SENTRY_DSN="https://hush@sentry.example").stderr


def test_sentry_without_its_package_is_told_how_to_get_it(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as u\n"
        "find = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'sentry_sdk' else find(name, *rest)\n"
    )
    started = start(
        tmp_path,
        SENTRY_DSN="https://key@sentry.example/1",
        PYTHONPATH=f"{tmp_path}:{os.getcwd()}",
    )

    assert started.returncode != 0
    assert "Run uv sync --locked --no-default-groups --group sentry" in started.stderr


STORE = "s3://KEY:a%2Fb@store.example:9000/files?region=eu-west-2&prefix=register"
READ_STORE = "import fusionsite.settings as s; print(s.STORAGES['default'])"


def test_a_media_url_names_the_object_store(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "READ_SETTINGS", READ_STORE)

    told = start(tmp_path, MEDIA_URL=STORE).stdout

    for said in ("a/b", "https://store.example:9000", "'files'", "'eu-west-2'", "'register'"):
        assert said in told


def test_files_are_in_a_folder_or_in_a_store(tmp_path):
    started = start(tmp_path, MEDIA_URL=STORE, MEDIA_ROOT=str(tmp_path))

    assert "MEDIA_URL and MEDIA_ROOT are both set. Set one of them." in started.stderr


def test_no_message_repeats_the_secret_of_the_store(tmp_path):
    started = start(tmp_path, MEDIA_URL="s3://KEY:SECRET@store.example/files/more")

    assert "MEDIA_URL names no object store." in started.stderr
    assert "@store.example" not in started.stderr


def test_the_packages_for_an_object_store_are_asked_for(tmp_path, monkeypatch):
    hidden = "import importlib.util as u; u.find_spec = lambda name: None; "
    monkeypatch.setitem(globals(), "READ_SETTINGS", hidden + READ_SETTINGS)

    assert "--group s3" in start(tmp_path, MEDIA_URL=STORE).stderr
