"""Saving a record in the admin: what readers know stays, and a draft is kept beside it."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from . import drafts, review, snapshots
from .actions import Conflict, publish_version
from .applying import apply, conform, rolled_back
from .locks import live_version
from .models import Citation, StoredFile, Version
from .rights import Refused, check_can_publish
from .stored_files import deleted_if_refused


@dataclass
class Shown:
    """What a form of a record shows. `version`: the Version that says the same, if there is one."""

    snapshot: dict
    digest: str
    version: Version | None
    note: str = ""
    minor: bool = False

    @classmethod
    def of(cls, record):
        snapshot, digest, version = drafts.newest_content(record)
        shown = cls(snapshot, digest, version)
        if shown.is_draft:
            shown.note, shown.minor = version.note, version.minor
        return shown

    @property
    def is_draft(self):
        return self.version is not None and self.version.is_open


class RecordSaving:
    """Part of a record's admin.

    Kept on the request: `shown`, what the form shows; `taken`, the content of a form that was
    valid; `refusals`, the sentences of a refused save; `warnings`, what a draft could not have.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A refusal shows the form again as it was typed."""
        if "_saveasnew" in request.POST:
            raise BadRequest(_("A record is not copied by its form."))
        view = super().changeform_view
        answer = self.save if request.method == "POST" else self.show
        try:
            with deleted_if_refused() as stored:
                response = answer(request, view, object_id, form_url, extra_context)
            StoredFile.objects.note_shown_names(stored)
            return response
        except Refused as refusal:
            request.refusals = refusal.messages
        except IntegrityError:
            request.refusals = [
                _("The database refused this: two rows are alike, or somebody saved just now.")
            ]
        request.__dict__.pop("taken", None)
        return answer(request, view, object_id, form_url, extra_context)

    def show(self, request, view, object_id, *rest):
        record = object_id and self.get_object(request, unquote(object_id))
        if not record or not self.has_view_or_change_permission(request, record):
            return view(request, object_id, *rest)
        request.shown, request.opened_record = Shown.of(record), record
        if not (record.was_public and request.shown.is_draft):
            return view(request, object_id, *rest)
        with rolled_back():
            report = apply(record, request.shown.snapshot)
            request.rows = report.before
            request.warnings = [*report.blocking, *report.warnings]
            return rendered(view(request, object_id, *rest))

    @transaction.atomic
    def save(self, request, view, object_id, *rest):
        record = object_id and self.get_object(request, unquote(object_id))
        if not object_id:
            response = view(request, object_id, *rest)
            return self.keep_new(request, response) if hasattr(request, "taken") else response
        if not record or not self.has_change_permission(request, record):
            return view(request, object_id, *rest)
        head = Shown.of(record)
        start, stale = self.opened(request, record, head)
        request.shown, request.opened_record = head, record
        hold = rolled_back if record.was_public or stale else transaction.atomic
        request.logs_later = True
        with hold():
            if start is not None and (stale or (head.is_draft and record.was_public)):
                request.rows = apply(record, start.snapshot).before
            response = view(request, object_id, *rest)
            if not hasattr(request, "taken"):
                return rendered(response)
        super().log_change(request, record, request.change_message)
        return self.keep(request, response, record, head, start if stale else None)

    def opened(self, request, record, head):
        """(the Version that the form was opened with, whether somebody saved since)."""
        opened_as = request.POST.get("opened_as", "")
        if opened_as == head.digest:
            return head.version, False
        start = drafts.find_content(record, opened_as)
        if start is None and not getattr(request, "refusals", None):
            raise Refused(
                _(
                    "Nothing is saved: what this form was opened with is not known any more. What "
                    "you typed is still below. Open the record in another tab and carry it over."
                )
            )
        return start, True

    def save_formset(self, request, form, formset, change):
        if formset.model is Citation:
            for row in formset.forms:
                if "checked_on" in row.changed_data:
                    row.instance.checked_by = request.user if row.instance.checked_on else None
        super().save_formset(request, form, formset, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        request.taken = snapshots.take(form.instance)
        request.record, request.cleaned = form.instance, form.cleaned_data

    def construct_change_message(self, request, form, formsets, add=False):
        request.change_message = super().construct_change_message(request, form, formsets, add)
        return request.change_message

    def log_change(self, request, obj, message):
        """A form's own entry is written when its rows are not undone any more."""
        if not getattr(request, "logs_later", False):
            super().log_change(request, obj, message)

    def keep_new(self, request, response):
        version = drafts.save_draft(request.record, request.taken, **self.words(request))
        if IS_POPUP_VAR in request.POST:
            return response
        return self.after(request, request.record, version)

    def keep(self, request, response, record, head, stale_start):
        """What was typed, as a draft or beside one; then what the button asks for."""
        if is_as_shown(request, record, head):
            request.taken = head.snapshot
        digest = snapshots.digest(request.taken)
        if stale_start is not None and digest != head.digest:
            kept = drafts.keep_beside(
                record, request.taken, base=stale_start, **self.words(request)
            )
            self.message_user(request, saved_first(head.version), messages.ERROR)
            return HttpResponseRedirect(self.settle_url(record, kept))
        if digest == head.digest and "_publish" in request.POST and head.is_draft:
            version = head.version
        elif digest == head.digest and head.version and not head.is_draft:
            self.message_user(request, _("Nothing has changed."), messages.INFO)
            return HttpResponseRedirect(self.change_url(record))
        else:
            rows_digest = None if head.is_draft else head.digest
            words = self.words(request)
            version = drafts.save_draft(record, request.taken, rows_digest=rows_digest, **words)
        return response if IS_POPUP_VAR in request.POST else self.after(request, record, version)

    def words(self, request):
        cleaned = request.cleaned
        return {
            "by": request.user,
            "note": cleaned.get("change_note", ""),
            "minor": cleaned.get("minor_change", False),
        }

    def after(self, request, record, version):
        """The draft is safe; whatever else the button asks for may be refused with a sentence."""
        if "_publish" in request.POST:
            self.publish(request, record, version)
        elif "_submit" in request.POST:
            self.submit(request, version)
        else:
            self.message_user(request, draft_saved(request.record), messages.SUCCESS)
        return HttpResponseRedirect(self.change_url(record))

    def publish(self, request, record, version):
        check_can_publish(record, request.user)
        words = self.words(request)
        try:
            version = publish_version(version, **words)
        except Conflict as conflict:
            self.say_refused(request, conflict)
        except Refused as refusal:
            self.say_refused(request, refusal)
        else:
            record.refresh_from_db()
            said = {"record": record, "number": version.number}
            done = _("Published version %(number)s of %(record)s.") % said
            self.message_user(request, done, messages.SUCCESS)

    def submit(self, request, version):
        try:
            review.submit(version, by=request.user, remark=request.cleaned.get("review_note", ""))
        except Refused as refusal:
            self.say_refused(request, refusal)
        else:
            done = _("Submitted for review. Those who may publish it are told.")
            self.message_user(request, done, messages.SUCCESS)

    def say_refused(self, request, refusal):
        self.message_user(request, _("The draft is saved."), messages.SUCCESS)
        for sentence in refusal.messages:
            self.message_user(request, sentence, messages.ERROR)

    def response_add(self, request, obj, post_url_continue=None):
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return HttpResponseRedirect(self.change_url(obj))

    def response_change(self, request, obj):
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return HttpResponseRedirect(self.change_url(obj))

    def delete_model(self, request, obj):
        drafts.delete_draft(obj, by=request.user)


def is_as_shown(request, record, head):
    """Whether nobody typed a word: a draft is shown as conformed to what has changed since."""
    rows = getattr(request, "rows", None)
    if not head.is_draft or rows is None:
        return False
    return conform(type(record), head.snapshot, rows)[0] == request.taken


def rendered(response):
    """Read now what the page prints: in a moment it is undone."""
    if hasattr(response, "render"):
        response.render()
    return response


def saved_first(version):
    """Who was faster. `version` is None where somebody changed the rows by no road of ours."""
    words = _("Your text is kept. Choose below, field by field, what goes into the draft.")
    if version is None or version.created_by is None:
        return _("This record was changed after you opened it.") + " " + words
    said = {
        "who": version.created_by,
        "when": date_format(localtime(version.created_at), "j F Y, H:i"),
    }
    return _("%(who)s saved this record at %(when)s, after you opened it.") % said + " " + words


def draft_saved(record):
    if live := live_version(record):
        return _("Draft saved. Visitors still see version %(number)s.") % {"number": live.number}
    return _("Draft saved: %(record)s. Readers do not see it.") % {"record": record}
