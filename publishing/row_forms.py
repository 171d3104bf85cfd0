"""The forms of the rows of a record: their order, and the facts that their sources support."""

from django import forms
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .autocompletes import KeysAlone
from .fact_paths import fact_choices, known_paths

# Far from the largest number of either database: the rows without a position go behind it.
LAST_POSITION = 9999


class RowForm(forms.ModelForm):
    """A row without a position goes behind the others. One that is as it was is not looked at."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.share_what_is_known()
        position = self.fields.get("position")
        if position:
            position.required = False
            position.validators.append(MaxValueValidator(LAST_POSITION))
            if self.instance._state.adding:
                self.initial["position"] = None

    def share_what_is_known(self):
        """What the row points at was read with it: its widgets need not ask again."""
        read = {**self.instance._state.fields_cache}
        read |= getattr(self.instance, "_prefetched_objects_cache", {})
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, KeysAlone) and read.get(name) is not None:
                rows = read[name]
                rows = [rows] if isinstance(rows, models.Model) else rows
                widget.known = {str(row.pk): field.label_from_instance(row) for row in rows}

    def full_clean(self):
        """Looking at each of hundreds of rows anew would ask the database several times a row."""
        self.empty_permitted = self.empty_permitted or not self.instance._state.adding
        super().full_clean()


class OrderedRows:
    """Part of a formset: gives the rows that have no position the next ones."""

    def add_fields(self, form, index):
        """In a table a field has a column's heading and no label of its own."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", field.label or name)

    def clean(self):
        super().clean()
        kept = [form for form in self.forms if self.is_kept(form)]
        places = [value_in(form, "position") for form in kept]
        last = max((place for place in places if place is not None), default=0)
        for form, place in zip(kept, places, strict=True):
            if place is None:
                last += 1
                form.instance.position = last

    def is_kept(self, form):
        cleaned = getattr(form, "cleaned_data", None)
        if not cleaned:
            # Untouched: an old row as it was, or an empty new one.
            return cleaned is not None and not form.instance._state.adding
        return not cleaned.get("DELETE")


def value_in(form, name):
    """What the row will hold: as typed, or in a row that was not touched as it is."""
    return form.cleaned_data.get(name) if form.cleaned_data else getattr(form.instance, name)


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

    def __init__(self, *args, facts=tuple, **kwargs):
        """`facts()`: the choices, read when a row is shown or has changed."""
        super().__init__(*args, **kwargs)
        self.facts = facts
        # A field that the record's rights leave out has no choices to offer.
        if "fact" in self.fields:
            self.fields["fact"].choices = self.fact_choices

    def fact_choices(self):
        stored, facts = self.initial.get("fact"), self.facts()
        if stored and stored not in known_paths(facts):
            gone = _("%(path)s (no longer in the record)") % {"path": stored}
            return [*facts, (stored, gone)]
        return facts

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
        return {**super().get_form_kwargs(index), "facts": lambda: self.facts}

    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            if not self.is_kept(form) or (form.cleaned_data and "source" not in form.cleaned_data):
                continue
            pair = (value_in(form, "source").pk, value_in(form, "fact") or "")
            if pair in seen:
                raise ValidationError(_("The same source is cited twice for one fact."))
            seen.add(pair)
