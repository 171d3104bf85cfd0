"""What the public lists share: all state in the address, any of the values of a filter."""

from dataclasses import dataclass

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.views import FilterView

from dates.partial import FIRST_YEAR, LAST_YEAR


class CodesField(forms.MultipleChoiceField):
    """Any of the codes; an empty one, as a form sends it, means nothing.

    `choices` are offered. `known(codes)` gives {code: label} of those that exist all the same;
    it is asked only about codes that are not offered.
    """

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, choices=(), known=None, **options):
        super().__init__(choices=choices() if callable(choices) else choices, **options)
        self.known = known

    def to_python(self, value):
        return list(dict.fromkeys(code for code in super().to_python(value) if code))

    def validate(self, codes):
        missing = set(codes) - {code for code, label in self.choices}
        found = self.known(missing) if missing and self.known else {}
        if missing - set(found):
            message = _("%(label)s: the register has no “%(code)s”.")
            params = {"label": self.label, "code": min(missing - set(found))[:60]}
            raise forms.ValidationError(message, code="invalid_choice", params=params)
        self.choices = [*found.items(), *self.choices]


class CodesFilter(django_filters.Filter):
    """Keeps rows that have any of the codes in any of `lookups` (the field itself unless given)."""

    field_class = CodesField

    def __init__(self, *, lookups=(), **options):
        super().__init__(required=False, **options)
        self.lookups = lookups

    def filter(self, rows, codes):
        if not codes:
            return rows
        condition = Q()
        for lookup in self.lookups or [self.field_name]:
            condition |= Q(**{f"{lookup}__in": codes})
        if not self.lookups:
            return rows.filter(condition)
        return rows.filter(pk__in=rows.model.objects.filter(condition).order_by().values("pk"))


class YearField(forms.IntegerField):
    def __init__(self, **options):
        super().__init__(min_value=FIRST_YEAR, max_value=LAST_YEAR, **options)

    def clean(self, value):
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            message = _("%(label)s: give a year from %(first)s to %(last)s.")
            params = {"label": self.label, "first": FIRST_YEAR, "last": LAST_YEAR}
            raise forms.ValidationError(message, code="year", params=params) from error


class YearFilter(django_filters.Filter):
    """A bound; the filter set applies both bounds in one step."""

    field_class = YearField

    def __init__(self, **options):
        super().__init__(required=False, **options)

    def filter(self, rows, year):
        return rows


class SortFilter(django_filters.ChoiceFilter):
    """`orders`: {code: (label, name of a QuerySet method)}, the default first."""

    def __init__(self, orders):
        self.orders = orders
        message = gettext_lazy("Sort by: choose one of the orders in the list.")
        super().__init__(
            label=gettext_lazy("Sort by"),
            choices=[(code, label) for code, (label, method) in orders.items()],
            required=False,
            empty_label=None,
            error_messages={"invalid_choice": message},
        )

    def filter(self, rows, code):
        _label, method = self.orders[code or next(iter(self.orders))]
        return getattr(rows, method)()


@dataclass
class Option:
    value: str
    label: str
    chosen: bool


@dataclass
class Group:
    """What one filter offers, and how many of it are chosen."""

    name: str
    label: str
    options: list

    @property
    def chosen(self):
        return sum(option.chosen for option in self.options)


@dataclass
class Chip:
    """One value that narrows the list, and the address of the list without it."""

    name: str
    label: str
    address: str


class PublicFilterSet(django_filters.FilterSet):
    @cached_property
    def groups(self):
        groups = [
            Group(name, filter_.label, self.options(name))
            for name, filter_ in self.filters.items()
            if isinstance(filter_, CodesFilter)
        ]
        return [group for group in groups if group.options]

    def options(self, name):
        chosen = self.form.cleaned_data[name]
        return [Option(code, label, code in chosen) for code, label in self.choices(name)]

    def choices(self, name):
        return self.form[name].field.choices

    @cached_property
    def chips(self):
        return [
            Chip(str(filter_.label), str(words), self.address_without(name, value))
            for name, filter_ in self.filters.items()
            if not isinstance(filter_, SortFilter)
            for value, words in self.chosen(name)
        ]

    def chosen(self, name):
        """(value, words) of what a parameter holds."""
        value = self.form.cleaned_data[name]
        if isinstance(value, list):
            return [(o.value, o.label) for o in self.options(name) if o.chosen]
        return [(value, value)] if value else []

    def address_without(self, name, value):
        field = self.form[name].field
        query = self.data.copy()
        query.pop("page", None)
        values = query.pop(name, [])
        if isinstance(field, CodesField):
            query.setlist(name, [v for v in values if field.to_python([v]) not in ([value], [])])
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path


class PublicListView(FilterView):
    """A value that no filter knows answers 400 with a sentence, a page that is not there 404."""

    paginate_by = settings.PUBLIC_PAGE_SIZE
    section = None

    def get(self, request, *args, **kwargs):
        filterset = self.get_filterset(self.get_filterset_class())
        if not filterset.is_valid():
            errors = filterset.errors.values()
            return self.not_understood([sentence for each in errors for sentence in each])
        self.object_list = filterset.qs
        return self.render_to_response(self.get_context_data(filter=filterset))

    def not_understood(self, reasons):
        return render(self.request, "400.html", {"reason": " ".join(reasons)}, status=400)

    def get_filterset_kwargs(self, filterset_class):
        return {**super().get_filterset_kwargs(filterset_class), "data": self.request.GET}

    def get_context_data(self, **context):
        return super().get_context_data(section=self.section, **context)
