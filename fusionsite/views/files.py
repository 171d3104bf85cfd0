"""The files that records name, and the way from the admin to the site."""

import logging
import uuid

from django.contrib import admin
from django.contrib.contenttypes.views import shortcut
from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fusionsite import media

logger = logging.getLogger(__name__)


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
    if not original:
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff"}
    if not media.is_public(original):
        # A file of a draft is for those who write it.
        if not (request.user.is_active and request.user.is_staff):
            raise Http404
        headers["Cache-Control"] = "private, no-store"
    try:
        file = media.opened(name, original)
    except OSError:
        logger.exception("An uploaded file could not be read.")
        return HttpResponse(
            _("The file cannot be read just now. Try again in a minute."),
            status=503,
            content_type="text/plain; charset=utf-8",
            headers={"Retry-After": "60", "Cache-Control": "no-store"},
        )
    if not file:
        raise Http404
    content_type = media.content_type_of(original)
    return FileResponse(
        file,
        content_type=content_type,
        as_attachment=content_type == "application/pdf",
        filename=media.download_name(original),
        headers=headers,
    )
