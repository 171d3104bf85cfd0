"""What the public lists share: all state in the address, any of the values of a filter."""

from functools import partial

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.views import FilterView

from dates.partial import FIRST_YEAR, LAST_YEAR

from .as_of import PARAMETER, AsOf, AsOfMixin, LeftOut
from .facet_numbers import NO_NUMBERS
from .facet_orders import InOrder
from .facets import index_of
from .found import Chip, FoundRows
from .kept_pages import PAGE
from .offers import group_of


class CodesField(forms.Field):
    """Any of the codes; an empty one, as a form sends it, means nothing.

    `labels`: {code: label} of those that are offered. `known(codes)` gives the same of those that
    exist all the same; it is asked only about codes that are not offered.
    """

    widget = forms.MultipleHiddenInput

    def __init__(self, *, labels=None, known=None, **options):
        super().__init__(**options)
        self.labels, self.known, self.found = labels or {}, known, {}

    def to_python(self, value):
        codes = (str(code).strip() for code in value or ())
        return list(dict.fromkeys(code for code in codes if code))

    def validate(self, codes):
        missing = {code for code in codes if code not in self.labels}
        self.found = self.known(missing) if missing and self.known else {}
        if missing - set(self.found):
            message = _("%(label)s: the register has no “%(code)s”.")
            params = {"label": self.label, "code": min(missing - set(self.found))[:60]}
            raise forms.ValidationError(message, code="invalid_choice", params=params)

    def label_of(self, code):
        return self.found.get(code) or self.labels[code]


class CodesFilter(django_filters.Filter):
    """Keeps rows that have any of the codes in any of `lookups` (the field itself unless given).

    `choices(codes)`: pairs of code and label to offer, in their order, given those that rows have.
    `closed`: the choices are few and known; all are shown, also those that no row has.
    """

    field_class = CodesField
    # Where no column holds the codes, a subclass gives pairs of key and code: codes_on(rows, day).
    by_day = False

    def __init__(self, *, choices, known=None, lookups=(), closed=False, **options):
        super().__init__(required=False, **options)
        self.choices, self.known, self.closed = choices, known, closed
        self.related_lookups = lookups

    @property
    def lookups(self):
        return self.related_lookups or [self.field_name]

    @property
    def field(self):
        self.extra.update(labels=self.parent.index.labels_of(self.field_name), known=self.known)
        return super().field

    def code_of(self, value):
        """The code that the address has for a value of the database."""
        return value

    @property
    def day(self):
        """The day for which its codes are worked out; None: they are those of a column."""
        return self.parent.day if self.by_day else None

    def members(self):
        return self.parent.index.members(self.field_name, self.day)

    def kept(self, codes):
        """The numbers of the rows that it keeps."""
        members = self.members()
        return NO_NUMBERS.union(*(members[code] for code in codes if code in members))

    def filter(self, rows, codes):
        if not codes:
            return rows
        condition = Q()
        for lookup in self.lookups:
            condition |= Q(**{f"{lookup}__in": codes})
        if not self.related_lookups:
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


class DatedFilter(CodesFilter):
    """By whether a date is known. Takes a QuerySet with dated() and undated()."""

    lookups = ()

    def __init__(self):
        codes = [("yes", gettext_lazy("With a date")), ("no", gettext_lazy("Without a date"))]
        super().__init__(label=gettext_lazy("Date"), choices=lambda _codes: codes, closed=True)

    def members(self):
        index = self.parent.index
        return {"yes": index.dated, "no": index.undated}

    def filter(self, rows, codes):
        if len(codes) != 1:
            return rows
        return rows.dated() if codes == ["yes"] else rows.undated()


