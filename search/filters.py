"""The search in the public lists: `q`, a filter as others are, and the order by relevance."""

import django_filters
from django.db.models import F, Func, IntegerField, Value
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django_filters.fields import ChoiceField

from publishing.public_lists import SortFilter

from .fields import SearchField
from .finding import find
from .registry import searchable_of

RELEVANCE = "relevance"


class SearchFilter(django_filters.Filter):
    """Keeps what is found for the text."""

    field_class = SearchField

    def __init__(self, **options):
        super().__init__(**{"label": gettext_lazy("Search"), "required": False, **options})

    @cached_property
    def found(self):
        """The Found of what the address asks for, or None; needs a form that is valid."""
        text = self.parent.form.cleaned_data[self.field_name]
        return find(text, [searchable_of(self.model)]) if text else None

    def filter(self, rows, text):
        return rows.filter(pk__in=self.found.object_ids) if text else rows

    def kept(self, _text):
        """The numbers of the rows that are found, as the index of the list has them."""
        found, index = self.found, self.parent.index
        if found.is_ranked:
            return index.numbers_of_keys(key for _kind, key, *_rest in found.rows)
        # To make keys of a hundred thousand would take far longer.
        return index.numbers_of_values(found.all_keys)


class SortField(ChoiceField):
    """Without a text nothing is more relevant; an address that asks for it is still good."""

    def valid_value(self, value):
        return value == RELEVANCE or super().valid_value(value)


class RelevanceSortFilter(SortFilter):
    """Also offers the order by relevance where a text is looked for, and begins with it there."""

    field_class = SortField
    # The name of the SearchFilter beside it.
    beside = "q"

    @property
    def field(self):
        is_new = not hasattr(self, "_field")
        field = super().field
        if is_new and self.parent.data.get(self.beside, "").strip():
            field.choices = [(RELEVANCE, gettext_lazy("Best match")), *field.choices]
        return field

    @property
    def found(self):
        return self.parent.filters[self.beside].found

    def code_of(self, code):
        """Where more is found than can be ranked, the best match is the usual order."""
        if self.found and self.found.is_ranked and code in ("", RELEVANCE):
            return RELEVANCE
        return super().code_of("" if code == RELEVANCE else code)

    def keys_in(self, code):
        return self.found.keys if code == RELEVANCE else None

    def filter(self, rows, code):
        code = self.code_of(code)
        if code == RELEVANCE:
            return rows.order_by(PlaceAmong(self.found.keys), "pk")
        return super().filter(rows, code)


class PlaceAmong(Func):
    """Where the key of a row stands among these: one value, however many they are."""

    output_field = IntegerField()

    def __init__(self, keys):
        super().__init__(Value(" ".join(key.hex for key in keys)), F("pk"))

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="instr(%(expressions)s)", **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "strpos(%(expressions)s::text, '-', ''))"
        return self.as_sql(
            compiler, connection, template=template, arg_joiner=", replace(", **context
        )
