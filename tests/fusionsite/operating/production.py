"""A process with the settings of production."""

import os
import subprocess
import sys

from tests.fusionsite.test_environment import PRODUCTION

SETTINGS = {
    **PRODUCTION,
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "DJANGO_SETTINGS_MODULE": "fusionsite.settings",
}


def environment(**changes):
    return {"PATH": os.environ["PATH"], "PYTHONPATH": os.getcwd(), **SETTINGS, **changes}


def python(*arguments, **changes):
    """What a process said: returncode, stdout, stderr."""
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, env=environment(**changes), capture_output=True, text=True)
