from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db.migrations.writer import MigrationWriter

from dates.fields import DerivedDayField, PartialDateField
from dates.forms import PartialValueFormField


def derived(bound, prefix="date"):
    field = DerivedDayField(bound, prefix)
    field.set_attributes_from_name("day")
    return field


def test_derived_day_is_worked_out_and_kept_on_the_instance():
    happening = SimpleNamespace(date="2025-06", date_qualifier="on", day=None)

    assert derived("latest").pre_save(happening, add=True) == date(2025, 6, 30)
    assert happening.day == date(2025, 6, 30)


def test_derived_day_is_cleared_where_the_qualifier_bounds_nothing():
    happening = SimpleNamespace(date="2025", date_qualifier="by", day=date(2025, 1, 1))

    assert derived("earliest").pre_save(happening, add=False) is None
    assert happening.day is None


def test_derived_day_follows_the_field_that_it_names():
    membership = SimpleNamespace(joined="2024-02", joined_qualifier="after", day=None)

    assert derived("earliest", "joined").pre_save(membership, add=True) == date(2024, 2, 1)


def test_derived_day_needs_no_qualifier():
    source = SimpleNamespace(published_on="2024-02", day=None)

    assert derived("latest", "published_on").pre_save(source, add=True) == date(2024, 2, 29)


def test_derived_day_refuses_to_store_a_wrong_date():
    happening = SimpleNamespace(date="2025-02-31", date_qualifier="on", day=None)

    with pytest.raises(ValidationError, match="There is no 31 February 2025"):
        derived("earliest").pre_save(happening, add=True)


@pytest.mark.parametrize("prefix", ["date", "joined"])
def test_derived_day_is_rebuilt_from_a_migration(prefix):
    field = DerivedDayField("latest", prefix, verbose_name="latest day")
    _name, _path, args, kwargs = field.deconstruct()

    rebuilt = DerivedDayField(*args, **kwargs)

    assert (rebuilt.bound, rebuilt.prefix) == ("latest", prefix)
    assert rebuilt.null
    assert rebuilt.blank
    assert not rebuilt.editable
    assert "dates.fields.DerivedDayField" in MigrationWriter.serialize(field)[0]


def test_partial_date_field_holds_a_day_and_refuses_what_does_not_exist():
    field = PartialDateField(blank=True)

    assert field.clean("2025-06-19", None) == "2025-06-19"
    assert field.clean("", None) == ""
    with pytest.raises(ValidationError, match="There is no month 13"):
        field.clean("2025-13", None)


def test_partial_date_field_is_rebuilt_from_a_migration():
    _name, _path, args, kwargs = PartialDateField("date", blank=True).deconstruct()

    assert PartialDateField(*args, **kwargs).max_length == 10
    assert kwargs["blank"]


def test_partial_date_field_takes_what_a_person_types():
    form_field = PartialDateField(blank=True).formfield()

    assert isinstance(form_field, PartialValueFormField)
    assert form_field.clean("19 September 2025") == "2025-09-19"
