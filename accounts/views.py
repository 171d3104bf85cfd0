from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.shortcuts import render

from .second_factor import note_in_session

REST_SECONDS = 15 * 60


def too_many_tries(request, *details):
    """What allauth and axes show alike to who tried too often: nothing about the account."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = REST_SECONDS
    response.headers["Cache-Control"] = "no-store"
    return response


class Noted:
    """Who sets a factor up has shown it."""

    def form_valid(self, form):
        response = super().form_valid(form)
        note_in_session(self.request, self.request.user)
        return response


class SetUpApp(Noted, ActivateTOTPView):
    pass


class AddKey(Noted, AddWebAuthnView):
    pass
