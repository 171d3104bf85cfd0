"""What changed in the register, as a page and as a feed."""

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from exports.change_feeds import answer_with
from exports.conditional import unless_known
from exports.lists import unknown_parameter
from fusionsite.changes import ChangesForm
from publishing.heads import absolute
from publishing.kept_pages import MayBeKept
from publishing.told import Portion


class OfChanges(MayBeKept):
    @classmethod
    def kept_with(cls, **arguments):
        return frozenset(ChangesForm.base_fields)


class ChangesView(OfChanges, TemplateView):
    """The newest first, a portion at a time, by the day on which they were made."""

    template_name = "fusionsite/changes.html"

    def get(self, request):
        form = ChangesForm(request.GET, request.path)
        if form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        empty = ChangesForm(QueryDict(), request.path)
        empty.is_valid()
        context = self.get_context_data(form=empty, reasons=form.sentences)
        return self.render_to_response(context, status=400)

    def get_context_data(self, form, reasons=(), **context):
        if not reasons:
            context["portion"] = Portion(form.changes, form.cleaned_data["before"])
        return super().get_context_data(form=form, reasons=reasons, **context)


class ChangesFeedView(OfChanges, View):
    """The same changes for feed readers; a parameter that the page does not have is refused."""

    http_method_names = ("get", "head", "options")

    def get(self, request):
        form = ChangesForm(request.GET, reverse("changes"))
        if unknown := sorted(set(request.GET) - set(form.fields)):
            return self.not_understood([unknown_parameter(unknown[0], form.fields)])
        if not form.is_valid():
            return self.not_understood(form.sentences)
        return unless_known(request, lambda: self.feed(form))

    def not_understood(self, reasons):
        return render(self.request, "400.html", {"reason": " ".join(reasons)}, status=400)

    def feed(self, form):
        chosen = ", ".join(f"{chip.name} {chip.label}" for chip in form.chips)
        title = _("Changes of the register")
        return answer_with(
            Portion(form.changes, form.cleaned_data["before"]),
            self.request,
            key=absolute(self.request.path) + form.query,
            title=f"{title}: {chosen}" if chosen else title,
            subtitle=_("What was published, changed, withdrawn or taken back, newest first."),
            address=absolute(form.path) + form.query,
        )
