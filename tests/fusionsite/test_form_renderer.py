"""Forms are printed as Django prints them."""

import datetime

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from fusionsite.form_renderer import FormRenderer

CHOICES = [("a", "One <b>"), ("Group", [("b", 'Two "2"'), ("c", "Three")])]


class EveryWidget(forms.Form):
    text = forms.CharField(help_text="A <b>word</b>.", max_length=5)
    number = forms.DecimalField()
    address = forms.URLField(assume_scheme="https")
    letter = forms.EmailField()
    hidden = forms.CharField(widget=forms.HiddenInput)
    several_hidden = forms.MultipleChoiceField(choices=CHOICES, widget=forms.MultipleHiddenInput)
    secret = forms.CharField(widget=forms.PasswordInput)
    body = forms.CharField(widget=forms.Textarea(attrs={"data-words": "<&>"}))
    one = forms.ChoiceField(choices=CHOICES)
    some = forms.MultipleChoiceField(choices=CHOICES)
    one_in_sight = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    some_in_sight = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    perhaps = forms.NullBooleanField()
    agreed = forms.BooleanField()
    file = forms.FileField()
    clearable = forms.FileField(widget=forms.ClearableFileInput)
    day = forms.DateField()
    moment = forms.SplitDateTimeField()
    parts = forms.DateField(widget=forms.SelectDateWidget(years=[2025]))


TYPED = {
    "text": "<script>",
    "number": "1234.5",
    "several_hidden": ["a", "c"],
    "body": "a < b\n\nc",
    "one": "b",
    "some": ["a", "b"],
    "one_in_sight": "zz",
    "agreed": "on",
    "day": datetime.date(2025, 6, 19),
    "moment_0": "2025-06-19",
}


@pytest.mark.parametrize("typed", [None, {}, TYPED], ids=["new", "empty", "wrong"])
@pytest.mark.parametrize("way", ["as_div", "as_p", "as_table"])
def test_every_widget_and_error_is_printed_as_django_does(typed, way):
    printed = [
        getattr(EveryWidget(typed, renderer=renderer), way)()
        for renderer in (FormRenderer(), DjangoTemplates())
    ]
    assert "<script>" not in printed[0]
    assert parse_html(printed[0]) == parse_html(printed[1])


def test_the_rows_of_a_formset_are_printed_as_django_does():
    formset = forms.formset_factory(EveryWidget, can_order=True, can_delete=True)
    printed = [
        str(formset({"form-TOTAL_FORMS": "1"}, form_kwargs={"renderer": renderer}))
        for renderer in (FormRenderer(), DjangoTemplates())
    ]
    assert parse_html(printed[0]) == parse_html(printed[1])
