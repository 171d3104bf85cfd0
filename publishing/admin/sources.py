from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing.forms import SourceForm
from publishing.list_lookups import OwnFiltersAlone
from publishing.models import Source, Step
from publishing.record_admin import RECORDS_NAMED, list_of_records
from publishing.record_pages import history_page
from publishing.rows_of_records import page_of
from publishing.snapshots import content_fields
from publishing.steps import cut, take_step


def values_changed(before, after):
    """What changed from what to what, in words."""
    after.refresh_from_db()
    return [
        {
            "what": capfirst(str(field.verbose_name)),
            "old": cut(str(getattr(before, field.name) or "")),
            "new": cut(str(getattr(after, field.name) or "")),
        }
        for field in content_fields(Source)
        if getattr(before, field.name) != getattr(after, field.name)
    ]


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

    def save_model(self, request, obj, form, change):
        """Sources are small: they have no drafts, and what was changed in one is recorded."""
        before = Source.objects.filter(pk=obj.pk).first()
        super().save_model(request, obj, form, change)
        changes = values_changed(before, obj) if before else []
        if changes or not before:
            verb = Step.Verb.CHANGED if before else Step.Verb.SAVED
            take_step(obj, verb, by=request.user, at=timezone.now(), changes=changes)

    def history_view(self, request, object_id, extra_context=None):
        source = self.get_object(request, unquote(object_id))
        if source is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, source):
            raise PermissionDenied
        return history_page(self, request, source, {"change_url": page_of(source, "change")})

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
