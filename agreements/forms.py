from django import forms

from dates.forms import DatedFormMixin
from publishing.row_forms import RowForm

from .models import Party


class EventForm(DatedFormMixin, RowForm):
    pass


class MilestoneForm(DatedFormMixin, RowForm):
    pass


class SignatoryForm(RowForm):
    def save(self, commit=True):
        """A party deleted by the same post leaves its signatories without one."""
        party = self.instance.party_id
        if party and not Party.objects.filter(pk=party).exists():
            self.instance.party = None
        return super().save(commit)


class PartyChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, party):
        return f"{party} ({party.get_role_display()})"
