import pytest
from django import forms
from django.core.exceptions import ValidationError

from dates.forms import PartialDateFormField, PartialValueFormField
from dates.partial import PartialDate
from tests.dates.happening import Happening, HappeningForm, make_happening


def bound_form(when, date_note="", **options):
    return HappeningForm({"when": when, "date_note": date_note}, **options)


def test_form_field_returns_date_with_qualifier():
    assert PartialDateFormField().clean("by June 2025") == PartialDate("2025-06", "by")


def test_optional_form_field_takes_an_empty_date_as_unknown():
    assert PartialDateFormField(required=False).clean("") == PartialDate()


def test_required_form_field_wants_a_date():
    with pytest.raises(ValidationError, match="required"):
        PartialDateFormField().clean(" ")


def test_form_field_refuses_a_long_text():
    with pytest.raises(ValidationError, match="at most 60 characters"):
        PartialDateFormField().clean("June 2025" * 10)


@pytest.mark.parametrize("text", ["19 June 2025", "by June 2025", "about 2025", ""])
def test_form_field_prints_what_it_reads(text):
    field = PartialDateFormField(required=False)

    assert field.prepare_value(field.clean(text)) == text


def test_form_field_shows_an_error_beside_what_was_typed():
    assert PartialDateFormField().prepare_value("19/06/2025") == "19/06/2025"


@pytest.mark.parametrize(
    ("initial", "typed", "changed"),
    [
        (None, "", False),
        (PartialDate(), " ", False),
        (PartialDate("2025-06"), "2025-06", False),
        (PartialDate("2025-06", "by", "in spring"), "by Jun 2025", False),
        (PartialDate("2025-06", "by"), "June 2025", True),
        (PartialDate("2025-06"), "", True),
        (PartialDate(), "nonsense", True),
    ],
)
def test_form_field_has_changed_when_the_date_has(initial, typed, changed):
    assert PartialDateFormField(required=False).has_changed(initial, typed) is changed


def test_disabled_form_field_never_changes():
    assert not PartialDateFormField(disabled=True).has_changed(PartialDate("2025"), "2026")


def test_value_field_returns_and_prints_the_stored_value():
    field = PartialValueFormField()

    assert field.clean("June 19, 2025") == "2025-06-19"
    assert field.prepare_value("2025-06-19") == "19 June 2025"
    assert not field.has_changed("2025-06-19", "19 June 2025")


def test_value_field_refuses_a_qualifier():
    with pytest.raises(ValidationError, match="Write the date alone here"):
        PartialValueFormField().clean("by June 2025")


def test_form_shows_the_date_of_the_instance_in_words():
    form = HappeningForm(instance=make_happening("after 19 June 2025"))

    assert 'value="after 19 June 2025"' in form.as_p()


def test_form_writes_date_and_qualifier_to_the_instance():
    form = bound_form("by June 2025", date_note="in spring")

    assert form.is_valid(), form.errors
    assert form.instance.partial_date == PartialDate("2025-06", "by", "in spring")


def test_form_empties_a_date():
    form = bound_form("", instance=make_happening("about 2025"))

    assert form.is_valid(), form.errors
    assert form.instance.partial_date == PartialDate()


def test_form_keeps_the_instance_when_the_date_cannot_be_read():
    form = bound_form("31 February 2025", instance=make_happening("2025"))

    assert form.errors == {"when": ["There is no 31 February 2025."]}
    assert form.instance.partial_date == PartialDate("2025")


def test_unchanged_form_has_not_changed():
    form = bound_form("19 June 2025", instance=make_happening("2025-06-19"))

    assert form.changed_data == []


@pytest.mark.django_db
def test_empty_extra_rows_save_nothing(happening_table):
    formset_class = forms.modelformset_factory(Happening, form=HappeningForm, extra=2)
    management = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    first = {"form-0-when": "by 2025", "form-0-date_note": ""}
    second = {"form-1-when": "", "form-1-date_note": ""}
    formset = formset_class({**management, **first, **second}, queryset=Happening.objects.none())

    assert formset.is_valid(), formset.errors
    assert [str(saved) for saved in formset.save()] == ["by 2025"]
    assert Happening.objects.count() == 1
