"""Rows that imports keep, for tests: only what matters is named."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from imports.models import Question, Run
from tests.factories import make_theme
from themes.models import Theme


def make_run(**fields):
    values = {
        "content_type": ContentType.objects.get_for_model(Theme),
        "importer": "themes of a test",
        "origin": "themes.csv",
        "source": "themes.csv",
        "sha256": "0" * 64,
        "size": 1,
        "format": "csv",
        "reader_version": 1,
        "mapping_version": 1,
        "state": Run.State.DONE,
        "started_at": timezone.now(),
    }
    return Run.objects.create(**{**values, **fields})


def of_theme():
    return {"content_type": ContentType.objects.get_for_model(Theme), "object_id": make_theme().pk}


def make_question(**fields):
    values = {
        "run": make_run(),
        "sort": "value",
        "origin": "themes.csv",
        "key": "a",
        "number": 2,
        "label": "Magnets",
        "place": "description",
        "asked_at": timezone.now(),
        **of_theme(),
    }
    return Question.objects.create(**{**values, **fields})
