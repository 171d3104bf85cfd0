from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from imports.admin.pages import ImportPages
from organisations.list_filters import CountryFilter, of_organisation
from publishing.inlines import CitationInline
from publishing.list_filters import EditorialStateFilter, IncompleteFilter
from publishing.ordering import in_text_order
from publishing.record_admin import RecordAdmin

from . import inlines
from .from_address import FromAddress
from .models import Agreement
from .status import lead_event_day


class PartyCountryFilter(CountryFilter):
    title = _("country of a party")
    path = "parties__organisation__country"


class AgreementList(ChangeList):
    def get_queryset(self, request, **options):
        return super().get_queryset(request, **options).prefetch_related("events")


@admin.register(Agreement)
class AgreementAdmin(FromAddress, ImportPages, RecordAdmin):
    change_list_template = "admin/agreement_change_list.html"
    list_display = [
        "title", "identifier", "state", "kind", "date", "status_today", "saved",
    ]  # fmt: skip
    list_filter = [
        EditorialStateFilter,
        IncompleteFilter,
        "kind",
        "level",
        PartyCountryFilter,
        "themes",
    ]
    search_fields = [
        "title", "title_key", "identifier", "identifiers__value",
        "parties__name_at_signing", *of_organisation("parties__organisation"),
    ]  # fmt: skip
    search_help_text = _("Title, identifier, number in a treaty series, or a name of a party.")
    ordering = [in_text_order("title_key"), "pk"]
    bulk_sets = ["themes"]
    filter_horizontal = ["themes"]
    readonly_fields = ["incoming_links"]
    inlines = [
        inlines.EventInline,
        inlines.PartyInline,
        inlines.SignatoryInline,
        inlines.LinkInline,
        inlines.MilestoneInline,
        inlines.DocumentInline,
        inlines.IdentifierInline,
        CitationInline,
    ]
    fieldsets = [
        (
            _("Agreement"),
            {
                "fields": ["title", ("kind", "level"), "legal_character", "summary", "themes"],
                "description": _(
                    "Dates and status come from the events further down, names from the parties."
                ),
            },
        ),
        (_("In words"), {"fields": ["body", "not_known"]}),
        (_("Signing"), {"fields": [("place", "place_country")]}),
        (_("Duration and end"), {"fields": ["duration_stated", "end_statement"]}),
        (_("Money"), {"fields": [("amount", "currency", "amount_qualifier")]}),
        (_("Text of the agreement"), {"fields": ["no_public_text"]}),
        (_("Home page"), {"fields": ["feature_headline"], "classes": ["collapse"]}),
        (_("Address in the register"), {"fields": ["slug"], "classes": ["collapse"]}),
        (_("Links from other agreements"), {"fields": ["incoming_links"]}),
    ]

    def get_changelist(self, request, **kwargs):
        return AgreementList

    @admin.display(description=_("date"), ordering=lead_event_day("start").asc(nulls_last=True))
    def date(self, agreement):
        event = agreement.lead_event
        return str(event.partial_date) if event else None

    @admin.display(description=_("status today"))
    def status_today(self, agreement):
        return agreement.status_on(localdate()).label

    @admin.display(description=_("they say"))
    def incoming_links(self, agreement):
        links = agreement.incoming_links.select_related("agreement").order_by("kind", "pk")
        if not links:
            return _("No other agreement names this one.")
        rows = format_html_join("", "<li>{}: {} ({})</li>", map(incoming_link, links))
        return format_html('<ul class="fr-links">{}</ul>', rows)


def incoming_link(link):
    """What this side says of it, the other's title, and where it is edited."""
    other = link.agreement
    address = reverse("admin:agreements_agreement_change", args=[other.pk])
    words = _("edit on %(name)s") % {"name": other.identifier or _("its draft")}
    return link.inverse_label, other.title, format_html('<a href="{}">{}</a>', address, words)
