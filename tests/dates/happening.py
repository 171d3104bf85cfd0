"""A concrete model of this folder alone: its registry is apart, so no migration sees it."""

from django import forms
from django.apps.registry import Apps

from dates.forms import DatedFormMixin
from dates.models import Dated


class Happening(Dated):
    class Meta(Dated.Meta):
        app_label = "dates"
        apps = Apps()

    def __str__(self):
        return str(self.partial_date)


class HappeningForm(DatedFormMixin, forms.ModelForm):
    class Meta:
        model = Happening
        fields = ["when", "date_note"]


def make_happening(text="", **fields):
    happening = Happening(**fields)
    happening.partial_date = happening.partial_date.parse(text)
    return happening
