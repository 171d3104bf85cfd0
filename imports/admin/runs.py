"""The imports that were carried out, the plan of one to come, and the undoing of one."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from imports.models import Line, Run
from imports.one_at_a_time import Busy, alone
from imports.options import Options
from imports.plans import PlanGone, carry_out, give_up, make_plan, may_import
from imports.problems import Stopped, Unreadable
from imports.running import PlanMoved
from imports.undoing import can_undo, changed_since, undo
from publishing.list_lookups import OwnFiltersAlone
from publishing.read_only import ReadOnly
from publishing.registry import versioned_models
from publishing.rights import Refused, kinds_for

from .forms import options_in_words
from .lines import chosen_outcome, page_of_lines, tabs_of
from .touches import page_of_touches

State = Run.State
# More than these take too long for one request.
MOST_UNDONE = 500
LEFT_A_PAGE = 50
WRITTEN = ("created", "updated")
BUSY = gettext_lazy("Another import is at work just now. Press the button again in a minute.")


class KindFilter(admin.SimpleListFilter):
    title = gettext_lazy("kind of record")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return [
            (model._meta.label_lower, capfirst(model._meta.verbose_name_plural))
            for model in versioned_models()
            if model.identifier_prefix
        ]

    def queryset(self, request, queryset):
        for model in versioned_models():
            if self.value() == model._meta.label_lower:
                return queryset.of_model(model)
        return queryset


@admin.register(Run)
class RunAdmin(ReadOnly, OwnFiltersAlone, admin.ModelAdmin):
    list_display = ["source", "kind", "begun", "actor", "tally_in_words", "state_in_words"]
    list_filter = [KindFilter, "state"]
    list_per_page = 50
    search_fields = ["source", "address", "origin"]
    ordering = ["-started_at", "-pk"]
    actions = None

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/plan/", view(self.plan_view), name="imports_run_plan"),
            path("<int:pk>/undo/", view(self.undo_view), name="imports_run_undo"),
        ]
        return own + super().get_urls()

    def get_queryset(self, request):
        """What was carried out, and one's own plans."""
        found = super().get_queryset(request).filter(content_type__in=kinds_for(request.user))
        return found.seen_by(request.user).select_related("by", "content_type")

    def changelist_view(self, request, extra_context=None):
        words = {"title": _("Imports")}
        return super().changelist_view(request, {**words, **(extra_context or {})})

    # What was carried out

    def change_view(self, request, object_id, form_url="", extra_context=None):
        run = self.get_object(request, unquote(object_id))
        if run is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        if run.state == State.PLANNED:
            return HttpResponseRedirect(plan_address(run))
        for_editors = (Line.Outcome.REFUSED, Line.Outcome.CONFLICT)
        context = {
            **self.page_context(request, run, _("Import")),
            "tabs": tabs_of(run, chosen_outcome(request), for_editors),
            "page": page_of_lines(run, request),
            "touches": page_of_touches(run, request),
            "left": Paginator(run.left, LEFT_A_PAGE).get_page(request.GET.get("left")),
            "options": options_in_words(run),
            "may_undo": run.may_be_undone and can_undo(run, request.user),
        }
        return TemplateResponse(request, "admin/import_run.html", context)

    def history_view(self, request, object_id, extra_context=None):
        """An import has one page."""
        run = self.get_object(request, unquote(object_id))
        if run is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return HttpResponseRedirect(reverse("admin:imports_run_change", args=[run.pk]))

    def page_context(self, request, run, title):
        request.current_app = self.admin_site.name
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": run,
            "title": title,
            "subtitle": run.source,
            "change_url": reverse("admin:imports_run_change", args=[run.pk]),
            "run": run,
            "kind": run.model._meta.verbose_name_plural,
        }

    # What is planned

    def plan_view(self, request, pk):
        """What would happen, row by row; its buttons carry it out or give it up."""
        plan = Run.objects.planned().filter(pk=pk, by=request.user).first()
        if request.method == "POST":
            return HttpResponseRedirect(self.decide(request, plan))
        if plan is None:
            raise Http404
        if not plan.plan_digest:
            return HttpResponseRedirect(source_address(plan))
        if not may_import(plan.model, request.user):
            raise PermissionDenied
        context = {
            **self.page_context(request, plan, _("What would be imported")),
            "tabs": tabs_of(plan, chosen_outcome(request)),
            "page": page_of_lines(plan, request),
            "source_url": source_address(plan),
            "outcomes": plan.outcomes,
            "to_import": sum(plan.tally.get(name, 0) for name in WRITTEN),
        }
        return TemplateResponse(request, "admin/import_plan.html", context)

    def decide(self, request, plan):
        """Where to go on."""
        if plan is None:
            return self.after_the_plan(request)
        if "_give_up" in request.POST:
            address = list_address(plan)
            give_up(plan, by=request.user)
            self.message_user(request, _("Given up. Nothing was imported."))
            return address
        return self.carry_out(request, plan)

    def carry_out(self, request, plan):
        try:
            run = carry_out(plan, request.POST.get("plan", ""), by=request.user)
        except Busy:
            self.message_user(request, BUSY, messages.WARNING)
            return plan_address(plan)
        except PlanGone:
            return self.after_the_plan(request)
        except PlanMoved as moved:
            return self.plan_again(request, plan, moved)
        except (Unreadable, Stopped) as problem:
            self.message_user(request, str(problem), messages.ERROR)
            return source_address(plan)
        self.message_user(request, said_of(run), messages.SUCCESS)
        return reverse("admin:imports_run_change", args=[run.pk])

    def plan_again(self, request, plan, moved):
        try:
            make_plan(plan, Options.from_json(plan.options), by=request.user)
        except Busy:
            self.message_user(request, BUSY, messages.WARNING)
        except (Unreadable, Stopped) as problem:
            self.message_user(request, str(problem), messages.ERROR)
            return source_address(plan)
        else:
            self.message_user(request, str(moved), messages.WARNING)
        return plan_address(plan)

    def after_the_plan(self, request):
        """A button that was pressed twice leads where it led the first time."""
        digest = request.POST.get("plan", "")
        own = Run.objects.kept().filter(by=request.user, plan_digest=digest).newest_first()
        run = own.first() if digest else None
        if run is None:
            raise Http404
        self.message_user(request, _("This plan was carried out already."))
        return reverse("admin:imports_run_change", args=[run.pk])

    # What is undone

    def undo_view(self, request, pk):
        """What undoing would do, and its button."""
        run = self.get_queryset(request).kept().filter(pk=pk).first()
        if run is None:
            raise Http404
        if not can_undo(run, request.user):
            raise PermissionDenied
        if not run.may_be_undone:
            self.message_user(request, _("This import was undone already."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:imports_run_change", args=[run.pk]))
        written = run.touches.written()
        is_large = written[: MOST_UNDONE + 1].count() > MOST_UNDONE
        if request.method == "POST" and not is_large:
            return HttpResponseRedirect(self.undo(request, run))
        context = {
            **self.page_context(request, run, _("Undo the import")),
            "is_large": is_large,
            "numbers": written.numbers(),
            "changed": [] if is_large else changed_since(run),
        }
        return TemplateResponse(request, "admin/import_undo.html", context)

    def undo(self, request, run):
        address = reverse("admin:imports_run_change", args=[run.pk])
        try:
            with alone():
                run = undo(run, by=request.user)
        except Busy:
            self.message_user(request, BUSY, messages.WARNING)
            return reverse("admin:imports_run_undo", args=[run.pk])
        except Refused as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return address
        if run.left:
            words = _("The import was undone. What was left is named below.")
            self.message_user(request, words, messages.WARNING)
        else:
            words = _("The import was undone: everything is as it was before.")
            self.message_user(request, words, messages.SUCCESS)
        return address

    # The list

    @admin.display(description=gettext_lazy("kind of record"))
    def kind(self, run):
        return capfirst(run.model._meta.verbose_name_plural)

    @admin.display(description=gettext_lazy("when"), ordering="started_at")
    def begun(self, run):
        return date_format(localtime(run.started_at), "j F Y, H:i")

    @admin.display(description=gettext_lazy("by"), ordering="by")
    def actor(self, run):
        return run.by or _("a command")

    @admin.display(description=gettext_lazy("what came of it"))
    def tally_in_words(self, run):
        return ", ".join(f"{count} {label}" for label, count in run.outcomes) or "–"

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_in_words(self, run):
        return capfirst(run.get_state_display())


def plan_address(plan):
    return reverse("admin:imports_run_plan", args=[plan.pk])


def source_address(plan):
    """The form that the plan was made with, with what was typed and sent."""
    meta = plan.model._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_import")
    return f"{address}?kept={plan.pk}"


def list_address(plan):
    meta = plan.model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")


def said_of(run):
    number = run.touches.written().count()
    words = ngettext("%(n)s record was imported.", "%(n)s records were imported.", number)
    said = words % {"n": number}
    if asked := run.questions.open().count():
        words = ngettext("%(n)s question waits.", "%(n)s questions wait.", asked)
        said = f"{said} {words % {'n': asked}}"
    return said
