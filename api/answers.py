"""Answers in JSON: told apart by what they hold, and open to the pages of others."""

from hashlib import sha256

from django.http import HttpResponse
from django.utils.cache import get_conditional_response

CONTENT_TYPE = "application/json"
EXPOSED = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
METHODS = "GET, HEAD, OPTIONS"
PREFLIGHT_SECONDS = 86400


def answer(request, text, *, links=None):
    """The HttpResponse with a JSON text, or 304 where the asker has just that already.

    `links`: {relation: address}, as https://www.rfc-editor.org/rfc/rfc8288 has them.
    """
    response = HttpResponse(text, CONTENT_TYPE)
    # Kept by whoever likes, and asked after before it is used: what is published shows at once.
    response.headers["Cache-Control"] = "public, no-cache"
    # Programs find it; in a list of results a page for people is better.
    response.headers["X-Robots-Tag"] = "noindex"
    if links:
        pairs = [f'<{address}>; rel="{relation}"' for relation, address in links.items()]
        response.headers["Link"] = ", ".join(pairs)
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    return opened(get_conditional_response(request, etag=etag, response=response))


def opened(response):
    """Scripts of any site may read it, as a visitor who has no account.

    That is asked for by CORS, which no Cross-Origin-Resource-Policy hinders:
    https://fetch.spec.whatwg.org/#http-cors-protocol
    """
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    return response


def options():
    """What a browser is told before it asks on behalf of a page."""
    response = HttpResponse(status=204)
    del response.headers["Content-Type"]
    response.headers["Allow"] = METHODS
    response.headers["Access-Control-Allow-Methods"] = METHODS
    response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
    response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
    return opened(response)
