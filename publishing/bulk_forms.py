"""What is asked before something is done to many records."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.utils.translation import gettext_lazy as _

from .forms import NOTE_LENGTH, ReasonForm, ReviewDateForm


class BulkRemarkForm(forms.Form):
    remark = forms.CharField(
        label=_("For the reviewer"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
    )


class BulkNoteForm(forms.Form):
    change_note = forms.CharField(
        label=_("What changed, for readers"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=AdminTextInputWidget,
        help_text=_("Left empty, each draft keeps the note that its writer gave."),
    )
    minor_change = forms.BooleanField(label=_("Minor change"), required=False)


class BulkReasonForm(ReasonForm):
    pass


class BulkReviewDateForm(ReviewDateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].required = True
        self.fields["due_on"].help_text = ""


def set_form(field):
    """The form that asks what to add to a many-to-many set: a record that readers know."""
    related = field.related_model

    class BulkSetForm(forms.Form):
        target = forms.ModelChoiceField(
            label=related._meta.verbose_name.capitalize(),
            queryset=related.objects.published().not_withdrawn(),
        )
        change_note = forms.CharField(
            label=_("What changed, for readers"),
            max_length=NOTE_LENGTH,
            required=False,
            widget=AdminTextInputWidget,
            help_text=_("Asked for when the draft of a published record is submitted."),
        )

    return BulkSetForm
