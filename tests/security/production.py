"""The settings as production reads them, in the process of the tests."""

import importlib.util
import os
from unittest import mock

from django.conf import settings as current

from tests.fusionsite.test_environment import PRODUCTION

HOST = PRODUCTION["ALLOWED_HOSTS"]
# What the tests have of their own: a database, a folder for files, letters that go nowhere.
OF_THE_TESTS = {
    *("DATABASES", "CACHES", "STORAGES", "MEDIA_ROOT", "PACKAGE_ROOT", "STATIC_ROOT"),
    "LOGGING",
    *("EMAIL_BACKEND", "PASSWORD_HASHERS", "API_REQUESTS_A_MINUTE", "SETTINGS_MODULE"),
}


def settings_of_production(**variables):
    """{name: value} of fusionsite/settings.py, read anew with the variables of a server."""
    spec = importlib.util.find_spec("fusionsite.settings")
    module = importlib.util.module_from_spec(spec)
    with mock.patch.dict(os.environ, {**PRODUCTION, **variables}):
        spec.loader.exec_module(module)
    return {name: value for name, value in vars(module).items() if name.isupper()}


def as_in_production(settings, **variables):
    """Change the settings of a test to those of production."""
    for name, value in settings_of_production(**variables).items():
        if name not in OF_THE_TESTS and getattr(current, name, None) != value:
            setattr(settings, name, value)
