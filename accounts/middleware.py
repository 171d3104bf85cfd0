"""Who must have a second factor goes nowhere without one."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse

from .second_factor import has_second_factor, was_shown

# Where a factor is set up, and the way out.
OPEN = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "admin:logout",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
}


class SecondFactorRequired:
    """In the admin such a person is led to the page where one is set up.

    Elsewhere they read what every visitor reads. A session that was opened with the password
    alone, before there was a factor, ends.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            # Nobody is signed in; an answer to a reader stays the same for all readers.
            return None
        user = request.user
        if not user.is_authenticated or not user.must_have_second_factor:
            return None
        if was_shown(request):
            return None
        if not has_second_factor(user):
            return self.lead_to_set_up(request)
        logout(request)
        return redirect_to_login(request.get_full_path()) if in_admin(request) else None

    def lead_to_set_up(self, request):
        if request.resolver_match.view_name in OPEN:
            return None
        if in_admin(request):
            return redirect("mfa_index")
        request.user = AnonymousUser()
        return None


def in_admin(request):
    return request.path_info.startswith(reverse("admin:index"))
