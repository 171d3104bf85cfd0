from django.contrib import admin
from django.contrib.admin.utils import quote, unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from .forms import SourceForm
from .inlines import CitationInline
from .list_filters import EditorialStateFilter
from .list_lookups import OwnFiltersAlone
from .models import Page, Source, Step, Version
from .record_admin import RECORDS_NAMED, RecordAdmin, list_of_records
from .record_pages import history_page
from .registry import versioned_models
from .snapshots import content_fields
from .steps import cut, take_step

QUEUE = (
    Version.State.IN_REVIEW,
    Version.State.APPROVED,
    Version.State.SCHEDULED,
    Version.State.DRAFT,
)


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


class OpenStateFilter(admin.SimpleListFilter):
    """Open versions unless told otherwise."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(state.value, capfirst(state.label)) for state in QUEUE]

    def queryset(self, request, queryset):
        states = [self.value()] if self.value() in QUEUE else Version.OPEN
        return queryset.filter(state__in=states)


@admin.register(Version)
class VersionAdmin(OwnFiltersAlone, admin.ModelAdmin):
    """The queue: every draft with who wrote it, where it stands and since when."""

    list_display = ["what", "sort", "state_in_words", "written_by", "in_state_since", "difference"]
    list_display_links = None
    list_filter = [OpenStateFilter]
    list_per_page = 50
    ordering = ["-since", "pk"]
    actions = None

    def get_queryset(self, request):
        """Those of records that this editor may see."""
        kinds = [
            ContentType.objects.get_for_model(model)
            for model in versioned_models()
            if request.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
        ]
        found = super().get_queryset(request).filter(content_type__in=kinds).without_snapshot()
        return found.select_related("created_by", "content_type").prefetch_related("record")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A version is read beside another one."""
        version = self.get_object(request, unquote(object_id))
        if version is None or version.record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return HttpResponseRedirect(f"{page_of(version.record, 'compare')}?to={version.pk}")

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)

    def changelist_view(self, request, extra_context=None):
        words = {"title": _("Drafts and review")}
        return super().changelist_view(request, {**words, **(extra_context or {})})

    @admin.display(description=_("record"))
    def what(self, version):
        record = version.record
        if record is None:
            return _("deleted")
        return format_html('<a href="{}">{}</a>', page_of(record, "change"), record)

    @admin.display(description=_("written by"), ordering="created_by")
    def written_by(self, version):
        return version.created_by or "–"

    @admin.display(description=_("since"), ordering="since")
    def in_state_since(self, version):
        return date_format(localtime(version.since), "j F Y, H:i")

    @admin.display(description=_("kind of record"))
    def sort(self, version):
        return capfirst(version.content_type.model_class()._meta.verbose_name)

    @admin.display(description=_("state"), ordering="state")
    def state_in_words(self, version):
        words = capfirst(version.get_state_display())
        if version.publish_at:
            return f"{words}: {date_format(localtime(version.publish_at), 'j F Y, H:i')}"
        return words

    @admin.display(description=_("to read"))
    def difference(self, version):
        if version.record is None:
            return "–"
        words = _("Compare with live") if version.base_id else _("See the whole draft")
        return format_html('<a href="{}">{}</a>', page_of(version.record, "compare"), words)


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


def page_of(record, page):
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[quote(record.pk)])


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
