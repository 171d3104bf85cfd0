"""What an editor does to a record apart from writing it: each a page of its own.

A tool asks for what it needs and calls one function, which checks the right itself.
"""

from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from . import actions, drafts, review, review_dates
from .copying import copy
from .forms import (
    PublishForm,
    ReasonForm,
    RemarkForm,
    ReturnForm,
    ReviewDateForm,
    ScheduleForm,
    VersionForm,
    WithdrawForm,
)
from .models import PlannedWithdrawal, Record, ReviewDate, Version
from .rights import Refused, can_add, can_change, can_publish

State = Version.State
IN_REVIEW = (State.IN_REVIEW, State.APPROVED, State.SCHEDULED)
RIGHTS = {"publish": can_publish, "change": can_change, "add": can_add}


@dataclass(frozen=True)
class Situation:
    """A record and where it stands. `version`: the open one, or None."""

    record: object
    version: Version | None
    planned: PlannedWithdrawal | None = None

    @classmethod
    def of(cls, record, version=None):
        version = version or drafts.open_version(record)
        planned = PlannedWithdrawal.objects.of(record).waiting().first()
        return cls(record, version, planned)


@dataclass(frozen=True)
class Tool:
    """`fits(situation)`: whether there is anything to do. `perform(situation, user, cleaned)`.

    A tool that makes another record returns it, and leads there.
    """

    name: str
    label: str
    title: str
    explanation: str
    done: str
    form: type
    fits: object
    perform: object
    right: str = "publish"

    @property
    def is_of_version(self):
        return issubclass(self.form, VersionForm)

    def is_for(self, record, user):
        return RIGHTS[self.right](record, user)


def state_in(*states):
    return lambda situation: situation.version is not None and situation.version.state in states


def is_live(situation):
    return bool(situation.record.published_at)


def may_be_withdrawn(situation):
    return is_live(situation) and not situation.record.is_withdrawn


def withdraw(situation, user, cleaned):
    record, reason, moment = situation.record, cleaned["reason"], cleaned["moment"]
    if moment:
        return review.plan_withdrawal(record, by=user, reason=reason, moment=moment)
    return actions.withdraw(record, by=user, reason=reason)


def publish(situation, user, cleaned):
    note, minor = cleaned["change_note"], cleaned["minor_change"]
    return actions.publish_version(situation.version, by=user, note=note, minor=minor)


def keep_review_date(situation, user, cleaned):
    record, due_on = situation.record, cleaned["due_on"]
    if due_on is None:
        review_dates.take_off_review_date(record, by=user)
    else:
        review_dates.set_review_date(record, by=user, due_on=due_on, note=cleaned["note"])


TOOLS = [
    Tool(
        "approve",
        _("Approve"),
        _("Approve"),
        _("The text is right as it stands. It is published by its button, or at a moment you set."),
        _("Approved: %(record)s."),
        RemarkForm,
        state_in(State.IN_REVIEW),
        lambda at, user, cleaned: review.approve(at.version, by=user, remark=cleaned["remark"]),
    ),
    Tool(
        "return",
        _("Return"),
        _("Return"),
        _("The draft goes back to who wrote it, with your remarks."),
        _("Returned with remarks: %(record)s."),
        ReturnForm,
        state_in(*IN_REVIEW),
        lambda at, user, cleaned: review.return_to_writer(
            at.version, by=user, remark=cleaned["remark"]
        ),
    ),
    Tool(
        "schedule",
        _("Schedule…"),
        _("Schedule"),
        _("Readers see it within a minute of this moment, and not before."),
        _("Scheduled: %(record)s."),
        ScheduleForm,
        state_in(*Version.OPEN),
        lambda at, user, cleaned: review.schedule(at.version, by=user, moment=cleaned["moment"]),
    ),
    Tool(
        "unschedule",
        _("Take off the schedule"),
        _("Take off the schedule"),
        _("It stays approved, and is not published at its moment."),
        _("Taken off the schedule: %(record)s."),
        VersionForm,
        state_in(State.SCHEDULED),
        lambda at, user, cleaned: review.unschedule(at.version, by=user),
    ),
    Tool(
        "publish",
        _("Publish"),
        _("Publish"),
        _("Readers see it at once."),
        _("Published: %(record)s."),
        PublishForm,
        state_in(*Version.OPEN),
        publish,
    ),
    Tool(
        "discard",
        _("Discard draft"),
        _("Discard draft"),
        _("The draft is given up; readers go on seeing what they see. It can be restored."),
        _("Draft discarded: %(record)s."),
        VersionForm,
        lambda at: at.version is not None and at.record.was_public,
        lambda at, user, cleaned: drafts.discard(at.version, by=user),
        right="change",
    ),
    Tool(
        "withdraw",
        _("Withdraw…"),
        _("Withdraw"),
        _("The page stays readable under a banner that gives your reason. Lists leave it out."),
        _("Withdrawn, or to be withdrawn: %(record)s."),
        WithdrawForm,
        may_be_withdrawn,
        withdraw,
    ),
    Tool(
        "call_off",
        _("Call off the withdrawal"),
        _("Call off the withdrawal"),
        _("The record stays public."),
        _("Called off: %(record)s."),
        forms.Form,
        lambda at: at.planned is not None,
        lambda at, user, cleaned: review.call_off_withdrawal(at.record, by=user),
    ),
    Tool(
        "reinstate",
        _("Reinstate…"),
        _("Reinstate"),
        _("The banner goes, and lists show the record again."),
        _("Reinstated: %(record)s."),
        ReasonForm,
        lambda at: at.record.is_withdrawn,
        lambda at, user, cleaned: actions.reinstate(at.record, by=user, note=cleaned["reason"]),
    ),
    Tool(
        "review_date",
        _("Review date…"),
        _("Review date"),
        _("The day on which an editor looks at the record again. Readers do not see it."),
        _("Review date kept: %(record)s."),
        ReviewDateForm,
        lambda at: True,
        keep_review_date,
        right="change",
    ),
    Tool(
        "copy",
        _("Copy…"),
        _("Copy"),
        _(
            "A new record begins with what stands here, unpublished. Citations and numbers in "
            "other registers stay behind: nobody has read them for the new one."
        ),
        _("Copied: %(record)s. This is the copy."),
        forms.Form,
        lambda at: at.record.may_be_copied,
        lambda at, user, cleaned: copy(at.record, by=user),
        right="add",
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
        ReasonForm,
        is_live,
        lambda at, user, cleaned: actions.unpublish(at.record, by=user, reason=cleaned["reason"]),
    ),
]
# Those that stand in the row of buttons, beside what saves the form.
BUTTONS = ("approve", "return", "schedule")


