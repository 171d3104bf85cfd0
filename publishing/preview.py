"""The public pages as they would be with one draft, in a transaction that is undone.

A signed-in editor names the record in the address; anybody else needs a link that an editor made.
"""

import re
from contextlib import suppress
from copy import copy

from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, resolve, reverse, set_script_prefix
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import snapshots
from .actions import upcoming
from .applying import apply, rolled_back
from .drafts import open_version
from .going_live import keep_old_address, make_public
from .locks import live_version
from .models import PreviewLink, Version
from .registry import versioned_models
from .sharing import why_not

# A preview holds a database lock while it is made.
MOST_A_MINUTE = 60
RECORD_NAME = re.compile(r"([a-z]+)\.([a-z]+)\.([0-9a-f-]{36})")
# A file would take a draft away, under the number of the live version.
NOT_PREVIEWED = {
    *("preview", "fact_check", "view_on_site", "file"),
    *("register_package", "register_checksum"),
}


class Preview:
    """What the banner of a previewed page says. `link` None: a signed-in editor looks."""

    def __init__(self, name, record, version, live, link=None):
        self.name, self.record, self.version, self.live = name, record, version, live
        self.link = link
        self.title = str(record)
        newest = Version.objects.of(record).public().newest_first().without_snapshot().first()
        self.next_number = newest.number + 1 if newest else 1
        self.live_address = address_of(record) if live else ""
        self.editing = None if link else editing_addresses(record)
        of_one_draft = link and link.version_id
        self.answer_address = reverse("fact_check", args=[link.token]) if of_one_draft else ""

    @property
    def prefix(self):
        return f"/preview/{self.name}/"


def editing_addresses(record):
    """Where a signed-in editor goes on from here."""
    meta = record._meta
    return {
        page: reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[record.pk])
        for page in ("change", "compare")
    }


def name_of(record):
    """How an editor's preview address names the record."""
    return f"{record._meta.app_label}.{record._meta.model_name}.{record.pk}"


def address_of(record):
    """The record's own page, or the home page where it has none."""
    if hasattr(record, "get_absolute_url"):
        return record.get_absolute_url()
    return reverse("home")


def preview_address(record, name, version):
    """Where the preview of a record begins: its page under the address that the draft gives it."""
    slug = version.snapshot["fields"].get("slug") if version else None
    shown = copy(record)
    shown.slug = slug or record.slug
    return f"/preview/{name}{address_of(shown)}"


@require_safe
def preview(request, name, rest=""):
    """Serves the real view of the address `rest`, with the draft in place of what is live."""
    link = None
    if RECORD_NAME.fullmatch(name):
        record = record_of_editor(request, name)
    else:
        link = PreviewLink.objects.filter(token=name).first()
        record = link and link.record
        if link and (reason := why_not(link, timezone.now())):
            return ended(request, reason)
    if record is None:
        raise Http404
    if too_many(name):
        return too_many_requests()
    match = resolve(f"/{rest}")
    in_admin = f"/{rest}".startswith(reverse("admin:index"))
    if in_admin or match.url_name in NOT_PREVIEWED:
        raise Http404
    return private(shown_with_draft(request, name, record, link, rest, match))


def ended(request, reason):
    """What was shown under this address is shown no more, and why."""
    return private(render(request, "publishing/link_ended.html", {"reason": reason}, status=410))


def record_of_editor(request, name):
    label, model_name, key = RECORD_NAME.fullmatch(name).groups()
    try:
        model = apps.get_model(label, model_name)
        record = model in versioned_models() and model.objects.filter(pk=key).first()
    except (LookupError, ValidationError):
        return None
    user = request.user
    may_see = user.is_active and user.is_staff and user.has_perm(f"{label}.view_{model_name}")
    return record if record and may_see else None


def too_many(name):
    """Counted in the cache, by the minute."""
    key = f"preview:{name}:{timezone.now():%H%M}"
    cache.add(key, 0, timeout=120)
    with suppress(ValueError):
        return cache.incr(key) > MOST_A_MINUTE
    return False


def too_many_requests():
    words = _("This preview was opened very often in the last minute. Wait a minute.")
    response = HttpResponse(words, status=429, content_type="text/plain; charset=utf-8")
    response.headers["Retry-After"] = "60"
    return response


def shown_with_draft(request, name, record, link, rest, match):
    version, live = open_version(record), live_version(record)
    inner = copy(request)
    inner.path, inner.path_info, inner.resolver_match = request.path, f"/{rest}", match
    inner.preview = Preview(name, record, version, live, link)
    outer_prefix = get_script_prefix()
    with rolled_back():
        put_in_place(record, version, live)
        set_script_prefix(inner.preview.prefix)
        try:
            response = match.func(inner, *match.args, **match.kwargs)
            if hasattr(response, "render"):
                response.render()
        finally:
            set_script_prefix(outer_prefix)
    return response


def put_in_place(record, version, live):
    """Make the rows what they would be if the draft were published now."""
    if version and record.was_public:
        apply(record, upcoming(type(record), version, snapshots.take(record)).snapshot)
    record = type(record)._base_manager.get(pk=record.pk)
    if live:
        keep_old_address(record, live)
    # One that was merged leads to the other, in a preview too.
    if not record.is_published and not record.replacement_key:
        make_public(record, timezone.now())


def private(response):
    """Kept by no cache, found by no search engine, told to no other site."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
