"""The forms of the rows of a record: their order, and the facts that their sources support."""

from django import forms
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .fact_paths import fact_choices, known_paths

# Far from the largest number of either database: the rows without a position go behind it.
LAST_POSITION = 9999


class RowForm(forms.ModelForm):
    """A row without a position goes behind the others."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        position = self.fields.get("position")
        if position:
            position.required = False
            position.validators.append(MaxValueValidator(LAST_POSITION))
            if self.instance._state.adding:
                self.initial["position"] = None


class OrderedRows:
    """Part of a formset: gives the rows that have no position the next ones."""

    def clean(self):
        super().clean()
        kept = [form for form in self.forms if self.is_kept(form)]
        places = [form.cleaned_data.get("position") for form in kept]
        last = max((place for place in places if place is not None), default=0)
        for form in kept:
            if form.cleaned_data.get("position") is None:
                last += 1
                form.instance.position = last

    def is_kept(self, form):
        cleaned = getattr(form, "cleaned_data", {})
        return bool(cleaned) and not cleaned.get("DELETE")


class RowFormSet(OrderedRows, BaseInlineFormSet):
    pass


class CitationForm(RowForm):
    fact = forms.ChoiceField(
        label=_("Fact"),
        required=False,
        help_text=_(
            "What the source supports. A row that is not saved yet is not in this list: save first."
        ),
    )

    def __init__(self, *args, facts=(), **kwargs):
        super().__init__(*args, **kwargs)
        stored = self.instance.fact
        if stored and stored not in known_paths(facts):
            gone = _("%(path)s (no longer in the record)") % {"path": stored}
            facts = [*facts, (stored, gone)]
        # A field that the record's rights leave out has no choices to offer.
        if "fact" in self.fields:
            self.fields["fact"].choices = facts

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("value") and "fact" in cleaned and not cleaned["fact"]:
            self.add_error("fact", _("Choose the fact that this source gives differently."))
        return cleaned


class CitationFormSet(OrderedRows, BaseGenericInlineFormSet):
    @cached_property
    def facts(self):
        return fact_choices(self.instance)

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "facts": self.facts}

    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            if not self.is_kept(form) or "source" not in form.cleaned_data:
                continue
            pair = (form.cleaned_data["source"].pk, form.cleaned_data.get("fact", ""))
            if pair in seen:
                raise ValidationError(_("The same source is cited twice for one fact."))
            seen.add(pair)
