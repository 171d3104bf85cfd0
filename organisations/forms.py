"""The forms of putting two organisations together."""

from django import forms
from django.contrib.admin import site
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext_lazy as _

from publishing.autocompletes import Autocomplete
from publishing.forms import NOTE_LENGTH

from .models import Organisation


class SurvivorForm(forms.Form):
    """Which record stays."""

    into = forms.ModelChoiceField(
        Organisation.objects.all(),
        label=_("The record that stays"),
        widget=Autocomplete(Organisation._meta.get_field("merged_into"), site),
        help_text=_("Any name it has or had, its acronym, or an identifier."),
        error_messages={"invalid_choice": _("This organisation is not in the register.")},
    )
    keep_names = forms.BooleanField(
        label=_("Agreements go on printing the name that they print now"),
        required=False,
        initial=True,
        help_text=_(
            "It becomes the name at signing. Leave it out where that name was only a mistake."
        ),
    )


class ConfirmForm(SurvivorForm):
    """`seen`: the digest of the plan that the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = forms.CharField(
        label=_("What changed, for readers"),
        max_length=NOTE_LENGTH,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("Printed in the history of every record that this changes."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("into", "keep_names"):
            self.fields[name].widget = forms.HiddenInput()


class PairForm(forms.Form):
    """Two organisations that the report shows beside one another."""

    first = forms.ModelChoiceField(Organisation.objects.all())
    second = forms.ModelChoiceField(Organisation.objects.all())
