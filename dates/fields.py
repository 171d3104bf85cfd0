from django.db import models

from .forms import TYPED_LENGTH, PartialValueFormField
from .partial import PartialDate, Qualifier, validate_partial


class PartialDateField(models.CharField):
    """An ISO 8601 date as exact as its source: "2025", "2025-06", "2025-06-19" or ""."""

    default_validators = [validate_partial]

    def __init__(self, *args, max_length=10, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    def formfield(self, **kwargs):
        # What a person types is longer than what is stored; the form field has a limit of its own.
        defaults = {"form_class": PartialValueFormField, "max_length": TYPED_LENGTH}
        return super().formfield(**{**defaults, **kwargs})


class DerivedDayField(models.DateField):
    """A day that follows from the partial date beside it, worked out whenever a row is saved.

    `bound` names the property of PartialDate to store, `prefix` the field that holds the value;
    its qualifier is `<prefix>_qualifier`, or "on" for a model without that field.
    """

    def __init__(self, bound, prefix="date", **kwargs):
        self.bound = bound
        self.prefix = prefix
        super().__init__(**{**kwargs, "editable": False, "null": True, "blank": True})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for implied in ("editable", "null", "blank"):
            del kwargs[implied]
        kwargs["bound"] = self.bound
        if self.prefix != "date":
            kwargs["prefix"] = self.prefix
        return name, path, args, kwargs

    def pre_save(self, model_instance, add):
        value = getattr(model_instance, self.prefix)
        qualifier = getattr(model_instance, f"{self.prefix}_qualifier", Qualifier.ON)
        day = getattr(PartialDate(value, qualifier), self.bound)
        setattr(model_instance, self.attname, day)
        return day
