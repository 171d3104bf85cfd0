"""What an address asks of the changes of the register: since when, of what, of which kind.

A change is about a country, a theme or an organisation when its record is, as it stands today: by
the same columns by which the record's own list is filtered.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.filters import AgreementFilter
from dates.partial import PartialDate
from news.filters import ArticleFilter
from organisations.filters import (
    CountriesField,
    OrganisationFilter,
    OrganisationsField,
    known_countries,
    known_organisations,
    known_themes,
    named_countries,
)
from organisations.filters import shown as shown_organisations
from organisations.models import Organisation
from publishing.found import Chip
from publishing.models import Change
from publishing.public_lists import CodesField
from publishing.registry import versioned_models
from publishing.told import read_before
from themes.models import Theme

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LISTS = (AgreementFilter, OrganisationFilter, ArticleFilter)
# Besides the columns of the lists: a change of an organisation or a theme is about it.
ITSELF = {
    "organisation": [(Organisation, "slug")],
    "theme": [(Theme, "slug"), (Theme, "parent__slug")],
}
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


def known_identifiers(identifiers):
    """Those of records that are or were public: only these have one."""
    found = {}
    for model in versioned_models():
        if model.identifier_prefix:
            rows = model.objects.filter(identifier__in=identifiers)
            found |= {each: each for each in rows.values_list("identifier", flat=True)}
    return found


def offered_countries():
    codes = shown_organisations().exclude(country="").order_by().values_list("country", flat=True)
    return dict(named_countries({code.lower() for code in codes.distinct()}))


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


def of_records(identifiers):
    condition = Q()
    for model in versioned_models():
        if model.identifier_prefix:
            keys = model.objects.filter(identifier__in=identifiers).order_by().values("pk")
            condition |= Q(object_id__in=keys)
    return condition


def about(name, codes):
    """Changes of public records that are about one of these.

    Of a record that was taken back nobody is told what it was about.
    """
    codes = [code.upper() for code in codes] if name == "country" else codes
    condition = Q()
    for model, lookup in lookups_of(name):
        found = model.objects.published().filter(**{f"{lookup}__in": codes})
        condition |= Q(object_id__in=found.order_by().values("pk"))
    return condition


def lookups_of(name):
    """(model, lookup) pairs of that which the lists filter by under this name."""
    for filterset in LISTS:
        filter_ = filterset.base_filters.get(name)
        for lookup in filter_.lookups if filter_ else ():
            yield filterset._meta.model, lookup
    yield from ITSELF.get(name, ())