class SortFilter(django_filters.ChoiceFilter):
    """`orders`: {code: (label, name of a QuerySet method)}, the default first.

    `lasting`: the codes of those orders in which a row stays until it changes itself; `of_others`:
    until any record changes; `of_a_day`: until it changes or the day ends.
    """

    def __init__(self, orders, *, lasting=(), of_others=(), of_a_day=()):
        self.orders, self.lasting = orders, lasting
        self.of_others, self.of_a_day = of_others, of_a_day
        message = gettext_lazy("Sort by: choose one of the orders in the list.")
        super().__init__(
            label=gettext_lazy("Sort by"),
            choices=[(code, label) for code, (label, method) in orders.items()],
            required=False,
            empty_label=None,
            error_messages={"invalid_choice": message},
        )

    @property
    def first(self):
        return next(iter(self.orders))

    def code_of(self, code):
        """The order in which the list is, where its address leaves it out too."""
        return code or self.first

    def keys_in(self, code):
        """The keys of the rows in an order that the filter knows itself, else None."""

    def filter(self, rows, code):
        _label, method = self.orders[self.code_of(code)]
        return getattr(rows, method)()


class PublicFilterSet(django_filters.FilterSet):
    """Filters of public rows. The queryset it is given is how the rows of a page are read.

    A subclass says which rows there are, in the list's first order: `rows()`; and in `span` the
    two annotations with the first and the last day of a row, where the list asks for years. What
    only the database puts in order is read by a query that `with_span()` gave them.
    """

    span = ()
    # Filters that ask when something was so.
    of_a_day = ("status", "dated")

    def __init__(self, *args, as_of=None, **options):
        super().__init__(*args, **options)
        self.as_of = as_of or AsOf(timezone.localdate())

    @classmethod
    def rows(cls):
        raise NotImplementedError

    @classmethod
    def rows_on(cls, day):
        """Those of the rows that were there on an earlier day."""
        raise NotImplementedError

    @classmethod
    def codes_filters(cls):
        return {
            name: filter_
            for name, filter_ in cls.base_filters.items()
            if isinstance(filter_, CodesFilter)
        }

    @cached_property
    def index(self):
        return index_of(type(self))

    @cached_property
    def day(self):
        """The day for which the statuses of rows are derived."""
        return self.as_of.day

    @cached_property
    def there(self):
        """The numbers of the rows of the day."""
        day = self.as_of.given
        return self.index.there_on(day, self.rows_on) if day else self.index.all

    @cached_property
    def kept(self):
        """{name of a filter that is in use: numbers of the rows that it keeps}."""
        kept = {}
        for name, value in self.form.cleaned_data.items():
            filter_ = self.filters[name]
            if isinstance(filter_, SortFilter | YearFilter) or value in ([], None, ""):
                continue
            if hasattr(filter_, "kept"):
                kept[name] = filter_.kept(value)
            else:
                kept[name] = self.index.numbers_of(filter_.filter(self.rows(), value))
        if any(self.years):
            kept["years"] = self.numbers_between(*self.years)
        return kept

    def numbers_between(self, first, last):
        if self.as_of.given:
            return self.index.numbers_of(self.with_span(self.queryset).between_years(first, last))
        return self.index.between_years(first, last)

    @cached_property
    def kept_by_all(self):
        return self.there.intersection(*sorted(self.kept.values(), key=len))

    def found(self, but=None):
        """The numbers of the rows that all filters keep; `but`: the filter that is left out."""
        if but not in self.kept:
            return self.kept_by_all
        others = [numbers for name, numbers in self.kept.items() if name != but]
        return self.there.intersection(*sorted(others, key=len))

    def left_out(self):
        """What has no date of that which the filters keep that ask for no day, as LeftOut.

        A list between years leaves it out on any day.
        """
        query = self.data.copy()
        for name in ("page", "sort", PARAMETER, *self.of_a_day):
            query.pop(name, None)
        query["dated"] = "no"
        kept = [numbers for name, numbers in self.kept.items() if name not in self.of_a_day]
        undated = self.filters["dated"].kept(["no"]).intersection(*kept)
        count = 0 if any(self.years) else len(undated)
        return LeftOut(count, f"{self.request.path}?{query.urlencode()}")

    def in_order(self):
        """The numbers found, in the order asked for; None where only the database knows it."""
        if self.as_of.given:
            return None
        found, sort = self.found(), self.filters.get("sort")
        code = sort and sort.code_of(self.form.cleaned_data["sort"])
        if not sort or code == sort.first:
            return self.index.in_first_order(found)
        if (keys := sort.keys_in(code)) is not None:
            numbers = map(self.index.number_of, keys)
            return [number for number in numbers if number is not None and number in found]
        ordered = self.all_in_order(sort, code)
        return None if ordered is None else InOrder(ordered, found)

    def all_in_order(self, sort, code):
        """The numbers of all rows, or None. The index outlives the filter set."""
        own, day = type(self), self.day
        if code in sort.of_a_day:
            return self.index.ordered_on(day, code, partial(own.ordered_on, code, day))
        if code in (*sort.lasting, *sort.of_others):
            _label, method = sort.orders[code]
            by_own_changes = code in sort.lasting
            rows = partial(own.ordered_by, method)
            return self.index.ordered(code, rows, by_own_changes=by_own_changes)
        return None

    @classmethod
    def ordered_by(cls, method):
        return getattr(cls.rows(), method)()

    @classmethod
    def ordered_on(cls, code, day):
        """All rows in an order that holds for the day."""
        raise NotImplementedError

    def with_span(self, rows):
        """Rows with the annotations by which they are ordered, as far as they lack them."""
        return rows

    def rows_of_page(self):
        """How the rows of a page are read."""
        return self.queryset

    @cached_property
    def found_rows(self):
        return FoundRows(self)

    @cached_property
    def groups(self):
        groups = [self.group(name) for name in self.codes_filters()]
        return [group for group in groups if group.options]

    def group(self, name):
        """Each count is of the list that the other filters leave: any-of within, all-of between."""
        filter_, field, chosen = self.filters[name], self.form.fields[name], self.form.cleaned_data
        return group_of(filter_, field, chosen[name], self.found(but=name))

    @cached_property
    def years(self):
        """The first and the last year asked for, None where a side is open."""
        names = ("year_from", "year_to")
        return tuple(self.form.cleaned_data.get(name) for name in names)

    @property
    def has_years(self):
        return "year_from" in self.filters

    @cached_property
    def chips(self):
        chips = [
            Chip(str(filter_.label), str(words), self.address_without(name, value))
            for name, filter_ in self.filters.items()
            if not isinstance(filter_, SortFilter | YearFilter)
            for value, words in self.chosen(name)
        ]
        if any(self.years):
            address = self.address_without("year_from", None, "year_to")
            chips.append(Chip(_("Years"), years_in_words(*self.years), address))
        return chips

    def chosen(self, name):
        """(value, words) of what a parameter holds."""
        value = self.form.cleaned_data[name]
        if isinstance(value, list):
            field = self.form.fields[name]
            return [(code, field.label_of(code)) for code in value]
        return [(value, value)] if value else []

    def address_without(self, name, value, *others):
        field = self.form.fields[name]
        query = self.data.copy()
        for each in ("page", *others):
            query.pop(each, None)
        values = query.pop(name, [])
        if isinstance(field, CodesField):
            query.setlist(name, [v for v in values if field.to_python([v]) not in ([value], [])])
        encoded = query.urlencode()
        return f"{self.request.path}?{encoded}" if encoded else self.request.path


