"""The page of a kind of record that reads a source and leads to the plan of its import."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imports.models import Question, Run
from imports.one_at_a_time import Busy
from imports.plans import keep_fetched, keep_upload, make_plan, may_import
from imports.problems import Stopped, Unreadable
from imports.registry import importers_of
from imports.running import TooLargeAChange
from imports.tables import TableImporter
from publishing.record_admin import number_open

from .forms import SourceForm, initial_of


class ImportPages:
    """Part of the admin of a kind of record that is imported; it stands before RecordAdmin.

    `import_chooses`: whether its importers can be told what of a source to bring.
    """

    import_chooses = False

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("import/", view(self.import_view), name=self.url_name("import")),
            path(
                "import/template.csv",
                view(self.import_template_view),
                name=self.url_name("import_template"),
            ),
        ]
        return own + super().get_urls()

    def changelist_view(self, request, extra_context=None):
        words = {"import_url": may_import(self.model, request.user) and self.import_url()}
        return super().changelist_view(request, {**words, **(extra_context or {})})

    def import_url(self):
        return reverse(f"admin:{self.url_name('import')}")

    def get_queryset(self, request):
        return (
            super().get_queryset(request).annotate(questions_open=number_open(self.model, Question))
        )

    def tools_for(self, request, situation):
        """Questions of imports about the record are found from its form."""
        tools = super().tools_for(request, situation)
        number = getattr(situation.record, "questions_open", 0)
        if number and request.user.has_perm("imports.view_question"):
            words = ngettext(
                "%(n)s question from an import", "%(n)s questions from imports", number
            )
            address = reverse("admin:imports_question_changelist")
            record = situation.record.pk
            tools["import_questions"] = (words % {"n": number}, f"{address}?record={record}")
        return tools

    def import_view(self, request):
        """A file or an address, and what is said of it; then the plan."""
        if not may_import(self.model, request.user):
            raise PermissionDenied
        kept = kept_source(request, self.model)
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        words = {"model": self.model, "chooses": self.import_chooses, "kept": kept}
        form = SourceForm(*sent, **words, initial=initial_of(kept) if kept and not sent else {})
        if form.is_bound and form.is_valid() and planned(form, self.model, request.user):
            address = reverse("admin:imports_run_plan", args=[form.kept.pk])
            return HttpResponseRedirect(address)
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import %(kinds)s") % {"kinds": self.opts.verbose_name_plural},
            "form": form,
            "has_template": table_importer(self.model) is not None,
        }
        return TemplateResponse(request, "admin/import_source.html", context)

    def import_template_view(self, request):
        """An empty table with the columns that are read; a spreadsheet program sees its UTF-8."""
        if not may_import(self.model, request.user):
            raise PermissionDenied
        importer = table_importer(self.model)
        if importer is None:
            raise Http404
        response = HttpResponse(
            importer.apart().template().encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
        )
        name = f"{self.opts.verbose_name_plural}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def kept_source(request, model):
    """What this editor sent before, as the form names it, or None."""
    key = (request.POST if request.method == "POST" else request.GET).get("kept", "")
    own = Run.objects.planned().filter(by=request.user).of_model(model)
    return own.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None


def planned(form, model, by):
    """Whether a plan was made; else the form says why not, and keeps what was sent."""
    try:
        if not form.asks_again:
            form.kept = keep_source(model, form.cleaned_data, by)
        allowed = form.cleaned_data["allow_large_change"]
        make_plan(form.kept, form.options, by=by, allow_large_change=allowed)
    except Busy:
        words = _("Another import is at work just now. Press the button again in a minute.")
        form.add_error(None, words)
    except (Unreadable, Stopped) as problem:
        form.too_large_a_change = isinstance(problem, TooLargeAChange)
        form.add_error(None, str(problem))
    return not form.errors


def keep_source(model, cleaned, by):
    if cleaned["upload"]:
        upload = cleaned["upload"]
        return keep_upload(model, upload.name, upload.read(), by=by)
    return keep_fetched(model, cleaned["address"], by=by)


def table_importer(model):
    """The importer of tables of this kind, or None."""
    tables = (cls for cls in importers_of(model) if issubclass(cls, TableImporter))
    return next(tables, None)
