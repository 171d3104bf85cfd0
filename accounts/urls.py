"""The door of the admin. Signing in and the password take the place of the admin's own pages.

The names are those by which allauth finds them; what is not here of allauth does not exist.
"""

from allauth.account import views
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as key
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView

from .views import AddKey, SetUpApp


def anybody(address, view, name):
    return path(address, never_cache(view), name=name)


def editors(address, view, name):
    return path(address, never_cache(login_required(view)), name=name)


# The picture of the secret is part of the page.
with_picture = csp_update({"img-src": "data:"})

urlpatterns = [
    anybody("login/", views.login, "account_login"),
    anybody("login/code/", factor.authenticate, "mfa_authenticate"),
    anybody("login/leave/", require_POST(views.logout), "account_logout"),
    anybody("lost-password/", views.password_reset, "account_reset_password"),
    anybody("lost-password/sent/", views.password_reset_done, "account_reset_password_done"),
    anybody(
        "lost-password/done/",
        views.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    anybody(
        "lost-password/<slug:uidb36>/<slug:key>/",
        views.password_reset_from_key,
        "account_reset_password_from_key",
    ),
    editors("password_change/", views.password_change, "account_change_password"),
    # Who has no password gets one by a letter.
    editors(
        "password_change/first/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        "account_set_password",
    ),
    editors("confirm/", views.reauthenticate, "account_reauthenticate"),
    editors("confirm/code/", factor.reauthenticate, "mfa_reauthenticate"),
    editors("confirm/key/", key.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    editors("second-factor/", factor.index, "mfa_index"),
    editors("second-factor/app/", with_picture(SetUpApp.as_view()), "mfa_activate_totp"),
    editors("second-factor/app/remove/", app.deactivate_totp, "mfa_deactivate_totp"),
    editors("second-factor/key/", AddKey.as_view(), "mfa_add_webauthn"),
    editors("second-factor/key/<int:pk>/remove/", key.remove_webauthn, "mfa_remove_webauthn"),
    # The keys are listed with the other factors.
    editors(
        "second-factor/keys/", RedirectView.as_view(pattern_name="mfa_index"), "mfa_list_webauthn"
    ),
    editors(
        "second-factor/recovery-codes/",
        recovery_codes.view_recovery_codes,
        "mfa_view_recovery_codes",
    ),
    editors(
        "second-factor/recovery-codes/new/",
        recovery_codes.generate_recovery_codes,
        "mfa_generate_recovery_codes",
    ),
]
