from django.contrib import admin

from publishing.inlines import CitationInline
from publishing.list_filters import EditorialStateFilter
from publishing.models import Page
from publishing.record_admin import RecordAdmin


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
