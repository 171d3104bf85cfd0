"""What the list of files can be narrowed to."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

USES = {
    "live": (_("In a live record"), Q(is_live=True)),
    "draft": (_("In a draft"), Q(is_in_draft=True)),
    "older": (
        _("In older versions alone"),
        Q(is_live=False, is_in_draft=False, is_in_older=True),
    ),
    "unused": (_("Nowhere"), Q(is_live=False, is_in_draft=False, is_in_older=False)),
}
KINDS = {"picture": _("Pictures"), "pdf": _("Documents (PDF)")}


class UseFilter(admin.SimpleListFilter):
    title = _("where it is used")
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [(use, words) for use, (words, _condition) in USES.items()]

    def queryset(self, request, queryset):
        return queryset.filter(USES[self.value()][1]) if self.value() in USES else queryset


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return list(KINDS.items())

    def queryset(self, request, queryset):
        documents = Q(name__endswith=".pdf")
        conditions = {"picture": ~documents, "pdf": documents}
        return queryset.filter(conditions.get(self.value(), Q()))
