import pytest
from django.db import connection
from django.utils import translation

from tests.dates.happening import Happening


@pytest.fixture(scope="module")
def happening_table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Happening)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Happening)


@pytest.fixture
def several_languages(settings, monkeypatch):
    """As on a site that speaks several languages: with one of them Django translates nothing."""
    settings.USE_I18N = True
    monkeypatch.setattr(translation, "_trans", type(translation._trans)())
