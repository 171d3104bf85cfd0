"""The admin of every record: who may change it, and how saving leads to publication."""

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import admin, messages
from django.contrib.admin.helpers import Fieldset
from django.contrib.admin.utils import quote, unquote
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from .autocompletes import Autocompletes
from .draft_marks import mark_changes
from .forms import RecordForm
from .inlines import without_shortcuts
from .kept_uploads import KeptUploads
from .list_filters import STATES
from .list_lookups import OwnFiltersAlone
from .locks import locked
from .models import FactCheckAnswer, Remark, ReviewDate, Version
from .naming import drafts_naming, naming
from .publication import Publication
from .record_bulk import RecordBulk
from .record_pages import RecordPages
from .record_saving import RecordSaving
from .record_tools import RecordTools
from .remark_pages import RemarkPages
from .richtext import printable
from .uploads import PictureField

# The editor has an import map, which only a nonce lets through, and writes one style of its own.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
EDITOR_POLICY = {"script-src": [NONCE], "style-src": [EDITOR_STYLE]}
RICH_TEXT = "body"
RECORDS_NAMED = 30


class RecordAdmin(
    RecordSaving,
    RecordPages,
    RemarkPages,
    RecordTools,
    RecordBulk,
    Autocompletes,
    OwnFiltersAlone,
    admin.ModelAdmin,
):
    """Authors and publishers write drafts. Publishers make public what others wrote."""

    form = RecordForm
    change_form_template = "admin/record_change_form.html"
    change_list_template = "admin/record_change_list.html"
    list_per_page = 50
    formfield_overrides = {models.ImageField: {"form_class": PictureField, "widget": KeptUploads}}

    class Media:
        js = ["fusionsite/admin/record_form.js"]

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj is not None and obj.was_public)

    def delete_view(self, request, object_id, extra_context=None):
        """Before a record is deleted, its editor hears what names it."""
        record = self.get_object(request, unquote(object_id))
        allowed = record is not None and self.has_delete_permission(request, record)
        if allowed and request.method == "GET":
            self.say_where_used(request, record)
        return super().delete_view(request, object_id, extra_context)

    def say_where_used(self, request, record):
        for words, found in (
            (_("These records name it: %(names)s."), naming(record, RECORDS_NAMED)),
            (
                _("Drafts of these records name it, and would lose it: %(names)s."),
                drafts_naming(record, RECORDS_NAMED),
            ),
        ):
            if found:
                names = ", ".join(str(other) for other in found)
                self.message_user(request, words % {"names": names}, messages.WARNING)

    def get_object(self, request, object_id, from_field=None):
        """The record; locked while it is saved, so that two saves follow one another."""
        opened = getattr(request, "opened_record", None)
        if opened is not None and str(opened.pk) == object_id:
            return opened
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
        form.shown = getattr(request, "shown", None) if change else None
        return form

    def get_view_on_site_url(self, obj=None):
        if obj is None or not obj.is_published or not hasattr(obj, "get_absolute_url"):
            return None
        return obj.get_absolute_url()

    @method_decorator(csp_update(EDITOR_POLICY))
    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)
        form = context["adminform"].form
        may_change = obj is None or self.has_change_permission(request, obj)
        context["publication"] = Publication(self, request, obj, form)
        if may_change:
            context["note_fieldset"] = Fieldset(
                form, _("About this change"), fields=self.note_fields(obj), model_admin=self
            )
            rows = [inline.formset for inline in context["inline_admin_formsets"]]
            mark_changes(form, rows, context["publication"].differences)
        if obj is not None:
            context["subtitle"] = " ".join(filter(None, [getattr(obj, "identifier", ""), str(obj)]))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def note_fields(self, record):
        """A first publication needs no note for readers."""
        known = record is not None and record.was_public
        return ["change_note", "minor_change", "review_note"] if known else ["review_note"]

    @admin.display(description=_("text"))
    def printed_body(self, record):
        return printable(getattr(record, RICH_TEXT))

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.annotate(
            draft_state=state_of_draft(self.model),
            look_again_on=review_day(self.model),
            remarks_open=number_open(self.model, Remark) + number_open(self.model, FactCheckAnswer),
        )

    @admin.display(description=_("state"))
    def state(self, record):
        """Where the record stands, and its draft if it has one apart."""
        draft = Version.State(record.draft_state).label if record.draft_state else ""
        if not record.was_public:
            return capfirst(draft) if draft not in ("", "draft") else STATES["draft"]
        words = STATES[record.editorial_state]
        return f"{words}; {draft}" if draft else words

    @admin.display(description=_("named by"))
    def named_by(self, record):
        """Where the record is used, for those who change or take it back."""
        found = [] if record._state.adding else naming(record, RECORDS_NAMED + 1)
        return list_of_records(found)

    @admin.display(description=_("last saved"), ordering="updated_at")
    def saved(self, record):
        return date_format(localtime(record.updated_at), "DATE_FORMAT")


def state_of_draft(model):
    """The state of the open version of each row of a query."""
    kind = ContentType.objects.get_for_model(model)
    versions = Version.objects.open().filter(content_type=kind, object_id=OuterRef("pk"))
    return Subquery(versions.values("state")[:1])


def review_day(model):
    """The day on which each row of a query is looked at again."""
    kind = ContentType.objects.get_for_model(model)
    dates = ReviewDate.objects.filter(content_type=kind, object_id=OuterRef("pk"))
    return Subquery(dates.values("due_on")[:1])


def number_open(model, said):
    """How many of what was said of each row of a query wait to be settled."""
    kind = ContentType.objects.get_for_model(model)
    found = said.objects.open().filter(content_type=kind, object_id=OuterRef("pk"))
    counted = found.order_by().values("object_id").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


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
