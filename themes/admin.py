from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from publishing.inlines import CitationInline
from publishing.list_filters import EditorialStateFilter
from publishing.record_admin import RecordAdmin

from .models import Theme


@admin.register(Theme)
class ThemeAdmin(RecordAdmin):
    list_display = ["name", "parent", "position", "state", "saved"]
    list_select_related = ["parent"]
    list_filter = [EditorialStateFilter]
    search_fields = ["name", "name_key"]
    fieldsets = [
        (None, {"fields": ["name", "parent", "description"]}),
        (_("Address and place"), {"fields": ["slug", "position"]}),
        (_("Where it is used"), {"fields": ["named_by"]}),
    ]
    readonly_fields = ["named_by"]
    inlines = [CitationInline]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            kwargs["queryset"] = Theme.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
