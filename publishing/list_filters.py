from django.contrib.admin import SimpleListFilter
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

STATES = {
    "draft": _("Never published"),
    "published": _("Published"),
    "withdrawn": _("Withdrawn"),
    "unpublished": _("Taken back"),
    "merged": _("Merged"),
}
CONDITIONS = {
    "draft": Q(published_at=None, unpublished_at=None),
    "published": Q(published_at__isnull=False, withdrawn_at=None),
    "withdrawn": Q(withdrawn_at__isnull=False),
    "unpublished": Q(unpublished_at__isnull=False),
}


class EditorialStateFilter(SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(state, STATES[state]) for state in CONDITIONS]

    def queryset(self, request, queryset):
        condition = CONDITIONS.get(self.value())
        return queryset.filter(condition) if condition else queryset


class IncompleteFilter(SimpleListFilter):
    """What readers see and lacks something, as incomplete() of the model's QuerySet says."""

    title = _("completeness")
    parameter_name = "incomplete"

    def lookups(self, request, model_admin):
        return [("yes", _("Something is missing"))]

    def queryset(self, request, queryset):
        if self.value() != "yes":
            return queryset
        return queryset.published().not_withdrawn().incomplete()
