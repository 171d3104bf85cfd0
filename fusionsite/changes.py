"""What an address asks of the changes of the register: since when, of what, of which kind."""

import re
from dataclasses import dataclass
from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dates.partial import PartialDate
from fusionsite.change_subjects import about, known_identifiers, of_records
from organisations.filters import (
    CountriesField,
    OrganisationFilter,
    OrganisationsField,
    known_countries,
    known_organisations,
    known_themes,
    named_countries,
)
from publishing.facets import index_of
from publishing.found import Chip
from publishing.models import Change
from publishing.public_lists import CodesField
from publishing.told import read_before
from themes.models import Theme

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
OFFERED = ("kind", "country", "theme")
WITHOUT_MINOR = "no"


class SinceField(forms.CharField):
    """A day; the value is its first moment here, or None."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        if not DAY.fullmatch(text):
            raise ValidationError(_("Since: give a day, such as 2026-03-01."))
        try:
            day = PartialDate(text).first_day
        except ValidationError as error:
            sentence = _("Since: %(reason)s") % {"reason": error.messages[0]}
            raise ValidationError(sentence) from error
        return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


class RecordsField(CodesField):
    """Records by their permanent identifiers."""

    def to_python(self, value):
        return super().to_python([str(code).upper() for code in value or ()])


class BeforeField(forms.CharField):
    def clean(self, value):
        return read_before(super().clean(value))


def offered_countries():
    return dict(named_countries(index_of(OrganisationFilter).members("country", None).keys()))


def offered_themes():
    themes = Theme.objects.published().not_withdrawn().in_order()
    return dict(themes.values_list("slug", "name"))


@dataclass(frozen=True)
class Choice:
    code: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Choices:
    """What the form offers of one parameter."""

    name: str
    label: str
    options: list

    @property
    def chosen(self):
        return sum(option.chosen for option in self.options)


class ChangesForm(forms.Form):
    """`changes`: those that the address asks for. Any of the values of one parameter."""

    since = SinceField(label=gettext_lazy("Since"), required=False)
    kind = CodesField(
        label=gettext_lazy("What happened"), required=False, labels=dict(Change.Kind.choices)
    )
    record = RecordsField(label=gettext_lazy("Record"), required=False, known=known_identifiers)
    organisation = OrganisationsField(
        label=gettext_lazy("Organisation"), required=False, known=known_organisations
    )
    country = CountriesField(label=gettext_lazy("Country"), required=False, known=known_countries)
    theme = CodesField(label=gettext_lazy("Theme"), required=False, known=known_themes)
    minor = CodesField(
        label=gettext_lazy("Minor changes"),
        required=False,
        labels={WITHOUT_MINOR: gettext_lazy("left out")},
    )
    before = BeforeField(required=False)

    def __init__(self, query, path):
        super().__init__(query)
        self.path = path
        self.fields["country"].labels = offered_countries()
        self.fields["theme"].labels = offered_themes()

    @property
    def sentences(self):
        """What is wrong with the address."""
        return [sentence for each in self.errors.values() for sentence in each]

    @cached_property
    def query(self):
        """What an address takes behind it to ask for the same changes from the newest on."""
        query = QueryDict(mutable=True)
        for name in sorted(self.fields.keys() - {"before"}):
            query.setlist(name, [value for value in self.data.getlist(name) if value.strip()])
        encoded = query.urlencode()
        return f"?{encoded}" if encoded else ""

    @cached_property
    def changes(self):
        asked, found = self.cleaned_data, Change.objects.all()
        if asked["since"]:
            found = found.since(asked["since"])
        if asked["kind"]:
            found = found.filter(kind__in=asked["kind"])
        if asked["minor"]:
            found = found.filter(minor=False)
        if asked["record"]:
            found = found.filter(of_records(asked["record"]))
        for name in ("organisation", "country", "theme"):
            if asked[name]:
                found = found.filter(about(name, asked[name]))
        return found

    @cached_property
    def groups(self):
        return [self.choices_of(name) for name in OFFERED]

    def choices_of(self, name):
        field, chosen = self.fields[name], self.chosen(name)
        labels = {**field.labels, **{code: field.label_of(code) for code in chosen}}
        options = [Choice(code, label, code in chosen) for code, label in labels.items()]
        return Choices(name, field.label, options)

    def chosen(self, name):
        return getattr(self, "cleaned_data", {}).get(name) or []

    @cached_property
    def chips(self):
        chips = []
        if since := self.cleaned_data["since"]:
            words = date_format(since, "j F Y")
            chips.append(Chip(_("Since"), words, self.address_without("since")))
        for name, field in self.fields.items():
            if isinstance(field, CodesField):
                chips += [
                    Chip(str(field.label), str(field.label_of(c)), self.address_without(name, c))
                    for c in self.chosen(name)
                ]
        return chips

    def address_without(self, name, code=None):
        query, field = self.data.copy(), self.fields[name]
        query.pop("before", None)
        values = query.pop(name, [])
        if code:
            query.setlist(name, [v for v in values if field.to_python([v]) not in ([code], [])])
        return f"{self.path}?{query.urlencode()}" if query else self.path