class RecordTools:
    """Part of a record's admin: an address for each tool."""

    def get_urls(self):
        own = [
            path(
                f"<path:object_id>/{tool.name}/",
                self.admin_site.admin_view(partial(self.tool_view, tool=tool)),
                name=self.url_name(tool.name),
            )
            for tool in TOOLS
        ]
        return own + super().get_urls()

    def url_name(self, page):
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def url_of(self, record, page):
        return reverse(f"admin:{self.url_name(page)}", args=[quote(record.pk)])

    def change_url(self, record):
        return self.url_of(record, "change")

    def tools_for(self, request, situation):
        """{name: (label, address)} of each tool that this editor may use on the record now."""
        record = situation.record
        return {
            tool.name: (tool.label, self.url_of(record, tool.name))
            for tool in TOOLS
            if tool.is_for(record, request.user) and tool.fits(situation)
        }

    def tool_view(self, request, object_id, tool):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        if not tool.is_for(record, request.user):
            raise PermissionDenied
        situation = Situation.of(record)
        if not tool.fits(situation):
            self.message_user(request, self.why_not(tool, situation), messages.ERROR)
            return HttpResponseRedirect(self.change_url(record))
        form = tool.form(request.POST or None, initial=initial_of(tool, situation))
        if request.method == "POST" and form.is_valid():
            next_record = self.perform(request, tool, situation, form)
            if next_record is not None:
                return HttpResponseRedirect(self.change_url(next_record))
        context = {
            **self.page_context(request, record, tool.title),
            "tool": tool,
            "form": form,
            "version": situation.version if tool.is_of_version else None,
        }
        return TemplateResponse(request, "admin/record_tool.html", context)

    def page_context(self, request, record, title):
        request.current_app = self.admin_site.name
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "title": title,
            "subtitle": str(record),
            "change_url": self.change_url(record),
        }

    def why_not(self, tool, situation):
        """Two tabs, or a second click: what was asked for is done already, or cannot be done."""
        if situation.version is None:
            return _("“%(tool)s”: there is no draft now.") % {"tool": tool.title}
        return _("“%(tool)s” does not fit where the record stands now.") % {"tool": tool.title}

    def perform(self, request, tool, situation, form):
        """The record to go on with; None when it was refused, with the reason in the form."""
        version = situation.version
        if tool.is_of_version and form.cleaned_data["version"] != version.pk:
            form.add_error(
                None, _("Somebody saved again since you looked. Look at the newest draft first.")
            )
            return None
        try:
            made = tool.perform(situation, request.user, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.messages)
            return None
        self.log_change(request, situation.record, str(tool.title))
        done = tool.done % {"record": situation.record}
        self.message_user(request, done, messages.SUCCESS)
        return made if isinstance(made, Record) else situation.record


def initial_of(tool, situation):
    if tool.form is ReviewDateForm:
        review = ReviewDate.objects.of(situation.record).first()
        return {"due_on": review.due_on, "note": review.note} if review else {}
    version = situation.version
    if version is None:
        return {}
    found = {"version": version.pk, "change_note": version.note, "minor_change": version.minor}
    if version.publish_at:
        moment = localtime(version.publish_at)
        found |= {"day": moment.date(), "clock": moment.time().replace(second=0, microsecond=0)}
    return found
