import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone

from imports.models import Line, Question, Run, Said, Touch
from tests.factories import make_theme
from themes.models import Theme

pytestmark = pytest.mark.django_db


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


def line(**fields):
    return Line.objects.create(run=make_run(), **{"number": 2, "outcome": "created", **fields})


def touch(**fields):
    values = {"run": make_run(), "number": 2, "outcome": "created", "key": "a", **of_theme()}
    return Touch.objects.create(**{**values, **fields})


def said():
    return Said.objects.create(origin="themes.csv", key="a", at=timezone.now(), **of_theme())


def question(**fields):
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


def twice(make, **fields):
    for _time in range(2):
        make(**fields)


def touch_twice():
    run = make_run()
    twice(touch, run=run)


# Each constraint of the app, and what it does not let happen.
BROKEN = {
    "imports_run_state_is_known": lambda: make_run(state="lost"),
    "imports_run_undone_at_a_moment": lambda: make_run(state="undone"),
    "imports_line_outcome_is_known": lambda: line(outcome="lost"),
    "imports_touch_outcome_is_known": lambda: touch(outcome="lost"),
    "imports_touch_key_once_a_run": touch_twice,
    "imports_said_key_once_an_origin": lambda: twice(said),
    "imports_question_sort_is_known": lambda: question(sort="riddle", place=""),
    "imports_question_answer_is_known": lambda: question(
        answer="perhaps", answered_at=timezone.now()
    ),
    "imports_question_answered_at_a_moment": lambda: question(answer="keep"),
    "imports_question_of_a_value_has_a_place": lambda: question(place=""),
    "imports_question_of_a_value_has_a_record": lambda: question(object_id=None),
    "imports_question_open_once": lambda: twice(question),
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses_what_breaks_a_constraint(constraint):
    with pytest.raises(IntegrityError), transaction.atomic():
        BROKEN[constraint]()


def test_every_constraint_is_broken_above():
    models = apps.get_app_config("imports").get_models()

    assert {c.name for model in models for c in model._meta.constraints} == set(BROKEN)


def test_a_question_that_was_answered_may_be_asked_again():
    question(answer="keep", answered_at=timezone.now())

    question()
