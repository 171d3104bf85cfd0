"""Pages about what was said of a record: by its editors, by outsiders who checked a draft."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import drafts, fact_checks, remarks, sharing
from .bounded import Bounded
from .models import Correction, FactCheckAnswer, PreviewLink, Remark
from .models.remarks import LONGEST_REMARK
from .parts import part_choices
from .record_pages import as_key
from .rights import Refused

REMARKS_A_PAGE = 50
ANSWERS_SHOWN = 30
CORRECTIONS_SHOWN = 20
LINKS_SHOWN = 20


class RemarkForm(forms.Form):
    text = forms.CharField(
        label=_("Remark"),
        max_length=LONGEST_REMARK,
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        help_text=_(
            "For the editors alone. Those who write on the draft, and who remarked before, get a "
            "letter. You can change your words for 15 minutes."
        ),
    )
    place = forms.ChoiceField(label=_("About"), required=False)

    def __init__(self, *args, model, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("The record as a whole")), *part_choices(model)]

    def clean_text(self):
        return self.cleaned_data["text"].replace("\r\n", "\n")


class RemarkPages:
    """Part of a record's admin."""

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path(
                "<path:object_id>/remarks/", view(self.remarks_view), name=self.url_name("remarks")
            ),
            path(
                "<path:object_id>/fact-check/",
                view(self.fact_check_view),
                name=self.url_name("fact_check"),
            ),
        ]
        return own + super().get_urls()

    def remarks_view(self, request, object_id):
        """Remarks and answers, what is open first; who may change the record writes and settles."""
        record = self.found(request, object_id)
        may_change = self.has_change_permission(request, record)
        form = RemarkForm(model=self.model)
        if request.method == "POST":
            if not may_change:
                raise PermissionDenied
            if self.settled_or_mended(request, record):
                return HttpResponseRedirect(request.get_full_path())
            form = RemarkForm(request.POST, model=self.model)
            if self.remarked(request, record, form):
                return HttpResponseRedirect(self.url_of(record, "remarks"))
        context = {
            **self.page_context(request, record, _("Remarks")),
            **said_of(record, request),
            "form": form,
            "may_change": may_change,
        }
        return TemplateResponse(request, "admin/record_remarks.html", context)

    def remarked(self, request, record, form):
        if not form.is_valid():
            return False
        try:
            remarks.add(record, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.messages)
            return False
        self.message_user(request, _("The remark is kept."), messages.SUCCESS)
        return True

    def settled_or_mended(self, request, record):
        """Whether the form was one of those beside a remark or an answer."""
        sent = request.POST
        doings = {
            "settle": (Remark, lambda remark: remarks.settle(remark, by=request.user)),
            "reopen": (Remark, lambda remark: remarks.reopen(remark, by=request.user)),
            "correct": (Remark, lambda remark: self.mend(request, remark)),
            "seen": (FactCheckAnswer, lambda found: fact_checks.settle(found, by=request.user)),
        }
        for name, (model, do) in doings.items():
            if name in sent:
                do(get_object_or_404(model.objects.of(record), pk=as_key(sent[name])))
                return True
        return False

    def mend(self, request, remark):
        form = RemarkForm({"text": request.POST.get("text", "")}, model=self.model)
        if not form.is_valid():
            self.message_user(request, " ".join(form.errors["text"]), messages.ERROR)
            return
        try:
            remarks.correct(remark, by=request.user, text=form.cleaned_data["text"])
        except Refused as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)

    def fact_check_view(self, request, object_id):
        """Links by which somebody without an account says whether the draft is right."""
        record = self.found(request, object_id, to_change=True)
        if request.method == "POST":
            self.ask_or_revoke(request, record)
            return HttpResponseRedirect(self.url_of(record, "fact_check"))
        now = timezone.now()
        links = PreviewLink.objects.of(record).of_one_draft().working(now)
        shown = list(links.select_related("made_by", "version")[:LINKS_SHOWN])
        for link in shown:
            link.address = settings.SITE_URL + reverse("fact_check", args=[link.token])
            link.why_not = sharing.why_not(link, now)
        context = {
            **self.page_context(request, record, _("Fact check")),
            "links": shown,
            "version": drafts.open_version(record),
            "remarks_url": self.url_of(record, "remarks"),
        }
        return TemplateResponse(request, "admin/record_fact_check.html", context)

    def ask_or_revoke(self, request, record):
        if key := request.POST.get("revoke"):
            links = PreviewLink.objects.of(record).of_one_draft()
            sharing.revoke(get_object_or_404(links, pk=as_key(key)), by=request.user)
            self.message_user(request, _("The link leads nowhere now."), messages.SUCCESS)
            return
        try:
            sharing.ask_for_check(record, by=request.user)
        except Refused as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
        else:
            self.message_user(request, _("The link is made. Send it on."), messages.SUCCESS)


def said_of(record, request):
    """The context of the page of remarks."""
    now, labels = timezone.now(), dict(part_choices(type(record)))
    open_first = Remark.objects.of(record).with_names().open_first()
    page = Paginator(open_first, REMARKS_A_PAGE).get_page(request.GET.get("page"))
    for remark in page:
        remark.about = labels.get(remark.place, "")
        remark.is_mine = remark.can_be_corrected(request.user, now)
    answers = FactCheckAnswer.objects.of(record).open_first()
    answers = answers.select_related("settled_by", "link__made_by")
    corrections = Correction.objects.of(record).waiting().order_by("received_at", "pk")
    may_see = request.user.has_perm("publishing.view_correction")
    return {
        "page": page,
        "answers": Bounded(answers, ANSWERS_SHOWN),
        "corrections": Bounded(corrections, CORRECTIONS_SHOWN) if may_see else [],
    }
