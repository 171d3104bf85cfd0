import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from tests.factories import make_theme
from themes.models import Theme

pytestmark = pytest.mark.django_db


def update(theme, **fields):
    Theme.objects.filter(pk=theme.pk).update(**fields)


# Each constraint of the app, and what it does not let happen to a published theme.
BROKEN = {
    "themes_theme_withdrawn_is_published": lambda t: update(
        t, published_at=None, withdrawn_at=timezone.now(), withdrawn_reason="Why"
    ),
    "themes_theme_withdrawn_says_why": lambda t: update(t, withdrawn_at=timezone.now()),
    "themes_theme_taken_back_is_not_published": lambda t: update(t, unpublished_at=timezone.now()),
    "themes_theme_has_an_address": lambda t: update(t, slug=""),
    "themes_theme_name_once": lambda t: make_theme(name=t.name.upper()),
    "themes_theme_not_above_itself": lambda t: update(t, parent=F("id")),
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses_what_breaks_a_constraint(constraint):
    theme = make_theme()

    with pytest.raises(IntegrityError), transaction.atomic():
        BROKEN[constraint](theme)


def test_every_constraint_is_broken_above():
    models = apps.get_app_config("themes").get_models()

    assert {c.name for model in models for c in model._meta.constraints} == set(BROKEN)


def test_there_are_two_levels_and_no_third():
    technology = make_theme(parent=make_theme())
    third = Theme(name="Third level", parent=technology)

    with pytest.raises(ValidationError, match="two levels"):
        third.full_clean()


def test_a_theme_with_technologies_is_not_put_below_another():
    theme = make_theme()
    make_theme(parent=theme)
    theme.parent = make_theme()

    with pytest.raises(ValidationError, match="technologies below it"):
        theme.full_clean()


def test_each_theme_stands_before_the_technologies_below_it():
    second = make_theme(name="Second", position=2)
    first = make_theme(name="First", position=1)
    make_theme(name="Below the second", parent=second, position=1)
    make_theme(name="Below the first", parent=first, position=5)

    names = [theme.name for theme in Theme.objects.in_order()]

    assert names == ["First", "Below the first", "Second", "Below the second"]
