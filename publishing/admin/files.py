"""Every file that versions name: where it is used, how large it is, who brought it."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from publishing.file_filters import USES, KindFilter, UseFilter
from publishing.list_lookups import OwnFiltersAlone
from publishing.models import FileUse, StoredFile
from publishing.pictures import smallest_name
from publishing.read_only import ReadOnly
from publishing.registry import versioned_models

RECORDS_A_PAGE = 500
RECORDS_A_FILE = 5
VERSIONS_SHOWN = 50


class WithRecords(ChangeList):
    """Finds the records of a page of files at once."""

    def get_results(self, request):
        super().get_results(request)
        self.model_admin.find_records(request, list(self.result_list))


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnly, OwnFiltersAlone, admin.ModelAdmin):
    """`delete_unused_files` deletes what nothing names."""

    list_display = ["preview", "called", "use", "weight", "brought"]
    list_display_links = ["called"]
    list_filter = [UseFilter, KindFilter]
    list_per_page = 50
    list_select_related = ["uploaded_by"]
    search_fields = ["name", "shown_name", "uses__title"]
    search_help_text = _("What it was called, or what a record calls it.")
    ordering = ["-uploaded_at", "pk"]
    actions = None
    fields = [
        "preview", "shown_name", "address", "weight", "used", "versions",
        "uploader", "uploaded",
    ]  # fmt: skip
    readonly_fields = ["preview", "address", "weight", "used", "versions", "uploader", "uploaded"]

    def get_queryset(self, request):
        """Those of records that this editor may see, and those of none."""
        own = FileUse.objects.filter(version__content_type__in=kinds_seen_by(request.user))
        found = super().get_queryset(request).with_use()
        return found.filter(Q(pk__in=own.values("file")) | USES["unused"][1])

    def get_changelist(self, request, **kwargs):
        return WithRecords

    def history_view(self, request, object_id, extra_context=None):
        """A file never changes: its page says all."""
        address = reverse("admin:publishing_storedfile_change", args=[unquote(object_id)])
        return HttpResponseRedirect(address)

    def get_object(self, request, object_id, from_field=None):
        file = super().get_object(request, object_id, from_field)
        if file is not None:
            file.kinds = kinds_seen_by(request.user)
        return file

    def find_records(self, request, files):
        """Gives each file `named_by`: the records whose versions name it."""
        uses = FileUse.objects.filter(
            file__in=files, version__content_type__in=kinds_seen_by(request.user)
        )
        key = ("file", "version__content_type", "version__object_id")
        keys = list(uses.order_by(*key).values_list(*key).distinct()[:RECORDS_A_PAGE])
        found = records_by_key({(kind, key) for _file, kind, key in keys})
        for file in files:
            own = [found.get((kind, key)) for pk, kind, key in keys if pk == file.pk]
            file.named_by = [record for record in own if record is not None]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Files"), **(extra_context or {})})

    @admin.display(description=_("picture"))
    def preview(self, file):
        if not file.is_picture:
            return _("PDF")
        address = default_storage.url(smallest_name(file.name))
        return format_html('<img class="fr-thumb" src="{}" alt="" loading="lazy">', address)

    @admin.display(description=_("name"), ordering="shown_name")
    def called(self, file):
        return str(file)

    @admin.display(description=_("where it is used"))
    def used(self, file):
        if file.is_live and file.is_in_draft:
            return _("In a live record and a draft")
        if file.is_live:
            return USES["live"][0]
        if file.is_in_draft:
            return USES["draft"][0]
        return USES["older" if file.is_in_older else "unused"][0]

    @admin.display(description=_("where it is used"))
    def use(self, file):
        """In what, and the records."""
        links = [record_link(record) for record in file.named_by]
        return format_html("{}{}", self.used(file), listed(links, RECORDS_A_FILE, _("and more")))

    @admin.display(description=_("size"), ordering="size")
    def weight(self, file):
        parts = [filesizeformat(file.size)] if file.size is not None else [_("The file is lost")]
        if file.pixels:
            parts.append("{} × {}".format(*file.pixels))  # noqa: RUF001
        if file.pages:
            words = ngettext("%(number)s page", "%(number)s pages", file.pages)
            parts.append(words % {"number": file.pages})
        return ", ".join(map(str, parts))

    @admin.display(description=_("uploaded by"))
    def uploader(self, file):
        return file.uploaded_by or _("not known")

    @admin.display(description=_("uploaded"))
    def uploaded(self, file):
        return date_format(localtime(file.uploaded_at), "DATE_FORMAT")

    @admin.display(description=_("uploaded"), ordering="uploaded_at")
    def brought(self, file):
        who = f", {file.uploaded_by}" if file.uploaded_by else ""
        return f"{self.uploaded(file)}{who}"

    @admin.display(description=_("address"))
    def address(self, file):
        return format_html('<a href="{}">{}</a>', default_storage.url(file.name), file.name)

    @admin.display(description=_("versions"))
    def versions(self, file):
        """The newest of those that name it, each with its record."""
        uses = file.uses.filter(version__content_type__in=file.kinds)
        uses = uses.select_related("version").defer("version__snapshot")
        uses = list(uses.order_by("-version__created_at", "pk")[: VERSIONS_SHOWN + 1])
        keys = [(use.version.content_type_id, use.version.object_id) for use in uses]
        found = records_by_key(set(keys))
        lines = [
            format_html("{}: {}", record_link(found.get(key)), use.version)
            for key, use in zip(keys, uses, strict=True)
        ]
        return listed(lines, VERSIONS_SHOWN, _("and older ones"))


def listed(lines, most, more):
    """A list of at most so many lines, and the words for what is left out."""
    shown = [(line,) for line in lines[:most]]
    shown += [(more,)] if len(lines) > most else []
    return format_html('<ul class="fr-links">{}</ul>', format_html_join("", "<li>{}</li>", shown))


def kinds_seen_by(user):
    return [
        ContentType.objects.get_for_model(model).pk
        for model in versioned_models()
        if user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
    ]


def records_by_key(keys):
    """{(content type, key): record} of those that are still there."""
    by_kind = {}
    for kind, key in keys:
        by_kind.setdefault(kind, set()).add(key)
    return {
        (kind, key): record
        for kind, wanted in by_kind.items()
        for key, record in records_of(kind).in_bulk(wanted).items()
    }


def records_of(kind):
    return ContentType.objects.get_for_id(kind).model_class()._base_manager


def record_link(record):
    if record is None:
        return _("a deleted record")
    return format_html('<a href="{}">{}</a>', change_address(record), record)


def change_address(record):
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
