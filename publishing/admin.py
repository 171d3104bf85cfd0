from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from .forms import SourceForm
from .inlines import CitationInline
from .list_filters import EditorialStateFilter
from .list_lookups import OwnFiltersAlone
from .models import Page, Source
from .record_admin import RECORDS_NAMED, RecordAdmin, list_of_records


@admin.register(Page)
class PageAdmin(RecordAdmin):
    list_display = ["title", "slug", "state", "saved"]
    list_filter = [EditorialStateFilter]
    search_fields = ["title", "slug"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "summary", "body"]}),
    ]
    inlines = [CitationInline]

    def get_readonly_fields(self, request, obj=None):
        """A page's address is fixed once readers know it."""
        return ["slug"] if obj is not None and obj.was_public else []


@admin.register(Source)
class SourceAdmin(OwnFiltersAlone, admin.ModelAdmin):
    form = SourceForm
    list_display = ["title", "publisher", "partial_date", "accessed_on", "times_cited"]
    list_filter = ["language"]
    # Counting citations would lose the model's own order.
    ordering = ["title_key", "pk"]
    list_per_page = 50
    search_fields = ["title", "title_key", "publisher", "url"]
    actions = None
    fieldsets = [
        (None, {"fields": ["title", "url", "publisher", "language"]}),
        (_("Dates"), {"fields": ["when", "date_note", "accessed_on"]}),
        (_("For readers"), {"fields": ["note"]}),
        (_("Where it is used"), {"fields": ["cited_by"]}),
    ]
    readonly_fields = ["cited_by"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(cited=Count("citations"))

    def has_delete_permission(self, request, obj=None):
        """What a record names stays."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj is not None and obj.citations.exists())

    @admin.display(description=_("cited by"))
    def cited_by(self, source):
        return list_of_records(source.citing_records(RECORDS_NAMED + 1))

    @admin.display(description=_("cited"), ordering="cited")
    def times_cited(self, source):
        return source.cited
