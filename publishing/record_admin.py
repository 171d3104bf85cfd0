"""The admin of every record: who may change it, and how saving leads to publication."""

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import admin
from django.contrib.admin.helpers import Fieldset
from django.contrib.admin.utils import quote
from django.db import connection, models
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from .actions import can_publish, locked
from .autocompletes import Autocompletes
from .forms import RecordForm
from .inlines import without_shortcuts
from .list_filters import STATES
from .list_lookups import OwnFiltersAlone
from .models import Version
from .naming import naming
from .record_saving import RecordSaving
from .record_tools import RecordTools
from .richtext import printable
from .uploads import PictureField

# The editor has an import map, which only a nonce lets through, and writes one style of its own.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
EDITOR_POLICY = {"script-src": [NONCE], "style-src": [EDITOR_STYLE]}
RICH_TEXT = "body"
RECORDS_NAMED = 30
CITATIONS_ANCHOR = "publishing-citation-content_type-object_id-group"


class RecordAdmin(RecordSaving, RecordTools, Autocompletes, OwnFiltersAlone, admin.ModelAdmin):
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

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        if allowed and obj is not None and obj.was_public:
            return can_publish(obj, request.user)
        return allowed

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj is not None and obj.was_public)

    def get_object(self, request, object_id, from_field=None):
        """The record; locked while it is saved, so that two saves follow one another."""
        record = super().get_object(request, object_id, from_field)
        saving = request.method == "POST" and connection.in_atomic_block
        return locked(record) if record is not None and saving else record

    def get_fieldsets(self, request, obj=None):
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is not None and not self.has_change_permission(request, obj):
            return [(name, as_printed(options)) for name, options in fieldsets]
        return fieldsets

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_shortcuts(super().formfield_for_dbfield(db_field, request, **kwargs))

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
        form = context["adminform"].form
        context["publication"] = self.publication(request, obj, form)
        if obj is not None and obj.was_public and self.has_change_permission(request, obj):
            context["note_fieldset"] = Fieldset(
                form, _("Publication"), fields=["change_note", "minor_change"], model_admin=self
            )
        if obj is not None:
            context["subtitle"] = " ".join(filter(None, [getattr(obj, "identifier", ""), str(obj)]))
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

    def gaps(self, record, form):
        """(address in the form, sentence) of what is missing before publication."""
        return [(anchor_of(field, form), sentence) for field, sentence in record.publishing_gaps()]

    @admin.display(description=_("text"))
    def printed_body(self, record):
        return printable(getattr(record, RICH_TEXT))

    @admin.display(description=_("state"))
    def state(self, record):
        return STATES[record.editorial_state]

    @admin.display(description=_("named by"))
    def named_by(self, record):
        """Where the record is used, for those who change or take it back."""
        found = [] if record._state.adding else naming(record, RECORDS_NAMED + 1)
        return list_of_records(found)

    @admin.display(description=_("last saved"), ordering="updated_at")
    def saved(self, record):
        return date_format(localtime(record.updated_at), "DATE_FORMAT")


def as_printed(options):
    """The fieldset of somebody who only reads it: rich text as readers see it."""
    fields = ["printed_body" if name == RICH_TEXT else name for name in options["fields"]]
    return {**options, "fields": fields}


def list_of_records(records):
    """Links to the forms of at most RECORDS_NAMED records."""
    if not records:
        return _("No record names it.")
    shown = records[:RECORDS_NAMED]
    rows = format_html_join("", '<li><a href="{}">{}</a></li>', map(name_and_form, shown))
    more = format_html("<li>{}</li>", _("and more")) if len(records) > len(shown) else ""
    return format_html('<ul class="fr-links">{}{}</ul>', rows, more)


def name_and_form(record):
    meta = record._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[quote(record.pk)])
    identifier = getattr(record, "identifier", None)
    return address, f"{identifier} {record}" if identifier else str(record)


def anchor_of(name, form):
    """Where in the form a gap is filled: a field, or the rows of one sort."""
    if name in form.fields:
        return f"id_{name}"
    return CITATIONS_ANCHOR if name == "citations" else f"{name}-group"
