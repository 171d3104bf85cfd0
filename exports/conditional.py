"""Answers that are sent again only when there is something new to tell.

https://www.rfc-editor.org/rfc/rfc9110#name-conditional-requests
"""

from datetime import datetime, time
from hashlib import sha256

from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from publishing.facets import state_of_register


def unless_known(request, make_response, *, today=None, form="", sources=None):
    """What `make_response()` gives, or 304 where who asks has it as it still is.

    It differs after every public change. `today`: where statuses are derived, which change at
    midnight; `form`: what the bytes follow from besides the register; `sources`: when one that
    readers see was changed last, where they are told: sources have no public changes.
    """
    if getattr(request, "preview", None):
        return make_response()
    number, changed = state_of_register()
    midnight = today and timezone.make_aware(datetime.combine(today, time()))
    newest = max(filter(None, (changed, midnight, sources)), default=None)
    told = (number, changed, today, sources, form, request.build_absolute_uri())
    # Weak: a new release of the site may word the same facts otherwise.
    etag = f'W/"{sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'
    moment = int(newest.timestamp()) if newest else None
    response = get_conditional_response(request, etag=etag, last_modified=moment)
    response = response or make_response()
    if response.status_code in (200, 304):
        response.headers["ETag"] = etag
        if moment is not None:
            response.headers["Last-Modified"] = http_date(moment)
        # Kept by whoever likes, and asked for again each time: what is taken back is gone at once.
        response.headers["Cache-Control"] = "no-cache"
    return response
