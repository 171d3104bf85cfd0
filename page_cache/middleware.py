"""What every answer says of whether it may be kept: https://www.rfc-editor.org/rfc/rfc9111"""

from django.conf import settings
from django.utils.cache import has_vary_header

from publishing.kept_pages import known_parameters

PRIVATE = "private, no-store"
# Kept by whoever likes, and asked for again each time: what is taken back is gone at once.
ASKED_EACH_TIME = "no-cache"


def cache_control(get_response):
    def middleware(request):
        response = get_response(request)
        control = response.headers.get("Cache-Control", "")
        if is_for_one_visitor(request, response):
            if "no-store" not in control:
                response.headers["Cache-Control"] = PRIVATE
        elif not control and is_public_page(request):
            response.headers["Cache-Control"] = ASKED_EACH_TIME
        return response

    return middleware


def is_for_one_visitor(request, response):
    return (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        or "Authorization" in request.headers
        or response.cookies
        or has_vary_header(response, "Cookie")
    )


def is_public_page(request):
    match = request.resolver_match
    return match is not None and known_parameters(match) is not None
