"""A process with the settings of production."""

import os
import subprocess
import sys

SETTINGS = {
    "DEBUG": "0",
    "SECRET_KEY": "a-long-enough-secret-for-a-test-with-over-fifty-characters",
    "ALLOWED_HOSTS": "register.example",
    "SITE_URL": "https://register.example",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "DEFAULT_FROM_EMAIL": "editors@register.example",
    "DJANGO_SETTINGS_MODULE": "fusionsite.settings",
}


def environment(**changes):
    return {"PATH": os.environ["PATH"], "PYTHONPATH": os.getcwd(), **SETTINGS, **changes}


def python(*arguments, **changes):
    """What a process said: returncode, stdout, stderr."""
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, env=environment(**changes), capture_output=True, text=True)
