"""`check --deploy` says what an operator set wrongly, and nothing where all is well."""

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from fusionsite.operating.checks import check_static_files


@pytest.fixture
def said(settings, tmp_path):
    """What the checks of ours say of production with these changes."""
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://register.example", [".register.example"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.SECURE_SSL_REDIRECT = settings.BEHIND_PROXY = True

    def ask(**changes):
        for name, value in changes.items():
            setattr(settings, name, value)
        found = run_checks(include_deployment_checks=True)
        return {message.id for message in found if message.id.startswith("fusionsite.")}

    return ask


def test_nothing_is_said_where_all_is_well(said):
    assert said() == set()


@pytest.mark.parametrize(
    ("changes", "id"),
    [
        ({"ALLOWED_HOSTS": ["other.example"]}, "fusionsite.W001"),
        ({"SITE_URL": "http://register.example"}, "fusionsite.W002"),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, "fusionsite.W003"),
        ({"BEHIND_PROXY": False}, "fusionsite.I001"),
    ],
)
def test_what_is_wrong_is_said(said, changes, id):
    assert said(**changes) == {id}


@pytest.mark.parametrize("name", ["MEDIA_ROOT", "PACKAGE_ROOT"])
def test_a_folder_that_cannot_hold_files_is_named(said, tmp_path, name):
    (tmp_path / "file").touch()

    assert said(**{name: tmp_path / "file" / "folder"}) == {"fusionsite.E001"}


def test_a_folder_that_is_not_there_yet_is_no_fault(said, tmp_path):
    assert said(MEDIA_ROOT=tmp_path / "not" / "yet") == set()


def test_the_server_does_not_start_without_its_static_files(settings, tmp_path):
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "fusionsite.static_files.StaticFiles"},
    }
    settings.STATIC_ROOT, settings.STORAGES = tmp_path, storages

    with pytest.raises(ImproperlyConfigured, match="static files are not there"):
        check_static_files()
    staticfiles_storage.hashed_files = {"a.css": "a.1.css"}
    check_static_files()
