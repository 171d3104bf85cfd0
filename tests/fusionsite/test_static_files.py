"""Styles, the font and icons: small, kept for ever, and all that a page loads."""

import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from .weighing import FILES, weight_of_file

MANIFEST = "fusionsite.static_files.StaticFiles"


@pytest.fixture
def collected(settings, tmp_path):
    """The project's own static files as production serves them: hashed and compressed."""
    settings.DEBUG = False
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [FILES.parent]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": MANIFEST}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))


def fetched(server, address):
    return server(RequestFactory().head(address, headers={"accept-encoding": "gzip"}))


@pytest.mark.parametrize(
    "name", ["css/site.css", "fonts/schibsted-grotesk-400-700.woff2", "icon.svg", "share.png"]
)
def test_a_file_with_a_hash_in_its_name_is_kept_for_ever(collected, name):
    address = staticfiles_storage.url(f"fusionsite/{name}")

    response = fetched(collected, address)

    assert re.search(r"\.[0-9a-f]{12}\.", address)
    assert response.status_code == 200
    cache = response.headers["Cache-Control"]
    assert "immutable" in cache
    assert "public" in cache
    assert int(re.search(r"max-age=([0-9]+)", cache)[1]) >= 31_536_000


def test_the_styles_come_compressed_and_name_the_font_that_pages_load_ahead(collected):
    styles = fetched(collected, staticfiles_storage.url("fusionsite/css/site.css"))
    font = staticfiles_storage.url("fusionsite/fonts/schibsted-grotesk-400-700.woff2")

    assert styles.headers["Content-Encoding"] == "gzip"
    with staticfiles_storage.open(
        staticfiles_storage.stored_name("fusionsite/css/site.css")
    ) as file:
        text = file.read().decode()
    assert font.rpartition("/")[2] in text
    assert "/*" not in text
    assert "\n " not in text
    assert len(text) < (FILES / "css" / "site.css").stat().st_size * 0.85


def test_styles_font_and_icon_leave_room_for_the_page():
    assert weight_of_file(FILES / "css" / "site.css") <= 10_000
    assert weight_of_file(FILES / "fonts" / "schibsted-grotesk-400-700.woff2") <= 36_500
