"""Answers that are sent again only when the register has told of something new.

https://www.rfc-editor.org/rfc/rfc9110#name-conditional-requests
"""

from hashlib import sha256

from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from publishing.facets import state_of_register


def unless_known(request, make_response):
    """What `make_response()` gives, or 304 where who asks has it as it still is.

    For answers that depend on their address and on what is public, and on no day of the calendar.
    """
    if getattr(request, "preview", None):
        return make_response()
    number, newest = state_of_register()
    told = f"{number} {newest} {request.build_absolute_uri()}"
    # Weak: a new release of the site may word the same facts otherwise.
    etag = f'W/"{sha256(told.encode()).hexdigest()[:32]}"'
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
