"""The merges that were done, and their undoing."""

from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from publishing.list_lookups import OwnFiltersAlone
from publishing.publication import form_address
from publishing.read_only import ReadOnly
from publishing.rights import Refused, can_publish

from .deeds import Deed
from .merge_preview import own_lines, touched_records
from .models import Merge
from .uniting import undo_merge

LEFT_SHOWN = 100


class StandingFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("standing", _("Standing")), ("undone", _("Undone"))]

    def queryset(self, request, queryset):
        wanted = {"standing": True, "undone": False}.get(self.value())
        return queryset if wanted is None else queryset.filter(undone_at__isnull=wanted)


@admin.register(Merge)
class MergeAdmin(ReadOnly, OwnFiltersAlone, admin.ModelAdmin):
    list_display = ["what", "into", "when", "by", "state"]
    list_filter = [StandingFilter]
    list_per_page = 50
    search_fields = ["gone__name", "into__name", "gone__identifier", "into__identifier"]
    ordering = ["-at", "-pk"]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("gone", "into", "by").defer("deeds")

    def changelist_view(self, request, extra_context=None):
        words = {"title": _("Merges")}
        return super().changelist_view(request, {**words, **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What was done; its button undoes it."""
        merge = self.get_object(request, unquote(object_id))
        if merge is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, merge):
            raise PermissionDenied
        if request.method == "POST":
            self.undo(request, merge)
            return HttpResponseRedirect(address_of(merge))
        deeds = [Deed.from_json(deed) for deed in merge.deeds]
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Merge"),
            "subtitle": str(merge),
            "merge": merge,
            "gone_url": form_address(merge.gone),
            "into_url": form_address(merge.into),
            "own": own_lines(deeds, merge.into),
            "touched": touched_records(deeds, merge.into),
            "left": merge.left[:LEFT_SHOWN],
            "more_left": len(merge.left[LEFT_SHOWN:]),
            "may_undo": not merge.undone_at and can_publish(merge.gone, request.user),
        }
        return TemplateResponse(request, "admin/organisation_merge_done.html", context)

    def undo(self, request, merge):
        if not can_publish(merge.gone, request.user):
            raise PermissionDenied
        try:
            merge = undo_merge(merge, by=request.user)
        except Refused as refusal:
            for sentence in refusal.messages:
                self.message_user(request, sentence, messages.ERROR)
        else:
            words = _("“%(gone)s” and “%(into)s” are two records again.")
            names = {"gone": merge.gone, "into": merge.into}
            self.message_user(request, words % names, messages.SUCCESS)

    def history_view(self, request, object_id, extra_context=None):
        merge = self.get_object(request, unquote(object_id))
        if merge is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return HttpResponseRedirect(address_of(merge))

    @admin.display(description=_("organisation"), ordering="gone")
    def what(self, merge):
        return merge.gone

    @admin.display(description=_("when"), ordering="at")
    def when(self, merge):
        return moment(merge.at)

    @admin.display(description=_("state"), ordering="undone_at")
    def state(self, merge):
        if merge.undone_at:
            return _("Undone %(moment)s") % {"moment": moment(merge.undone_at)}
        return _("Standing")


def moment(at):
    return date_format(localtime(at), "j F Y, H:i")


def address_of(merge):
    return reverse("admin:organisations_merge_change", args=[quote(merge.pk)])
