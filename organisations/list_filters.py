from django.contrib.admin import SimpleListFilter
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from .models import Organisation


class CountryFilter(SimpleListFilter):
    """The countries of the register's organisations; `path` leads to them from the listed model."""

    title = _("country")
    parameter_name = "country"
    path = "country"

    def lookups(self, request, model_admin):
        codes = Organisation.objects.exclude(country="").order_by().distinct()
        named = [(code, countries.name(code)) for code in codes.values_list("country", flat=True)]
        return sorted(named, key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        found = queryset.model._base_manager.filter(**{self.path: self.value()})
        return queryset.filter(pk__in=found.values("pk"))


def of_organisation(path):
    """The search fields for any name of the organisation at the end of a path."""
    names = ("name", "name_key", "acronym", "native_name", "names__name", "names__name_key")
    return [f"{path}__{name}" for name in names]
