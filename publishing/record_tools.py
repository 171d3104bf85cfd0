"""Withdraw, reinstate, take back: small pages of the admin that ask for a reason."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from . import actions
from .forms import ReasonForm


@dataclass(frozen=True)
class Tool:
    """`word` is the keyword under which the action of `publishing.actions` takes the reason."""

    name: str
    label: str
    title: str
    explanation: str
    done: str
    word: str = "reason"

    @property
    def perform(self):
        return getattr(actions, self.name)

    def fits(self, record):
        if self.name == "reinstate":
            return record.is_withdrawn
        if self.name == "withdraw":
            return bool(record.published_at) and not record.is_withdrawn
        return bool(record.published_at)


TOOLS = [
    Tool(
        "withdraw",
        _("Withdraw…"),
        _("Withdraw"),
        _("The page stays readable under a banner that gives your reason. Lists leave it out."),
        _("Withdrawn: %(record)s."),
    ),
    Tool(
        "reinstate",
        _("Reinstate…"),
        _("Reinstate"),
        _("The banner goes, and lists show the record again."),
        _("Reinstated: %(record)s."),
        word="note",
    ),
    Tool(
        "unpublish",
        _("Take back…"),
        _("Take back"),
        _(
            "The page goes; its address says that it is gone, with your reason. For a record that "
            "should never have been published. Its identifier is not given to another."
        ),
        _("Taken back: %(record)s."),
    ),
]


class RecordTools:
    """Part of a record's admin: an address for each tool."""

    def get_urls(self):
        own = [
            path(
                f"<path:object_id>/{tool.name}/",
                self.admin_site.admin_view(partial(self.tool_view, tool=tool)),
                name=self.tool_url_name(tool),
            )
            for tool in TOOLS
        ]
        return own + super().get_urls()

    def tool_url_name(self, tool):
        return f"{self.opts.app_label}_{self.opts.model_name}_{tool.name}"

    def tools_for(self, request, record):
        """(label, address) of each tool that this editor may use on the record now."""
        if not actions.can_publish(record, request.user):
            return []
        return [
            (tool.label, reverse(f"admin:{self.tool_url_name(tool)}", args=[quote(record.pk)]))
            for tool in TOOLS
            if tool.fits(record)
        ]

    def tool_view(self, request, object_id, tool):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        actions.check_can_publish(record, request.user)
        form = ReasonForm(request.POST or None)
        if form.is_valid() and self.perform(request, record, tool, form):
            return HttpResponseRedirect(self.change_url(record))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "title": tool.title,
            "subtitle": str(record),
            "tool": tool,
            "form": form,
            "change_url": self.change_url(record),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/record_reason.html", context)

    def perform(self, request, record, tool, form):
        reason = form.cleaned_data["reason"]
        try:
            tool.perform(record, by=request.user, **{tool.word: reason})
        except actions.Refused as refusal:
            form.add_error(None, refusal.messages)
            return False
        self.log_change(request, record, f"{tool.title}: {reason}")
        self.message_user(request, tool.done % {"record": record}, messages.SUCCESS)
        return True

    def change_url(self, record):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[quote(record.pk)])