def years_in_words(first, last):
    if not last:
        return _("from %(year)s") % {"year": first}
    if not first:
        return _("to %(year)s") % {"year": last}
    if first == last:
        return str(first)
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


class PublicListView(AsOfMixin, FilterView):
    """A value that no filter knows answers 400 with a sentence, a page that is not there 404."""

    paginate_by = settings.PUBLIC_PAGE_SIZE
    section = None

    @classmethod
    def kept_with(cls, **arguments):
        return super().kept_with(**arguments) | {*cls.filterset_class.base_filters, PAGE}

    def get(self, request, *args, **kwargs):
        filterset = self.get_filterset(self.get_filterset_class())
        if not filterset.is_valid():
            errors = filterset.errors.values()
            return self.not_understood([sentence for each in errors for sentence in each])
        self.object_list = filterset.found_rows
        return self.render_to_response(self.get_context_data(filter=filterset))

    def get_filterset_kwargs(self, filterset_class):
        kwargs = super().get_filterset_kwargs(filterset_class)
        return {**kwargs, "data": self.request.GET, "as_of": self.as_of}

    def get_context_data(self, **context):
        context.setdefault("total", len(context["filter"].there))
        if self.as_of.given and "dated" in context["filter"].filters:
            context["left_out"] = context["filter"].left_out()
        return super().get_context_data(section=self.section, **context)
