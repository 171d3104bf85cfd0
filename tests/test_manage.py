"""What an operator reads when a command cannot do its work."""

import os
import subprocess
import sys

import pytest

from tests.test_repository import ROOT

# Nothing listens there.
NOWHERE = "postgres://nobody@127.0.0.1:1/register"


def manage(*arguments):
    command = [sys.executable, "manage.py", *arguments]
    environment = os.environ | {"DATABASE_URL": NOWHERE}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_a_command_without_its_database_says_so_in_a_sentence():
    ended = manage("publish_scheduled")
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert ended.stderr.startswith("The register is out of reach for a moment. Run the command")


@pytest.mark.drill
def test_whoever_asks_for_it_sees_where_it_broke():
    ended = manage("publish_scheduled", "--traceback")
    assert ended.returncode == 1
    assert "Traceback" in ended.stderr
