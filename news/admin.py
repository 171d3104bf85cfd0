from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from imports.admin.pages import ImportPages
from organisations.list_filters import of_organisation
from publishing.inlines import CitationInline
from publishing.list_filters import EditorialStateFilter, IncompleteFilter
from publishing.record_admin import RecordAdmin

from .forms import ArticleForm
from .models import Article


@admin.register(Article)
class ArticleAdmin(ImportPages, RecordAdmin):
    form = ArticleForm
    list_display = ["title", "identifier", "kind", "partial_date", "state", "saved"]
    list_filter = [EditorialStateFilter, IncompleteFilter, "kind", "themes"]
    search_fields = [
        "title", "title_key", "identifier", "publisher", *of_organisation("organisations"),
    ]  # fmt: skip
    autocomplete_fields = ["publisher_organisation", "agreements", "organisations"]
    bulk_sets = ["themes"]
    filter_horizontal = ["themes"]
    inlines = [CitationInline]
    fieldsets = [
        (_("Article"), {"fields": ["title", "kind", "when", "date_note", "summary", "body"]}),
        (
            _("Where it comes from"),
            {
                "fields": ["publisher", "publisher_organisation", "original_url", "language"],
                "description": _("Pages of others that say the same are citations further down."),
            },
        ),
        (_("Picture"), {"fields": ["lead_image", "lead_image_alt", "lead_image_credit"]}),
        (_("What it is about"), {"fields": ["agreements", "organisations", "themes"]}),
        (_("Address in the register"), {"fields": ["slug"], "classes": ["collapse"]}),
    ]
