"""Pages about the versions of a record: what was done, what differs, two texts put together."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import comparing, drafts, sharing, snapshots
from .actions import upcoming
from .applying import conform
from .locks import live_version, newest_public
from .models import PreviewLink, Step, Version
from .preview import name_of, preview_address
from .record_tools import BUTTONS, Situation
from .rights import Refused

STEPS_A_PAGE = 50
LINKS_SHOWN = 20
DELETED_SHOWN = 100


class RecordPages:
    """Part of a record's admin."""

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("deleted/", view(self.deleted_view), name=self.url_name("deleted")),
            path(
                "<path:object_id>/compare/", view(self.compare_view), name=self.url_name("compare")
            ),
            path("<path:object_id>/share/", view(self.share_view), name=self.url_name("share")),
            path(
                "<path:object_id>/settle/<uuid:version>/",
                view(self.settle_view),
                name=self.url_name("settle"),
            ),
            path(
                "<path:object_id>/restore/<uuid:version>/",
                view(self.restore_view),
                name=self.url_name("restore"),
            ),
        ]
        return own + super().get_urls()

    def found(self, request, object_id, *, to_change=False):
        """The record at the address, for those who may see it or change it."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        allowed = self.has_change_permission if to_change else self.has_view_permission
        if not allowed(request, record):
            raise PermissionDenied
        return record

    def version_of(self, record, key):
        return get_object_or_404(Version.objects.of(record), pk=key)

    def history_view(self, request, object_id, extra_context=None):
        """What was done to the record, newest first."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        context = {
            **self.page_context(request, record, _("History")),
            "may_change": self.has_change_permission(request, record),
            "live": live_version_without_snapshot(record),
        }
        return history_page(self, request, record, context)

    def compare_view(self, request, object_id):
        """Two versions side by side; the open one beside what is live unless others are named."""
        record = self.found(request, object_id)
        asked = CompareForm(request.GET)
        if not asked.is_valid():
            raise Http404
        situation = Situation.of(record)
        older, newer = self.sides(record, asked.cleaned_data, situation)
        model = type(record)
        now = snapshots.take(record)
        old = conform(model, older.snapshot, now)[0] if older else None
        new = conform(model, newer.snapshot, now)[0] if newer else now
        clashes = ()
        if newer and newer.is_open and older and older.state == Version.State.LIVE:
            merged = upcoming(model, newer, now)
            new, clashes = (new if merged.clashes else merged.snapshot), merged.clashes
        old = old or empty_like(model, new)
        context = {
            **self.page_context(request, record, _("Compare")),
            "older": older,
            "newer": newer,
            "differences": comparing.compare(model, old, new),
            "same": comparing.same_fields(model, old, new),
            "clashes": clashes,
            "settle_url": newer and self.settle_url(record, newer),
            "tools": self.tools_for(request, situation) if newer == situation.version else {},
            "buttons": BUTTONS,
            "preview_url": preview_address(record, name_of(record), situation.version),
            "may_restore": self.has_change_permission(request, record),
        }
        return TemplateResponse(request, "admin/record_compare.html", context)

    def sides(self, record, asked, situation):
        """(older, newer) Version; None for the older of a record that was never public."""
        newer = self.version_of(record, asked["to"]) if asked["to"] else situation.version
        if asked["from"]:
            return self.version_of(record, asked["from"]), newer
        live = live_version(record) or newest_public(record)
        return (live if live != newer else newer and newer.base), newer or live

    def settle_url(self, record, version):
        name = f"admin:{self.url_name('settle')}"
        return reverse(name, args=[quote(record.pk), version.pk])

    def settle_view(self, request, object_id, version):
        """Somebody saved first: both texts, and a choice field by field."""
        record = self.found(request, object_id, to_change=True)
        version = self.version_of(record, version)
        if request.method == "POST":
            if self.settle(request, record, version):
                return HttpResponseRedirect(self.change_url(record))
            version.refresh_from_db()
        try:
            mine, theirs, other = drafts.two_sides(record, version)
        except Refused as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.INFO)
            return HttpResponseRedirect(self.change_url(record))
        model = type(record)
        taken = drafts.picks_at_first(model, version, mine, theirs)
        differences = comparing.compare(model, theirs, mine)
        for difference in differences:
            difference.picked = difference.unit in taken
        context = {
            **self.page_context(request, record, _("Choose what goes into the draft")),
            "version": version,
            "other": other,
            "differences": differences,
            "same": comparing.same_fields(model, theirs, mine),
            "seen": snapshots.digest(theirs),
        }
        return TemplateResponse(request, "admin/record_settle.html", context)

    def settle(self, request, record, version):
        try:
            if "_theirs" in request.POST:
                drafts.discard(version, by=request.user)
            else:
                picks = {
                    name.removeprefix("pick:")
                    for name, value in request.POST.items()
                    if name.startswith("pick:") and value == "mine"
                }
                seen = request.POST.get("seen", "")
                drafts.settle(version, by=request.user, picks=picks, seen=seen)
        except Refused as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return False
        self.message_user(request, _("The draft holds what you chose."), messages.SUCCESS)
        return True

    def restore_view(self, request, object_id, version):
        record = self.found(request, object_id, to_change=True)
        version = self.version_of(record, version)
        if request.method == "POST":
            try:
                drafts.restore(version, by=request.user)
            except Refused as refusal:
                self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            else:
                words = _("The draft is now as %(version)s was. Readers see no change yet.")
                self.message_user(request, words % {"version": version}, messages.SUCCESS)
            return HttpResponseRedirect(self.change_url(record))
        context = {
            **self.page_context(request, record, _("Restore as a draft")),
            "version": version,
            "draft": drafts.open_version(record),
        }
        return TemplateResponse(request, "admin/record_restore.html", context)

    def share_view(self, request, object_id):
        """Links by which somebody without an account reads the draft."""
        record = self.found(request, object_id, to_change=True)
        if request.method == "POST":
            self.make_or_revoke(request, record)
            return HttpResponseRedirect(self.url_of(record, "share"))
        links = PreviewLink.objects.of(record).of_newest_draft().working(timezone.now())
        links = links.select_related("made_by")
        shown = list(links[:LINKS_SHOWN])
        version = drafts.open_version(record)
        for link in shown:
            link.address = settings.SITE_URL + preview_address(record, link.token, version)
        context = {
            **self.page_context(request, record, _("Preview links")),
            "links": shown,
            "fact_check_url": self.url_of(record, "fact_check"),
        }
        return TemplateResponse(request, "admin/record_share.html", context)

    def make_or_revoke(self, request, record):
        if key := request.POST.get("revoke"):
            links = PreviewLink.objects.of(record).of_newest_draft()
            link = links.filter(pk=as_key(key)).first()
            if link is None:
                raise Http404
            sharing.revoke(link, by=request.user)
            self.message_user(request, _("The link leads nowhere now."), messages.SUCCESS)
        else:
            link = sharing.share(record, by=request.user)
            words = _("Whoever has the link reads the draft until %(day)s.")
            day = timezone.localtime(link.expires_at).strftime("%-d %B %Y")
            self.message_user(request, words % {"day": day}, messages.SUCCESS)

    def deleted_view(self, request):
        """Records that were deleted before they were ever public, and can be brought back."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        kind = ContentType.objects.get_for_model(self.model)
        deleted = Step.objects.filter(content_type=kind, verb=Step.Verb.DELETED)
        there = self.model._base_manager.values("pk")
        deleted = deleted.exclude(object_id__in=there).newest_first().with_names()
        if request.method == "POST":
            return self.revive(request, deleted)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Deleted records"),
            "steps": newest_of_each(deleted[:DELETED_SHOWN]),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/record_deleted.html", context)

    def revive(self, request, deleted):
        step = get_object_or_404(deleted, pk=as_key(request.POST.get("step", "")))
        try:
            record = drafts.revive(step.version, by=request.user)
        except Refused as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return HttpResponseRedirect(request.path)
        self.message_user(request, _("Brought back, unpublished."), messages.SUCCESS)
        return HttpResponseRedirect(self.change_url(record))


def history_page(admin, request, record, context):
    """The steps of a record, a page of them at a time."""
    steps = Step.objects.of(record).newest_first().with_names()
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "original": record,
        "title": _("History"),
        "subtitle": str(record),
        "page": Paginator(steps, STEPS_A_PAGE).get_page(request.GET.get("page")),
        **context,
    }
    request.current_app = admin.admin_site.name
    return TemplateResponse(request, "admin/record_history.html", context)


class CompareForm(forms.Form):
    """The versions that the address names."""

    to = forms.UUIDField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["from"] = forms.UUIDField(required=False)


def as_key(text):
    """A UUID, or one that nothing has."""
    try:
        return forms.UUIDField().clean(text)
    except forms.ValidationError as error:
        raise Http404 from error


def newest_of_each(steps):
    found = {}
    for step in steps:
        found.setdefault(step.object_id, step)
    return list(found.values())


def live_version_without_snapshot(record):
    live = Version.objects.of(record).filter(state=Version.State.LIVE)
    return live.without_snapshot().first()


def empty_like(model, snapshot):
    """What a record is before anything is written in it."""
    blank = model()
    fields = {
        f.name: [] if f.many_to_many else snapshots.value_of(blank, f)
        for f in snapshots.content_fields(model)
    }
    return {"fields": fields, "children": {name: {} for name in snapshot["children"]}}
