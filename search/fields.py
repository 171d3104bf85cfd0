"""What is typed into a search box."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .queries import LONGEST_TEXT
from .words import tidy


class SearchField(forms.CharField):
    widget = forms.TextInput(attrs={"type": "search", "maxlength": LONGEST_TEXT})

    def __init__(self, **options):
        super().__init__(**{"label": gettext_lazy("Search"), "required": False, **options})

    def clean(self, value):
        text = tidy(super().clean(value))
        if len(text) > LONGEST_TEXT:
            message = _("Search for at most %(most)s characters.") % {"most": LONGEST_TEXT}
            raise forms.ValidationError(message, code="too_long")
        return text
