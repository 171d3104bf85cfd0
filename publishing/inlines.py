"""The rows of a record in its form. They have no rights of their own: the record's are theirs."""

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.contenttypes.admin import GenericTabularInline

from .autocompletes import Autocompletes
from .models import Citation
from .row_forms import CitationForm, CitationFormSet, RowForm, RowFormSet

MOST_ROWS = 300


def without_shortcuts(form_field):
    """A record is chosen or added here; it is changed and deleted in its own form."""
    widget = getattr(form_field, "widget", None)
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget.can_change_related = widget.can_delete_related = False
    return form_field


class RightsOfRecord(Autocompletes):
    """Part of an inline: asks the record's own admin."""

    extra = 0
    max_num = MOST_ROWS

    def get_formset(self, request, obj=None, **options):
        """However many rows a form claims to have, no more are made."""
        return super().get_formset(request, obj, **{"absolute_max": MOST_ROWS, **options})

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_shortcuts(super().formfield_for_dbfield(db_field, request, **kwargs))

    @property
    def record_admin(self):
        return self.admin_site.get_model_admin(self.parent_model)

    def may_edit(self, request, record):
        if record is None:
            return self.record_admin.has_add_permission(request)
        return self.record_admin.has_change_permission(request, record)

    def has_view_permission(self, request, obj=None):
        return self.record_admin.has_view_permission(request, obj)

    def has_add_permission(self, request, obj):
        return self.may_edit(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.may_edit(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.may_edit(request, obj)


class RowInline(RightsOfRecord, admin.TabularInline):
    form = RowForm
    formset = RowFormSet


class StackedRowInline(RightsOfRecord, admin.StackedInline):
    form = RowForm
    formset = RowFormSet


class CitationInline(RightsOfRecord, GenericTabularInline):
    model = Citation
    form = CitationForm
    formset = CitationFormSet
    fields = ["position", "source", "fact", "value", "place", "checked_on"]
    autocomplete_fields = ["source"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")
