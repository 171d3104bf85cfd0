"""The forms of a record: its own, and those of what is done to it."""

import uuid

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.signing import BadSignature, Signer
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from dates.forms import DatedFormMixin

from .moments import DayField, MomentForm

NOTE_LENGTH = 500


class RecordForm(forms.ModelForm):
    """`opened_as` is the digest of what the form was opened with, or the key of a new record.

    The admin sets on the class it makes for a request: `shown`, what the form shows (None for a
    new record), and `refusals`, the sentences with which saving refused what was typed.
    """

    opened_as = forms.CharField(required=False, widget=forms.HiddenInput)
    change_note = forms.CharField(
        label=_("What changed, for readers"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=AdminTextInputWidget,
        help_text=_("Shown in the history of this record. Say what changed, not who changed it."),
    )
    minor_change = forms.BooleanField(
        label=_("Minor change"),
        required=False,
        help_text=_("A slip of spelling or layout: it needs no note."),
    )
    review_note = forms.CharField(
        label=_("For the reviewer"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=AdminTextInputWidget,
        help_text=_("Sent with “Submit for review”. Readers do not see it."),
    )

    shown = None
    refusals = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.shown is None:
            self.initial["opened_as"] = self.signer.sign(str(self.instance.pk))
        else:
            self.initial["opened_as"] = self.shown.digest
            self.initial["change_note"] = self.shown.note
            self.initial["minor_change"] = self.shown.minor

    @property
    def signer(self):
        """A key that the form did not give out could be one that another record has."""
        return Signer(salt=self.instance._meta.label)

    def clean(self):
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                # Browsers send lines as no record keeps them.
                cleaned[name] = value.replace("\r\n", "\n")
        for sentence in self.refusals:
            self.add_error(None, sentence)
        if self.instance._state.adding:
            self.take_key()
        if self.instance.was_public and {"_publish", "_submit"} & self.data.keys():
            self.check_note()
        return cleaned

    def clean_slug(self):
        """An emptied address means: leave it as it is, or make one from the title."""
        return self.cleaned_data.get("slug") or self.instance.slug

    def take_key(self):
        """A new record has the key that its form was given: sent twice, it is made once."""
        try:
            key = uuid.UUID(self.signer.unsign(self.cleaned_data.get("opened_as", "")))
        except (BadSignature, ValueError):
            return
        if type(self.instance)._base_manager.filter(pk=key).exists():
            message = _("This form was sent twice. The record is saved: you find it in the list.")
            self.add_error(None, message)
        else:
            self.instance.pk = key

    def check_note(self):
        note = self.cleaned_data.get("change_note", "")
        if not note and not self.cleaned_data.get("minor_change"):
            message = _("Say what changed in a sentence for readers, or tick “Minor change”.")
            self.add_error("change_note", message)

    @cached_property
    def changed_data(self):
        beside = {"opened_as", "change_note", "minor_change", "review_note"}
        return [name for name in super().changed_data if name not in beside]


class VersionForm(forms.Form):
    """Asked of whoever decides on a version: the one they looked at is the one they mean."""

    version = forms.UUIDField(widget=forms.HiddenInput)


class RemarkForm(VersionForm):
    remark = forms.CharField(
        label=_("Remarks"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("For the editors. They stay with the record."),
    )


class ReturnForm(RemarkForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["remark"].required = True
        self.fields["remark"].label = _("What should be mended")


class PublishForm(VersionForm):
    change_note = forms.CharField(
        label=_("What changed, for readers"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=AdminTextInputWidget(attrs={"class": "vTextField"}),
    )
    minor_change = forms.BooleanField(label=_("Minor change"), required=False)


class ScheduleForm(VersionForm, MomentForm):
    pass


class ReasonForm(forms.Form):
    """The sentence that readers see beside a withdrawal, a return or a taking back."""

    reason = forms.CharField(
        label=_("Reason, for readers"),
        max_length=NOTE_LENGTH,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("A sentence that is printed on the page and in its history."),
    )


class WithdrawForm(MomentForm, ReasonForm):
    """Now, or at a moment to come."""

    field_order = ["reason", "day", "clock"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("day", "clock"):
            self.fields[name].required = False
        self.fields["day"].label = _("On, if not now")


class ReviewDateForm(forms.Form):
    due_on = DayField(
        label=_("Look again on"),
        required=False,
        help_text=_("Left empty, the record is on nobody’s list."),
    )
    note = forms.CharField(
        label=_("What to look at"),
        max_length=200,
        required=False,
        widget=AdminTextInputWidget,
        help_text=_("For the editors, such as “Was the second phase announced?”"),
    )


class SourceForm(DatedFormMixin, forms.ModelForm):
    pass
