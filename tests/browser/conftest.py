"""A real browser: the system's own Chromium, on the pages of a running site."""

import os
import shutil

import pytest
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
INSTALL = "apt-get install -y chromium"
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def chromium():
    if CHROMIUM is None:
        reason = f"There is no Chromium on this machine. Install it with: {INSTALL}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return CHROMIUM


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium):
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": chromium, "args": [*QUIET, *as_root]}


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """The address of a running site with the whole starter register, read once a module.

    Tests that use it only read.
    """
    with django_db_blocker.unblock():
        call_command("import_register", "data/starter", quiet=True)
        server = LiveServer("localhost")
        yield server.url
        server.stop()
        call_command("flush", interactive=False, verbosity=0)
