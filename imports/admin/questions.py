"""What imports could not decide: the queue, and the page of each question with its answers."""

import uuid

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imports import answering
from imports.models import Question
from publishing.list_lookups import OwnFiltersAlone
from publishing.read_only import MadeElsewhere
from publishing.rights import Refused, can_add, can_change, kinds_for
from publishing.rows_of_records import page_of

from .question_words import candidates_of, row_lines, value_words
from .runs import KindFilter

Sort = Question.Sort
# The names of the buttons, and what each does.
ANSWERS = {
    "_keep": answering.keep,
    "_take": answering.take,
    "_keep_both": answering.keep_both,
    "_new": answering.call_new,
    "_leave_out": answering.leave_out,
}
SAID = {
    Question.Answer.TAKE: gettext_lazy("Done: there is a draft with the source's value."),
    Question.Answer.BOTH: gettext_lazy("Done: there is a draft that cites the source as well."),
    Question.Answer.SAME: gettext_lazy("Done. What the row adds is in a draft of the record."),
    Question.Answer.NEW: gettext_lazy("Done: a record was begun as a draft."),
}


class OpenFilter(admin.SimpleListFilter):
    """Those that are open, unless told otherwise."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("answered", _("Answered")), ("all", _("All"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": _("Open")}, *others]

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        if self.value() == "answered":
            return queryset.exclude(answered_at=None)
        return queryset.open()


class RecordFilter(admin.SimpleListFilter):
    """Those about one record, as its form leads here."""

    title = gettext_lazy("record")
    parameter_name = "record"

    def lookups(self, request, model_admin):
        key = request.GET.get("record", "")
        return [(key, _("One alone"))] if is_key(key) else []

    def queryset(self, request, queryset):
        return queryset.filter(object_id=self.value()) if is_key(self.value()) else queryset


def is_key(text):
    try:
        return bool(text and uuid.UUID(text))
    except ValueError:
        return False


@admin.register(Question)
class QuestionAdmin(MadeElsewhere, OwnFiltersAlone, admin.ModelAdmin):
    list_display = ["label", "kind", "question", "source", "asked", "answer_in_words"]
    list_filter = [OpenFilter, "sort", KindFilter, RecordFilter]
    list_per_page = 50
    search_fields = ["label", "origin", "run__source"]
    ordering = ["-asked_at", "label", "pk"]
    actions = None

    def get_queryset(self, request):
        found = super().get_queryset(request).filter(content_type__in=kinds_for(request.user))
        return found.select_related("run", "content_type", "answered_by")

    def changelist_view(self, request, extra_context=None):
        words = {"title": _("Questions from imports")}
        return super().changelist_view(request, {**words, **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What is asked, and a button for each answer."""
        question = self.get_object(request, unquote(object_id))
        if question is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, question):
            raise PermissionDenied
        if request.method == "POST":
            self.answer(request, question)
            return HttpResponseRedirect(request.get_full_path())
        return TemplateResponse(
            request, "admin/import_question.html", self.context_of(request, question)
        )

    def answer(self, request, question):
        if not self.has_change_permission(request, question):
            raise PermissionDenied
        try:
            question = self.answered(request, question)
        except Refused as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
        else:
            if question is not None:
                self.message_user(request, self.said(question), messages.SUCCESS)

    def answered(self, request, question):
        """The question with its answer; None where no button was pressed."""
        if "_same" in request.POST:
            return answering.call_same(question, request.POST["_same"], by=request.user)
        for button, verb in ANSWERS.items():
            if button in request.POST:
                return verb(question, by=request.user)
        return None

    def said(self, question):
        record = question.record
        words = SAID.get(question.answer)
        if words is None or record is None:
            return _("Done.")
        return format_html('{} <a href="{}">{}</a>', words, page_of(record, "change"), record)

    def context_of(self, request, question):
        request.current_app = self.admin_site.name
        record, user = question.record, request.user
        shown = value_words(question, record) if question.place and record else {}
        is_match = question.sort == Sort.MATCH
        model = question.content_type.model_class()
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": question,
            "title": _("Question from an import"),
            "subtitle": question.label,
            "change_url": request.path,
            "question": question,
            "record": record,
            "record_url": page_of(record, "change") if record else "",
            "run_url": reverse("admin:imports_run_change", args=[question.run_id]),
            "value": shown,
            "row": row_lines(question) if is_match else [],
            "candidates": candidates_of(question) if is_match else [],
            "may_answer": question.answered_at is None and self.may_answer(request, question),
            "may_begin": can_add(model(), user),
            "next": self.next_open(request, question),
        }

    def may_answer(self, request, question):
        record = question.content_type.model_class()()
        return self.has_change_permission(request, question) and can_change(record, request.user)

    def next_open(self, request, question):
        """The address of another open question, or ""."""
        others = self.get_queryset(request).open().exclude(pk=question.pk).newest_first()
        other = others.values_list("pk", flat=True).first()
        return reverse("admin:imports_question_change", args=[other]) if other else ""

    def history_view(self, request, object_id, extra_context=None):
        """A question has one page."""
        question = self.get_object(request, unquote(object_id))
        if question is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return HttpResponseRedirect(reverse("admin:imports_question_change", args=[question.pk]))

    @admin.display(description=gettext_lazy("kind of record"))
    def kind(self, question):
        return capfirst(question.content_type.model_class()._meta.verbose_name)

    @admin.display(description=gettext_lazy("question"), ordering="sort")
    def question(self, question):
        return capfirst(question.get_sort_display())

    @admin.display(description=gettext_lazy("source"), ordering="run__source")
    def source(self, question):
        return question.run.source

    @admin.display(description=gettext_lazy("asked"), ordering="asked_at")
    def asked(self, question):
        return date_format(localtime(question.asked_at), "j F Y, H:i")

    @admin.display(description=gettext_lazy("answer"), ordering="answer")
    def answer_in_words(self, question):
        return capfirst(question.get_answer_display()) or "–"
