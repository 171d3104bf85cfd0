from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .partial import PartialDate, Qualifier

TYPED_LENGTH = 60


class PartialDateFormField(forms.CharField):
    """Takes a date as a person types it and cleans to a PartialDate."""

    default_help_text = _(
        "As exact as the source: 19 June 2025, June 2025, 2025, by June 2025. Empty when not known."
    )

    def __init__(self, *, max_length=TYPED_LENGTH, help_text="", **kwargs):
        help_text = help_text or self.default_help_text
        super().__init__(max_length=max_length, help_text=help_text, **kwargs)

    def clean(self, value):
        return PartialDate.parse(super().clean(value))

    def prepare_value(self, value):
        """Print a PartialDate or a stored value as words; leave what was typed as it was."""
        try:
            partial = value if isinstance(value, PartialDate) else PartialDate(value or "")
        except ValidationError:
            return value
        return str(partial) if partial else ""

    def has_changed(self, initial, data):
        if self.disabled:
            return False
        try:
            return self._read(initial) != self._read(data)
        except ValidationError:
            return True

    def _read(self, value):
        return PartialDate.parse(self.to_python(self.prepare_value(value)))


class PartialValueFormField(PartialDateFormField):
    """Takes the same words without a qualifier and cleans to the ISO value that is stored."""

    default_help_text = _(
        "As exact as the source: 19 June 2025, June 2025 or 2025. Empty when not known."
    )

    def clean(self, value):
        typed = super().clean(value)
        if typed.qualifier != Qualifier.ON:
            message = _("Write the date alone here, without “by”, “after” or “about”.")
            raise ValidationError(message, code="qualified")
        return typed.value


class DatedFormMixin(forms.Form):
    """One field, `when`, for the date and qualifier of a Dated model.

    Goes before ModelForm; the form's Meta leaves out `date` and `date_qualifier`, and lists
    `date_note` where a note is wanted.
    """

    when = PartialDateFormField(label=_("Date"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("when", self.instance.partial_date)

    def _post_clean(self):
        # The instance is complete before ModelForm validates it and Model.clean() reads the date.
        when = self.cleaned_data.get("when")
        if when is not None:
            self.instance.date = when.value
            self.instance.date_qualifier = when.qualifier
        super()._post_clean()
