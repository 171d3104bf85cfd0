from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from imports.admin.pages import ImportPages
from publishing.inlines import CitationInline, RowInline
from publishing.list_filters import EditorialStateFilter, IncompleteFilter
from publishing.ordering import in_text_order
from publishing.record_admin import RecordAdmin

from .list_filters import CountryFilter
from .merge_admin import MergeAdmin
from .merge_pages import MergePages
from .models import Identifier, Membership, Name, Organisation, Site

__all__ = ["MergeAdmin", "OrganisationAdmin"]


class NameInline(RowInline):
    model = Name
    fields = ["position", "kind", "name", "language", "held_from", "held_until"]


class SiteInline(RowInline):
    model = Site
    fields = ["position", "kind", "name", "place", "country", "latitude", "longitude"]


class MembershipInline(RowInline):
    model = Membership
    fk_name = "organisation"
    fields = ["position", "body", "since", "until", "note"]
    autocomplete_fields = ["body"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("body")


class IdentifierInline(RowInline):
    model = Identifier
    fields = ["position", "scheme", "value"]


@admin.register(Organisation)
class OrganisationAdmin(MergePages, ImportPages, RecordAdmin):
    import_chooses = True
    change_list_template = "admin/organisation_change_list.html"
    list_display = [
        "name", "acronym", "identifier", "state", "kind", "country_named", "status", "saved",
    ]  # fmt: skip
    list_filter = [
        EditorialStateFilter,
        IncompleteFilter,
        "kind",
        "status",
        CountryFilter,
        "themes",
    ]
    search_fields = [
        "name", "name_key", "acronym", "native_name", "identifier",
        "names__name", "names__name_key", "identifiers__value",
    ]  # fmt: skip
    search_help_text = _("Any name it has or had, its acronym, or an identifier.")
    ordering = [in_text_order("name_key"), "pk"]
    autocomplete_fields = ["parent", "successor"]
    bulk_sets = ["themes"]
    filter_horizontal = ["themes"]
    readonly_fields = ["named_by"]
    inlines = [NameInline, SiteInline, MembershipInline, IdentifierInline, CitationInline]
    fieldsets = [
        (
            _("Names"),
            {
                "fields": ["name", "acronym", ("native_name", "native_name_language")],
                "description": _("Former names, translations and aliases are rows further down."),
            },
        ),
        (_("What it is"), {"fields": ["kind", "country", "status", "themes"]}),
        (_("In words"), {"fields": ["summary", "body"]}),
        (
            _("Other organisations"),
            {
                "fields": ["parent", "successor"],
                "description": _("Bodies that it is a member of are rows further down."),
            },
        ),
        (_("Website and logo"), {"fields": ["website", "logo", "logo_credit"]}),
        (_("Address in the register"), {"fields": ["slug"], "classes": ["collapse"]}),
        (_("Where it is used"), {"fields": ["named_by"]}),
    ]

    class Media:
        js = ["fusionsite/admin/organisation_form.js"]

    @admin.display(description=_("country"), ordering="country")
    def country_named(self, organisation):
        # For a column of the field itself all countries would be put in order for each row.
        return organisation.country.name or None
