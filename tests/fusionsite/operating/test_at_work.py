"""Nobody notices when the server begins anew, or a migration changes a table that is read."""

import subprocess
import sys
from contextlib import closing, contextmanager

import pytest
from django.db import connection

from fusionsite.management.commands.migrate import LOCK_SECONDS
from tests.factories import make_agreement

from .production import environment
from .serving import Visitors, database_url, served

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]

RELOADS = 5
# The server of the tests shares its cores with the visitors.
SLACK_SECONDS = 5
SETTINGS = """
from fusionsite.settings import *
INSTALLED_APPS = [*INSTALLED_APPS, "planted"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
"""
MIGRATION = """
from django.db import migrations
class Migration(migrations.Migration):
    operations = [
        migrations.RunSQL(
            "ALTER TABLE agreements_agreement ADD COLUMN planted integer",
            "ALTER TABLE agreements_agreement DROP COLUMN planted",
        )
    ]
"""


@pytest.fixture
def planted(tmp_path):
    """Variables of a process whose site has a migration more."""
    folder = tmp_path / "planted" / "migrations"
    folder.mkdir(parents=True)
    (tmp_path / "planted_settings.py").write_text(SETTINGS)
    (tmp_path / "planted" / "__init__.py").touch()
    (folder / "__init__.py").touch()
    (folder / "0001_planted.py").write_text(MIGRATION)
    return {
        "DJANGO_SETTINGS_MODULE": "planted_settings",
        "PYTHONPATH": f"{environment()['PYTHONPATH']}:{tmp_path}",
        "DATABASE_URL": database_url(),
        # Each visit asks the database.
        "PAGE_CACHE_MB": "0",
        "PAGE_CACHE_ROOT": str(tmp_path / "page-cache"),
    }


@pytest.fixture
def addresses():
    return ["/agreements/", make_agreement().get_absolute_url()]


@pytest.fixture
def migrate(planted):
    def begin(*arguments):
        command = [sys.executable, "manage.py", "migrate", "planted", *arguments]
        variables = environment(**planted)
        return subprocess.Popen(
            command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    yield begin
    assert ended(begin("zero")) == 0


def ended(command):
    command.communicate()
    return command.returncode


def test_no_request_is_lost_while_the_workers_are_replaced(
    tmp_path, planted, migrate, addresses, capsys
):
    assert ended(migrate()) == 0
    with served(tmp_path / "socket", **planted) as site, Visitors(site, addresses) as visitors:
        for _ in range(RELOADS):
            site.reload()
            visitors.wait_for_more(10)

    with capsys.disabled():
        print(f"\n{RELOADS} reloads, {visitors.answered} requests, {len(visitors.failures)} failed")
    assert visitors.failures == []


def test_a_migration_lets_everybody_go_on(tmp_path, planted, migrate, addresses, capsys):
    """Though somebody reads the table for long: on PostgreSQL the migration stands back."""
    assert ended(migrate()) == 0
    with served(tmp_path / "socket", **planted) as site:
        assert ended(migrate("zero")) == 0
        with Visitors(site, addresses) as visitors:
            visitors.wait_for_more(10)
            with somebody_reading():
                command = migrate()
                said = command.stderr.readline().decode()
            assert ended(command) == 0
            visitors.wait_for_more(10)

    with capsys.disabled():
        print(
            f"\na migration among {visitors.answered} requests, {len(visitors.failures)} failed, "
            f"the slowest took {visitors.slowest:.1f} s"
        )
    assert ("A table is in use" in said) == (connection.vendor == "postgresql")
    assert visitors.failures == []
    assert visitors.slowest < LOCK_SECONDS + SLACK_SECONDS


@contextmanager
def somebody_reading():
    """A transaction that has read agreements and is not over."""
    with closing(connection.copy()) as other:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM agreements_agreement")
        yield
        other.rollback()
