"""The public pages that every record has: itself, its history, its versions."""

from django.db.models import Q
from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, ListView, TemplateView, View

from .as_of import AsOfMixin
from .cited import cite_live, cite_version
from .descriptions import describe
from .facts import Facts
from .kept_pages import PAGE, MayBeKept
from .models import Change, Page, Redirect, Version
from .registry import versioned_models


class RecordMixin(MayBeKept):
    """Finds the public `record` at an address. A draft, a deleted and a never made one look alike.

    An old address leads to the new one, that of a merged record to the one it was merged into; a
    record that was taken back answers 410 with the reason.
    """

    model = None
    section = None

    def dispatch(self, request, *args, **kwargs):
        self.record = self.find(kwargs["slug"])
        if self.record is None:
            return self.elsewhere(kwargs["slug"])
        return super().dispatch(request, *args, **kwargs)

    def find(self, slug):
        return self.records().filter(slug=slug).first()

    def records(self):
        return self.model.objects.published()

    def elsewhere(self, slug):
        moved = Redirect.objects.for_address(self.model, slug).first()
        record = moved and self.model.objects.published().filter(pk=moved.object_id).first()
        if record:
            return HttpResponsePermanentRedirect(self.address_of(record))
        known = Q(pk=moved.object_id) if moved else Q(slug=slug)
        gone = self.model.objects.filter(known, unpublished_at__isnull=False).first()
        if gone and gone.replacement:
            # Not for ever: a merge can be undone.
            return HttpResponseRedirect(self.address_of_replacement(gone.replacement))
        if gone and gone.slug == slug:
            reason = {"reason": gone.unpublished_reason}
            return render(self.request, "410.html", reason, status=410)
        raise Http404

    def address_of(self, record):
        """The same page of the record under its present address."""
        match = self.request.resolver_match
        return reverse(match.view_name, kwargs={**self.kwargs, "slug": record.slug})

    def address_of_replacement(self, record):
        """Where a record that was merged leads: the other has a history of its own."""
        return record.get_absolute_url()

    def get_context_data(self, **context):
        return super().get_context_data(record=self.record, section=self.section, **context)

    @property
    def may_be_cited(self):
        """A draft has no number yet, and a page of the website no identifier."""
        return bool(self.model.identifier_prefix) and not getattr(self.request, "preview", None)


class RecordDetailView(RecordMixin, DetailView):
    """Adds `facts` (sources and marks), `version` (the live one) and `changes`, newest first.

    `cited`: how the live version is cited.

    `earlier_changes` are folded on the page and printed on paper; `more_changes`: there are others.
    """

    changes_shown = 5
    changes_read = 50

    def get_object(self, queryset=None):
        return self.record

    def get_context_data(self, **context):
        context.setdefault("today", timezone.localdate())
        newest = Change.objects.of(self.record).newest_first().with_version()
        changes = list(newest[: self.changes_read + 1])
        version = next((c.version for c in changes if c.version), None)
        return super().get_context_data(
            facts=Facts(self.citations()),
            changes=changes[: self.changes_shown],
            earlier_changes=changes[self.changes_shown : self.changes_read],
            more_changes=len(changes) > self.changes_read,
            version=version,
            cited=cite_live(self.record, version) if self.may_be_cited else None,
            **context,
        )

    def citations(self):
        return self.record.citations.with_source()


class AsOfRecordView(AsOfMixin, RecordDetailView):
    """The page of a record that is shown as it stood on a day, too."""

    def get(self, request, *args, **kwargs):
        if self.as_of.given and not self.had_begun():
            return self.not_yet(self.record.display_title)
        return super().get(request, *args, **kwargs)

    def had_begun(self):
        """Whether the record knows that there was such a thing on the day."""
        raise NotImplementedError

    def address_of(self, record):
        return super().address_of(record) + self.as_of.query


class RecordHistoryView(RecordMixin, ListView):
    """What changed when, with the readers' notes."""

    template_name = "publishing/record_history.html"
    context_object_name = "changes"
    paginate_by = 50

    @classmethod
    def kept_with(cls, **arguments):
        return super().kept_with(**arguments) | {PAGE}

    def get_queryset(self):
        return Change.objects.of(self.record).newest_first().with_version()


class RecordVersionView(RecordMixin, TemplateView):
    """The text of a public version, as it was; `live` is the one that readers see today."""

    template_name = "publishing/record_version.html"

    def get_context_data(self, **context):
        number = self.kwargs["number"]
        version = Version.objects.of(self.record).public().filter(number=number).first()
        if version is None:
            raise Http404
        lines, sections = describe(self.model, version.snapshot)
        live = Version.objects.of(self.record).filter(state=Version.State.LIVE)
        return super().get_context_data(
            version=version,
            cited=cite_version(self.record, version) if self.may_be_cited else None,
            live=live.without_snapshot().first(),
            lines=lines,
            sections=sections,
            **context,
        )


class PageView(RecordDetailView):
    model = Page


class IdentifierView(MayBeKept, View):
    """/id/AG-0006 leads to the record that has this permanent identifier, /id/AG-0006/v4 to what
    its version 4 said.

    Only what was public has one; the page of a record that was taken back says so.
    """

    http_method_names = ("get", "head", "options")

    def get(self, request, identifier, number=None):
        for model in versioned_models():
            if model.identifier_prefix:
                record = model.objects.filter(identifier=identifier.upper()).first()
                if record:
                    return HttpResponseRedirect(self.address_of(record, number))
        raise Http404

    def address_of(self, record, number):
        if record.replacement:
            return record.replacement.get_absolute_url()
        return record.version_address(number) if number else record.get_absolute_url()
