"""The files that records name, and the way from the admin to the site."""

import uuid

from django.contrib import admin
from django.contrib.contenttypes.views import shortcut
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from fusionsite import media


@admin.site.admin_view
def view_on_site(request, content_type_id, object_id):
    """Django's own, for keys that can be one: it knows no UUID keys."""
    try:
        uuid.UUID(object_id)
    except ValueError as error:
        raise Http404 from error
    return shortcut(request, content_type_id, object_id)


@require_safe
def media_file(request, name):
    """A picture is shown, a document downloaded; anything else is not found."""
    original = media.named_in(name)
    stored = original and media.stored_at(name, original)
    if not stored:
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff"}
    if not media.is_public(original):
        # A file of a draft is for those who write it.
        if not (request.user.is_active and request.user.is_staff):
            raise Http404
        headers["Cache-Control"] = "private, no-store"
    content_type = media.content_type_of(original)
    return FileResponse(
        default_storage.open(stored),
        content_type=content_type,
        as_attachment=content_type == "application/pdf",
        filename=media.download_name(original),
        headers=headers,
    )
