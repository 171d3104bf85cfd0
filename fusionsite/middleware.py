"""What every request and every answer has in common."""

from django.conf import settings
from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _

LONGEST_QUERY = 4096
MAINTENANCE_SECONDS = 300
FRAMED = "/embed/"
ADMIN, METHODS_OF_ADMIN = "/admin/", ("GET", "HEAD", "POST")
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def no_cookies_in_frames(get_response):
    """What other sites frame is the same for everybody: a cookie that comes along is not read."""

    def middleware(request):
        if request.path_info.startswith(FRAMED):
            request.META.pop("HTTP_COOKIE", None)
        return get_response(request)

    return middleware


def methods_of_the_admin(get_response):
    """Django's admin would answer any method as if it were GET: what it is sent is refused."""

    def middleware(request):
        if request.path_info.startswith(ADMIN) and request.method not in METHODS_OF_ADMIN:
            return HttpResponseNotAllowed(METHODS_OF_ADMIN)
        return get_response(request)

    return middleware


def readable_requests(get_response):
    """Refuse a NUL, which PostgreSQL cannot store, and an address without bound."""

    def middleware(request):
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path_info or "%00" in query or "\0" in query:
            return refused(request, _("The address holds a character that is not text."))
        if any("\0" in value for value in request.COOKIES.values()):
            return refused(request, _("A cookie holds a character that is not text."))
        length = request.headers.get("content-length") or "0"
        if not (length.isascii() and length.isdecimal()):
            return refused(request, _("The length of what was sent is not a number."))
        if len(query) > LONGEST_QUERY:
            return refused(request, _("The address is too long. Use fewer or shorter filters."))
        return get_response(request)

    return middleware


def refused(request, reason):
    return render(request, "400.html", {"reason": reason}, status=400)


def maintenance(get_response):
    """While MAINTENANCE is set, the public pages say so; editors go on working."""

    def middleware(request):
        if settings.MAINTENANCE and not request.path_info.startswith(ADMIN):
            response = render(request, "503.html", status=503)
            response.headers["Retry-After"] = str(MAINTENANCE_SECONDS)
            response.headers["Cache-Control"] = "no-store"
            return response
        return get_response(request)

    return middleware


def security_headers(get_response):
    """What every answer has, whoever gives it: where the host is a wrong one Django gives none."""
    headers = {
        "Permissions-Policy": PERMISSIONS_POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
    }

    def middleware(request):
        response = get_response(request)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    return middleware
