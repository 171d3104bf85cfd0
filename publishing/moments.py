"""A moment as a person in the UK says it: a day and a time of the clock."""

from datetime import UTC, datetime

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def moment_of(day, clock):
    """The UTC datetime of a day and a time of the clock here.

    Raises ValidationError for a time that the clock skips or shows twice on the day it changes.
    """
    here = timezone.get_current_timezone()
    said = datetime.combine(day, clock)
    first, second = said.replace(tzinfo=here, fold=0), said.replace(tzinfo=here, fold=1)
    if first.utcoffset() != second.utcoffset():
        if first.astimezone(UTC).astimezone(here).replace(tzinfo=None) != said:
            message = _("The clocks go forward that night: this time does not exist. Take another.")
        else:
            message = _("The clocks go back that night: this time comes twice. Take another.")
        raise ValidationError(message)
    return first.astimezone(UTC)


class DayField(forms.DateField):
    widget = AdminTextInputWidget(attrs={"type": "date"})

    def __init__(self, **options):
        super().__init__(input_formats=["%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%d/%m/%Y"], **options)


class ClockField(forms.TimeField):
    widget = AdminTextInputWidget(attrs={"type": "time"})


class MomentForm(forms.Form):
    """`cleaned_data["moment"]`: the UTC datetime, or None where none is asked for."""

    day = DayField(label=_("On"))
    clock = ClockField(label=_("At (UK time)"))

    def clean(self):
        cleaned = super().clean()
        day, clock = cleaned.get("day"), cleaned.get("clock")
        cleaned["moment"] = None
        if day and clock:
            cleaned["moment"] = moment_of(day, clock)
        elif (day or clock) and not self.errors:
            raise ValidationError(_("Give both the day and the time."))
        return cleaned
