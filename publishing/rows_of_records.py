"""Lists in the admin of rows that belong to records of any kind: read, and nothing else."""

from django.contrib import admin
from django.contrib.admin.utils import quote, unquote
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .list_lookups import OwnFiltersAlone
from .read_only import ReadOnly
from .rights import kinds_for


def page_of(record, page):
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[quote(record.pk)])


class RowsOfRecords(ReadOnly, OwnFiltersAlone, admin.ModelAdmin):
    """Rows of the records that this editor may see. What can be done is done at the record."""

    list_display_links = None
    list_per_page = 50
    actions = None

    def get_queryset(self, request):
        found = super().get_queryset(request).filter(content_type__in=kinds_for(request.user))
        return found.select_related("content_type").prefetch_related("record")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A row has no page: its record has."""
        row = self.get_object(request, unquote(object_id))
        if row is None or row.record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return HttpResponseRedirect(self.address_of(row))

    def address_of(self, row):
        return page_of(row.record, "change")

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)

    @admin.display(description=_("record"))
    def what(self, row):
        if row.record is None:
            return _("deleted")
        return format_html('<a href="{}">{}</a>', page_of(row.record, "change"), row.record)

    @admin.display(description=_("kind of record"))
    def sort(self, row):
        return capfirst(row.content_type.model_class()._meta.verbose_name)
