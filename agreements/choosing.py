"""An agreement that a visitor names: by its address, its number or words of its title."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.models import Redirect
from publishing.ordering import fold

from .models import Agreement

LONGEST_NAME = 300
MOST_WORDS = 12
MATCHES_SHOWN = 10


def named(text):
    """The public agreement at an address, present or old, or of a number; None without one."""
    public = Agreement.objects.published()
    found = public.filter(Q(slug=text) | Q(identifier=text.upper())).first()
    if found:
        return found
    moved = Redirect.objects.for_address(Agreement, text).values("object_id")
    return public.filter(pk__in=moved).first()


def titled(text):
    """Those whose title has every word or its beginning; one that is it whole stands alone."""
    shown = Agreement.objects.published().not_withdrawn().in_title_order()
    key = fold(text)
    if not key:
        return []
    whole = list(shown.filter(title_key=key)[:2])
    if len(whole) == 1:
        return whole
    for word in key.split()[:MOST_WORDS]:
        shown = shown.filter(Q(title_key__startswith=word) | Q(title_key__contains=f" {word}"))
    return list(shown[:MATCHES_SHOWN])


class TwoAgreementsForm(forms.Form):
    """Cleans `a` and `b` to agreements. `matches`: {name: agreements} where several fit."""

    a = forms.CharField(
        label=gettext_lazy("First agreement"), max_length=LONGEST_NAME, required=False
    )
    b = forms.CharField(
        label=gettext_lazy("Second agreement"), max_length=LONGEST_NAME, required=False
    )

    use_required_attribute = False

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.matches = {}
        for field in self.fields.values():
            field.widget.attrs |= {"class": "in", "autocomplete": "off"}
            field.help_text = _("Its number such as AG-0006, its address, or words of its title.")

    def clean_a(self):
        return self.agreement("a")

    def clean_b(self):
        return self.agreement("b")

    def agreement(self, name):
        text = self.cleaned_data[name]
        if not text:
            return None
        found = named(text)
        if found:
            return found
        matches = titled(text)
        if len(matches) == 1:
            return matches[0]
        if matches:
            self.matches[name] = matches
            raise forms.ValidationError(_("Several agreements fit. Choose one."), code="several")
        message = _("The register has no agreement “%(text)s”.")
        raise forms.ValidationError(message, code="unknown", params={"text": text})

    @property
    def status(self):
        """The status of the answer: a choice is no mistake, an unknown name is not found."""
        codes = {error.code for errors in self.errors.as_data().values() for error in errors}
        if codes - {"several", "unknown"}:
            return 400
        return 404 if "unknown" in codes else 200
