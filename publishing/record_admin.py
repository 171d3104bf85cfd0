"""The admin of every record: who may change it, and how saving leads to publication."""

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import IntegrityError, connection, models, transaction
from django.http import HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from .actions import Refused, can_publish, live_version, locked, publish
from .forms import RecordForm
from .list_filters import STATES
from .models import Citation, Version
from .record_tools import RecordTools
from .richtext import printable
from .uploads import PictureField

# The editor has an import map, which only a nonce lets through, and writes one style of its own.
EDITOR_STYLE = "'sha256-PLACEHOLDER'"
EDITOR_POLICY = {"script-src": [NONCE], "style-src": [EDITOR_STYLE]}
RICH_TEXT = "body"


class RecordAdmin(RecordTools, admin.ModelAdmin):
    """Authors change what was never public. Publishers change all, and publish by saving."""

    form = RecordForm
    change_form_template = "admin/record_change_form.html"
    change_list_template = "admin/record_change_list.html"
    # Bulk actions know no rights of the single record.
    actions = None
    list_per_page = 50
    formfield_overrides = {models.ImageField: {"form_class": PictureField}}

    class Media:
        js = ["fusionsite/admin/record_form.js"]

    # Rights

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        if allowed and obj is not None and obj.was_public:
            return can_publish(obj, request.user)
        return allowed

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj is not None and obj.was_public)

    # The form

    def get_object(self, request, object_id, from_field=None):
        """The record; locked while it is saved, so that two saves follow one another."""
        record = super().get_object(request, object_id, from_field)
        saving = request.method == "POST" and connection.in_atomic_block
        return locked(record) if record is not None and saving else record

    def get_fieldsets(self, request, obj=None):
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is not None and not self.has_change_permission(request, obj):
            return [(name, as_printed(options)) for name, options in fieldsets]
        if obj is not None and obj.was_public:
            fieldsets.append((_("Publication"), {"fields": ["change_note", "minor_change"]}))
        return fieldsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.refusals = getattr(request, "refusals", ())
        return form

    def get_view_on_site_url(self, obj=None):
        if obj is None or not obj.is_published or not hasattr(obj, "get_absolute_url"):
            return None
        return obj.get_absolute_url()

    @method_decorator(csp_update(EDITOR_POLICY))
    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)
        context["publication"] = self.publication(request, obj, context["adminform"].form)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def publication(self, request, record, form):
        """What the bar above the form and the buttons below it say."""
        subject = record or self.model()
        found = {
            "record": record,
            "state": subject.editorial_state,
            "was_public": subject.was_public,
            "may_publish": can_publish(subject, request.user),
            "next_number": 1,
        }
        if record is None:
            return found
        newest = Version.objects.of(record).public().newest_first().without_snapshot()
        newest = newest.select_related("published_by").first()
        public_address = self.get_view_on_site_url(record)
        numbered = record.identifier_prefix and public_address
        return {
            **found,
            "version": newest,
            "next_number": newest.number + 1 if newest else 1,
            "tools": self.tools_for(request, record),
            "public_history": f"{public_address}history/" if numbered else "",
            "gaps": [] if record.was_public else self.gaps(record, form),
        }

    @transaction.atomic
    def gaps(self, record, form):
        """(address in the form, sentence) of what is missing before publication."""
        return [(anchor_of(field, form), sentence) for field, sentence in record.publishing_gaps()]

    @admin.display(description=_("text"))
    def printed_body(self, record):
        return printable(getattr(record, RICH_TEXT))

    # Saving

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Save, and publish, all or nothing: a refusal shows the form again as it was typed."""
        shown = (request, object_id, form_url, extra_context)
        try:
            return super().changeform_view(*shown)
        except Refused as refusal:
            request.refusals = refusal.messages
        except IntegrityError:
            request.refusals = [
                _now("The database refused this: two rows are alike, or somebody saved just now.")
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
        words = {"record": record, "number": getattr(getattr(request, "version", None), "number", 0)}
        if not words["number"]:
            message = _("Draft saved: %(record)s. Readers do not see it.")
        elif request.is_new_version:
            message = _("Published version %(number)s of %(record)s.")
        else:
            message = _("Nothing has changed: version %(number)s of %(record)s stays.")
        self.message_user(request, message % words, messages.SUCCESS)
        return HttpResponseRedirect(self.change_url(record))

    # The list

    @admin.display(description=_("state"))
    def state(self, record):
        return STATES[record.editorial_state]


def as_printed(options):
    """The fieldset of somebody who only reads it: rich text as readers see it."""
    fields = ["printed_body" if name == RICH_TEXT else name for name in options["fields"]]
    return {**options, "fields": fields}


def anchor_of(name, form):
    """Where in the form a gap is filled: a field, or the rows of one sort."""
    if name in form.fields:
        return f"id_{name}"
    return "publishing-citation-content_type-object_id-group" if name == "citations" else f"{name}-group"
