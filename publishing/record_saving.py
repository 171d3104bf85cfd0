"""Saving a record in the admin: its form, its rows and its publication, all or nothing."""

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from .actions import Refused, live_version, publish
from .models import Citation


class RecordSaving:
    """Part of a record's admin. What was public is published by saving; a draft by its button.

    Kept on the request: `refusals`, the sentences of a refused save; `version` and
    `is_new_version`, what a save published.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Save, and publish, all or nothing: a refusal shows the form again as it was typed."""
        shown = (request, object_id, form_url, extra_context)
        try:
            return super().changeform_view(*shown)
        except Refused as refusal:
            request.refusals = refusal.messages
        except IntegrityError:
            request.refusals = [
                _("The database refused this: two rows are alike, or somebody saved just now.")
            ]
        return super().changeform_view(*shown)

    def save_formset(self, request, form, formset, change):
        if formset.model is Citation:
            for row in formset.forms:
                if "checked_on" in row.changed_data:
                    row.instance.checked_by = request.user if row.instance.checked_on else None
        super().save_formset(request, form, formset, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        record = form.instance
        if change:
            form.check_nobody_came_first()
        if record.was_public or "_publish" in request.POST:
            self.publish(request, record, form.cleaned_data)

    def publish(self, request, record, cleaned):
        before = live_version(record)
        version = publish(
            record,
            by=request.user,
            note=cleaned.get("change_note", ""),
            minor=cleaned.get("minor_change", False),
        )
        record.refresh_from_db()
        request.version = version
        request.is_new_version = before is None or before.pk != version.pk

    def construct_change_message(self, request, form, formsets, add=False):
        message = super().construct_change_message(request, form, formsets, add)
        if getattr(request, "is_new_version", False):
            version = request.version
            words = f"{version.number}: {version.note}" if version.note else str(version.number)
            name = str(version._meta.verbose_name)
            message.append({"added": {"name": name, "object": words}})
        return message

    def response_add(self, request, obj, post_url_continue=None):
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self.response_saved(request, obj)

    def response_change(self, request, obj):
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return self.response_saved(request, obj)

    def response_saved(self, request, record):
        self.message_user(request, saved_message(request, record), messages.SUCCESS)
        return HttpResponseRedirect(self.change_url(record))


def saved_message(request, record):
    version = getattr(request, "version", None)
    if version is None:
        return _("Draft saved: %(record)s. Readers do not see it.") % {"record": record}
    words = {"record": record, "number": version.number}
    if request.is_new_version:
        return _("Published version %(number)s of %(record)s.") % words
    return _("Nothing has changed: version %(number)s of %(record)s stays.") % words
