"""The queue of what readers sent, and the page of each."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator, capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from publishing import corrections
from publishing.list_lookups import OwnFiltersAlone
from publishing.models import Correction, Step, Version
from publishing.read_only import MadeElsewhere
from publishing.record_pages import history_page
from publishing.registry import versioned_models
from publishing.rights import Refused, can_change

VERSIONS_OFFERED = 30
STEPS_SHOWN = 30
State = Correction.State


class CorrectionStateFilter(admin.SimpleListFilter):
    """Those that wait, unless told otherwise."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [*((state.value, capfirst(state.label)) for state in State), ("all", _("All"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": _("Waiting")}, *others]

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        if self.value() in State.values:
            return queryset.filter(state=self.value())
        return queryset.filter(state__in=Correction.WAITING)


class RecordKindFilter(admin.SimpleListFilter):
    title = _("kind of record")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        found = [
            (model._meta.label_lower, capfirst(model._meta.verbose_name_plural))
            for model in versioned_models()
            if model.identifier_prefix
        ]
        return [*found, ("none", _("No record"))]

    def queryset(self, request, queryset):
        if self.value() == "none":
            return queryset.filter(content_type=None)
        for model in versioned_models():
            if self.value() == model._meta.label_lower:
                return queryset.filter(content_type=ContentType.objects.get_for_model(model))
        return queryset


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Letter"),
        max_length=5000,
        widget=AdminTextareaWidget(attrs={"rows": 6}),
        help_text=_("Sent as you write it, with your greeting. It is deleted with the address."),
    )

    def clean_text(self):
        return self.cleaned_data["text"].replace("\r\n", "\n")


class CloseForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Outcome"),
        choices=[(State.DONE, _("Done")), (State.DECLINED, _("Declined"))],
        widget=forms.RadioSelect,
    )
    outcome = forms.CharField(
        label=_("What became of it"),
        max_length=500,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("For the editors. It stays: do not name the reader."),
    )
    version = forms.ChoiceField(
        label=_("Mended by"),
        required=False,
        help_text=_("The public version that mended it, if one did."),
    )

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        if record is None:
            del self.fields["version"]
            return
        public = Version.objects.of(record).public().newest_first().without_snapshot()
        self.versions = {str(version.pk): version for version in public[:VERSIONS_OFFERED]}
        offered = [(key, version_in_words(version)) for key, version in self.versions.items()]
        self.fields["version"].choices = [("", _("No version")), *offered]

    def chosen(self):
        """What `corrections.close` takes."""
        key = self.cleaned_data.get("version")
        return {
            "state": self.cleaned_data["state"],
            "outcome": self.cleaned_data["outcome"],
            "version": self.versions[key] if key else None,
        }


def version_in_words(version):
    day = date_format(localtime(version.published_at), "j F Y")
    words = f"{capfirst(str(version))}, {day}"
    return f"{words}: {Truncator(version.note).chars(80)}" if version.note else words


@admin.register(Correction)
class CorrectionAdmin(MadeElsewhere, OwnFiltersAlone, admin.ModelAdmin):
    list_display = ["reference", "received", "about", "beginning", "state_in_words", "handled_by"]
    list_filter = [CorrectionStateFilter, RecordKindFilter]
    list_per_page = 50
    search_fields = ["reference", "record_named", "text", "name", "email"]
    ordering = ["-received_at", "pk"]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).with_names().prefetch_related("record")

    def changelist_view(self, request, extra_context=None):
        words = {"title": _("Corrections from readers")}
        return super().changelist_view(request, {**words, **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What was sent, what was done, and what can be done now: each a form of its own."""
        correction = self.get_object(request, unquote(object_id))
        if correction is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, correction):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else {}
        answer = AnswerForm(sent if "_answer" in sent else None)
        close = CloseForm(sent if "_close" in sent else None, record=correction.record)
        if sent and self.done(request, correction, answer, close):
            return HttpResponseRedirect(request.path)
        context = self.context_of(request, correction, answer, close)
        return TemplateResponse(request, "admin/correction.html", context)

    def done(self, request, correction, answer, close):
        """Whether what was asked for is done; else the forms or a message say why not."""
        by = request.user
        try:
            if "_take" in request.POST:
                corrections.take_in_hand(correction, by=by)
            elif "_reopen" in request.POST:
                corrections.reopen(correction, by=by)
            elif answer.is_valid():
                corrections.answer(correction, by=by, **answer.cleaned_data)
            elif close.is_valid():
                corrections.close(correction, by=by, **close.chosen())
            else:
                return False
        except Refused as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return False
        self.message_user(request, _("Done."), messages.SUCCESS)
        return True

    def context_of(self, request, correction, answer, close):
        request.current_app = self.admin_site.name
        steps = Step.objects.of(correction).newest_first().with_names()
        record, user = correction.record, request.user
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": correction,
            "title": _("From a reader"),
            "subtitle": correction.reference,
            "change_url": request.path,
            "correction": correction,
            "record": record,
            "record_url": record and self.form_of(record, user),
            "steps": steps[:STEPS_SHOWN],
            "answer_form": answer,
            "close_form": close,
            "may_take": corrections.can_handle(user) and correction.handled_by != user,
            "may_close": corrections.can_close(correction, user),
        }

    def form_of(self, record, user):
        """Where the record is mended, for those who may."""
        meta = record._meta
        if not can_change(record, user):
            return ""
        name = f"admin:{meta.app_label}_{meta.model_name}_change"
        return reverse(name, args=[quote(record.pk)])

    def history_view(self, request, object_id, extra_context=None):
        correction = self.get_object(request, unquote(object_id))
        if correction is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, correction):
            raise PermissionDenied
        address = reverse("admin:publishing_correction_change", args=[correction.pk])
        return history_page(self, request, correction, {"change_url": address})

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, correction):
        return date_format(localtime(correction.received_at), "j F Y, H:i")

    @admin.display(description=_("record"))
    def about(self, correction):
        record = correction.record
        if record is None:
            return correction.record_named or "–"
        return format_html("{} {}", record.identifier, Truncator(str(record)).chars(60))

    @admin.display(description=_("what is wrong or missing"))
    def beginning(self, correction):
        return Truncator(correction.text).chars(100)

    @admin.display(description=_("state"), ordering="state")
    def state_in_words(self, correction):
        return capfirst(correction.get_state_display())
