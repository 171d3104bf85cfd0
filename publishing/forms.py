"""The form of a record: what it was opened as, and what readers are told of the change."""

import uuid

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.signing import BadSignature, Signer
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dates.forms import DatedFormMixin

from . import snapshots
from .actions import Refused

NOTE_LENGTH = 500


class RecordForm(forms.ModelForm):
    """`opened_as` is the digest of the record the form was opened with, or the key of a new one.

    The admin sets `refusals` on the class it makes for a request: the sentences with which
    publishing refused what was typed.
    """

    opened_as = forms.CharField(required=False, widget=forms.HiddenInput)
    change_note = forms.CharField(
        label=_("Note for readers"),
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

    refusals = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.saved_at = self.instance.updated_at
        self.stands_as = self.initial["opened_as"] = self.state_of_record()

    def state_of_record(self):
        if self.instance._state.adding:
            return self.signer.sign(str(self.instance.pk))
        return snapshots.digest(snapshots.take(self.instance))

    @property
    def signer(self):
        """A key that the form did not give out could be one that another record has."""
        return Signer(salt=self.instance._meta.label)

    def clean(self):
        cleaned = super().clean()
        for sentence in self.refusals:
            self.add_error(None, sentence)
        if self.instance._state.adding:
            self.take_key()
        if self.instance.was_public:
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

    def check_nobody_came_first(self):
        """Call once all is written. Raise Refused when it undoes what somebody saved meanwhile."""
        opened_as = self.cleaned_data.get("opened_as")
        if opened_as != self.stands_as and self.state_of_record() != self.stands_as:
            saved_at = date_format(localtime(self.saved_at), "j F Y, H:i")
            message = _now(
                "This record was changed after you opened the form (last saved %(saved_at)s). "
                "Nothing of yours is saved, and it is still in the form below. Open the record in "
                "another tab and carry your changes over."
            )
            raise Refused(message % {"saved_at": saved_at})

    @cached_property
    def changed_data(self):
        return [name for name in super().changed_data if name != "opened_as"]


class ReasonForm(forms.Form):
    """The sentence that readers see beside a withdrawal, a return or a taking back."""

    reason = forms.CharField(
        label=_("Reason, for readers"),
        max_length=NOTE_LENGTH,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("A sentence that is printed on the page and in its history."),
    )


class SourceForm(DatedFormMixin, forms.ModelForm):
    pass
