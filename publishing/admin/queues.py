"""The queues of the admin: drafts and their review, moments to come, review dates, changes."""

from datetime import timedelta

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _

from publishing.models import Change, PlannedWithdrawal, ReviewDate, Version
from publishing.rows_of_records import RowsOfRecords, page_of

State = Version.State
QUEUE = (State.IN_REVIEW, State.APPROVED, State.SCHEDULED, State.DRAFT, State.CONFLICT)
SOON = timedelta(days=30)
PERIODS = {"7": _("Past 7 days"), "30": _("Past 30 days"), "365": _("Past year")}


def moment(at):
    return date_format(localtime(at), "j F Y, H:i")


class OpenStateFilter(admin.SimpleListFilter):
    """Open versions unless told otherwise."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(state.value, capfirst(state.label)) for state in QUEUE]

    def queryset(self, request, queryset):
        states = [self.value()] if self.value() in QUEUE else Version.OPEN
        return queryset.filter(state__in=states)


class WhoseFilter(admin.SimpleListFilter):
    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", _("I wrote in it")), ("waiting", _("Waiting for me"))]

    def queryset(self, request, queryset):
        if self.value() == "mine":
            return queryset.written_by(request.user)
        if self.value() == "waiting":
            return queryset.waiting_for(request.user)
        return queryset


@admin.register(Version)
class VersionAdmin(RowsOfRecords):
    """Every draft with who wrote it, where it stands and since when."""

    list_display = ["what", "sort", "state_in_words", "written_by", "in_state_since", "difference"]
    list_filter = [OpenStateFilter, WhoseFilter]
    ordering = ["-since", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).without_snapshot().select_related("created_by")

    def address_of(self, row):
        """A version is read beside another one."""
        return f"{page_of(row.record, 'compare')}?to={row.pk}"

    def changelist_view(self, request, extra_context=None):
        words = {"title": _("Drafts and review")}
        return super().changelist_view(request, {**words, **(extra_context or {})})

    @admin.display(description=_("written by"), ordering="created_by")
    def written_by(self, version):
        return version.created_by or "–"

    @admin.display(description=_("since"), ordering="since")
    def in_state_since(self, version):
        return moment(version.since)

    @admin.display(description=_("state"), ordering="state")
    def state_in_words(self, version):
        words = capfirst(version.get_state_display())
        return f"{words}: {moment(version.publish_at)}" if version.publish_at else words

    @admin.display(description=_("to read"))
    def difference(self, version):
        if version.record is None:
            return "–"
        words = _("Compare with live") if version.base_id else _("See the whole draft")
        return format_html('<a href="{}">{}</a>', page_of(version.record, "compare"), words)


@admin.register(PlannedWithdrawal)
class PlannedWithdrawalAdmin(RowsOfRecords):
    """Withdrawals at a moment to come."""

    list_display = ["what", "sort", "due", "reason", "by"]
    ordering = ["at", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).waiting().select_related("by")

    def changelist_view(self, request, extra_context=None):
        words = {"title": _("Withdrawals planned")}
        return super().changelist_view(request, {**words, **(extra_context or {})})

    @admin.display(description=_("moment (UK time)"), ordering="at")
    def due(self, plan):
        return moment(plan.at)


class DueFilter(admin.SimpleListFilter):
    title = _("due")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("now", _("Due now")), ("soon", _("Due within 30 days"))]

    def queryset(self, request, queryset):
        day = {"now": localdate(), "soon": localdate() + SOON}.get(self.value())
        return queryset.due(day) if day else queryset


@admin.register(ReviewDate)
class ReviewDateAdmin(RowsOfRecords):
    """What is to be looked at again, the longest due first."""

    list_display = ["what", "sort", "due", "note", "set_by", "again"]
    list_filter = [DueFilter]
    ordering = ["due_on", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("set_by")

    @admin.display(description=_("look again on"), ordering="due_on")
    def due(self, review):
        return date_format(review.due_on, "DATE_FORMAT")

    @admin.display(description=_("once you looked"))
    def again(self, review):
        if review.record is None:
            return "–"
        words = _("Set the next day, or none")
        return format_html('<a href="{}">{}</a>', page_of(review.record, "review_date"), words)


class PeriodFilter(admin.SimpleListFilter):
    title = _("when")
    parameter_name = "days"

    def lookups(self, request, model_admin):
        return list(PERIODS.items())

    def queryset(self, request, queryset):
        if self.value() not in PERIODS:
            return queryset
        return queryset.since(timezone.now() - timedelta(days=int(self.value())))


@admin.register(Change)
class ChangeAdmin(RowsOfRecords):
    """What readers were told of, newest first."""

    list_display = ["when", "what", "sort", "kind", "note", "minor", "by"]
    list_filter = [PeriodFilter, "kind", "minor"]
    ordering = ["-at", "-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")

    @admin.display(description=_("when"), ordering="at")
    def when(self, change):
        return moment(change.at)
