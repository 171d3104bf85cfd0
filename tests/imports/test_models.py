import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from imports.models import Line, Said, Touch

from .making import make_question, make_run, of_theme

pytestmark = pytest.mark.django_db


def line(**fields):
    return Line.objects.create(run=make_run(), **{"number": 2, "outcome": "created", **fields})


def touch(**fields):
    values = {"run": make_run(), "number": 2, "outcome": "created", "key": "a", **of_theme()}
    return Touch.objects.create(**{**values, **fields})


def said():
    return Said.objects.create(origin="themes.csv", key="a", at=timezone.now(), **of_theme())


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
    "imports_question_sort_is_known": lambda: make_question(sort="riddle", place=""),
    "imports_question_answer_is_known": lambda: make_question(
        answer="perhaps", answered_at=timezone.now()
    ),
    "imports_question_answered_at_a_moment": lambda: make_question(answer="keep"),
    "imports_question_of_a_value_has_a_place": lambda: make_question(place=""),
    "imports_question_of_a_value_has_a_record": lambda: make_question(object_id=None),
    "imports_question_open_once": lambda: twice(make_question),
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses_what_breaks_a_constraint(constraint):
    with pytest.raises(IntegrityError), transaction.atomic():
        BROKEN[constraint]()


def test_every_constraint_is_broken_above():
    models = apps.get_app_config("imports").get_models()

    assert {c.name for model in models for c in model._meta.constraints} == set(BROKEN)


def test_a_question_that_was_answered_may_be_asked_again():
    make_question(answer="keep", answered_at=timezone.now())

    make_question()
