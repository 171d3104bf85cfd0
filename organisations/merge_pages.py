"""Pages of the admin on doubles: what may be one, what a merge would move, and the merge itself."""

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.forms import NOTE_LENGTH
from publishing.rights import Refused, can_publish

from .duplicates import LONGEST_NAME, alike_to, call_not_the_same, possible_duplicates
from .forms import ConfirmForm, PairForm, SurvivorForm
from .merge_checks import check_may_be_merged
from .merge_plan import MergePlan
from .merge_preview import own_lines, touched_records
from .models import Merge, Organisation
from .uniting import merge

PAIRS_A_PAGE = 50
MERGE_LABEL = gettext_lazy("Merge into…")


class MergePages:
    """Part of the admin of organisations."""

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("duplicates/", view(self.duplicates_view), name=self.url_name("duplicates")),
            path("alike/", view(self.alike_view), name=self.url_name("alike")),
            path("<path:object_id>/merge/", view(self.merge_view), name=self.url_name("merge")),
        ]
        return own + super().get_urls()

    def has_change_permission(self, request, obj=None):
        """One that was merged stays as it is until the merge is undone."""
        allowed = super().has_change_permission(request, obj)
        return allowed and not (obj is not None and obj.merged_into_id)

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        if not allowed or obj is None:
            return allowed
        return not Merge.objects.filter(Q(gone=obj) | Q(into=obj)).exists()

    def get_search_results(self, request, queryset, search_term):
        """Nobody is offered one that was merged away."""
        if request.path == reverse("admin:autocomplete"):
            queryset = queryset.not_merged()
        return super().get_search_results(request, queryset, search_term)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The field of the name knows where to ask for others that are called so."""
        form = super().get_form(request, obj, change, **kwargs)
        if "name" in form.base_fields:
            form.base_fields["name"].widget.attrs |= {
                "data-alike": reverse(f"admin:{self.url_name('alike')}"),
                "data-alike-heading": _("Perhaps it is in the register already:"),
                "data-alike-but": str(obj.pk) if obj else "",
            }
        return form

    def tools_for(self, request, situation):
        record = situation.record
        if record.merged_into_id:
            return {}
        tools = super().tools_for(request, situation)
        if can_publish(record, request.user) and why_not_merged(record) is None:
            tools["merge"] = (MERGE_LABEL, self.url_of(record, "merge"))
        return tools

    def merge_view(self, request, object_id):
        """First which record stays, then what would move, then the merge of what was seen."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record) or not can_publish(record, request.user):
            raise PermissionDenied
        if reason := why_not_merged(record):
            self.message_user(request, reason, messages.ERROR)
            return HttpResponseRedirect(self.change_url(record))
        confirm = ConfirmForm(request.POST) if request.method == "POST" else None
        if confirm is not None and confirm.is_valid() and self.merge(request, record, confirm):
            return HttpResponseRedirect(self.change_url(confirm.cleaned_data["into"]))
        sent = request.POST or (request.GET if "into" in request.GET else None)
        context = {
            **self.page_context(request, record, _("Merge")),
            **self.preview(request, record, SurvivorForm(sent), confirm),
        }
        return TemplateResponse(request, "admin/organisation_merge.html", context)

    def preview(self, request, record, form, confirm):
        """What merging into the chosen record would move; a refusal goes to the form."""
        if not form.is_valid():
            return {"form": form}
        into, keep_names = form.cleaned_data["into"], form.cleaned_data["keep_names"]
        try:
            check_may_be_merged(record, into, request.user)
            plan = MergePlan.make(record, into, keep_names=keep_names)
        except Refused as refusal:
            form.add_error(None, refusal.messages)
            return {"form": form}
        return {
            "form": form,
            "into": into,
            "other_way": f"{self.url_of(into, 'merge')}?into={quote(record.pk)}&keep_names=on",
            "own": own_lines(plan.deeds, into),
            "touched": touched_records(plan.deeds, into, others=plan.owners),
            "notes": plan.notes,
            "confirm": confirm_form(plan, confirm),
        }

    def merge(self, request, record, form):
        cleaned = form.cleaned_data
        try:
            done = merge(
                record,
                cleaned["into"],
                by=request.user,
                note=cleaned["note"],
                keep_names=cleaned["keep_names"],
                seen=cleaned["seen"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.messages)
            return False
        self.log_change(request, done.into, str(done))
        words = _("“%(gone)s” was merged into “%(into)s”. The list of merges can undo it.")
        names = {"gone": done.gone, "into": done.into}
        self.message_user(request, words % names, messages.SUCCESS)
        return True

    def duplicates_view(self, request):
        """Pairs that may be one organisation, the likeliest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        may_dismiss = self.has_change_permission(request)
        if request.method == "POST":
            return self.dismiss(request)
        pairs = possible_duplicates()
        page = Paginator(pairs, PAIRS_A_PAGE).get_page(request.GET.get("page"))
        for pair in page:
            for one in (pair.first, pair.second):
                one.address = reverse(f"admin:{self.url_name('change')}", args=[one.key])
            address = reverse(f"admin:{self.url_name('merge')}", args=[pair.second.key])
            pair.second.merge_address = f"{address}?into={pair.first.key}&keep_names=on"
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Possible duplicates"),
            "page": page,
            "may_dismiss": may_dismiss,
            "may_merge": can_publish(Organisation(), request.user),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/organisation_duplicates.html", context)

    def dismiss(self, request):
        form = PairForm(request.POST)
        if not self.has_change_permission(request):
            raise PermissionDenied
        if form.is_valid():
            try:
                pair = form.cleaned_data["first"], form.cleaned_data["second"]
                call_not_the_same(*pair, by=request.user)
            except Refused as refusal:
                self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            else:
                words = _("Noted: two organisations. The pair is not shown again.")
                self.message_user(request, words, messages.SUCCESS)
        else:
            words = _("This pair is not in the register any more.")
            self.message_user(request, words, messages.ERROR)
        return HttpResponseRedirect(reverse(f"admin:{self.url_name('duplicates')}"))

    def alike_view(self, request):
        """For who types a name: which organisations may be meant, as JSON."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        name, acronym = (request.GET.get(n, "")[:LONGEST_NAME] for n in ("name", "acronym"))
        but = self.get_object(request, request.GET.get("but", "")[:40])
        found = [
            {
                "name": " ".join(filter(None, [other.identifier, other.name])),
                "reason": ", ".join(likeness.reasons),
                "address": reverse(f"admin:{self.url_name('change')}", args=[other.key]),
            }
            for other, likeness in alike_to(name, acronym, but=but)
        ]
        return JsonResponse({"alike": found})


def why_not_merged(record):
    """A sentence, or None where it may be chosen what it is merged into."""
    if record.merged_into_id:
        words = _("“%(one)s” was merged into “%(into)s” already.")
        return words % {"one": record, "into": record.merged_into}
    if record.unpublished_at:
        return _("“%(one)s” was taken back: it is not merged.") % {"one": record}
    if record.withdrawn_at:
        return _("“%(one)s” is withdrawn. Reinstate it first.") % {"one": record}
    return None


def confirm_form(plan, sent):
    """What was typed stays; `seen` is what the page shows now."""
    words = _("“%(gone)s” and “%(into)s” are one organisation. It is found under “%(into)s”.")
    note = words % {"gone": plan.gone, "into": plan.into}
    values = {"into": plan.into.pk, "keep_names": plan.keep_names, "seen": plan.digest}
    if sent is None:
        return ConfirmForm(initial={**values, "note": note[:NOTE_LENGTH]})
    form = ConfirmForm({**values, "note": sent.data.get("note", "")})
    for sentence in sent.non_field_errors():
        form.add_error(None, sentence)
    return form
