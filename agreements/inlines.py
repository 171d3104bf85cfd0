from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.inlines import RowInline, StackedRowInline
from publishing.kept_uploads import KeptUploads
from publishing.uploads import PDFField

from .forms import EventForm, MilestoneForm, PartyChoiceField, SignatoryForm
from .models import Document, Event, Identifier, Link, Milestone, Party, Signatory


class EventInline(RowInline):
    model = Event
    form = EventForm
    fields = ["position", "code", "when", "planned", "date_note", "note"]


class PartyInline(RowInline):
    model = Party
    fields = ["position", "organisation", "role", "name_at_signing", "note"]
    autocomplete_fields = ["organisation"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")


class SignatoryInline(RowInline):
    model = Signatory
    form = SignatoryForm
    fields = ["position", "name", "office", "party", "note"]

    def get_formset(self, request, obj=None, **kwargs):
        self.parties = obj.parties.select_related("organisation") if obj else Party.objects.none()
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "party":
            kwargs["form_class"] = PartyChoiceField
            kwargs["queryset"] = self.parties
            kwargs["help_text"] = _("One of the parties above. Save first to choose a new one.")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class LinkInline(RowInline):
    model = Link
    fk_name = "agreement"
    verbose_name = _("link to another agreement")
    verbose_name_plural = _("links to other agreements")
    fields = ["position", "kind", "to_agreement", "note"]
    autocomplete_fields = ["to_agreement"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("to_agreement")


class MilestoneInline(StackedRowInline):
    model = Milestone
    form = MilestoneForm
    autocomplete_fields = ["organisations"]
    fields = [("kind", "position"), "text", "when", "date_note", "place", "organisations", "note"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("organisations")


class DocumentInline(StackedRowInline):
    model = Document
    formfield_overrides = {models.FileField: {"form_class": PDFField, "widget": KeptUploads}}
    fields = [("kind", "language", "position"), "title", "url", "file", "note"]


class IdentifierInline(RowInline):
    model = Identifier
    fields = ["position", "scheme", "value"]
