"""What the register wants otherwise than allauth: no sign-up, its own words, its own limits."""

import logging
import secrets
from base64 import b32encode, urlsafe_b64encode
from hashlib import sha256

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from .addresses import client_address
from .letters import tell_of_change

logger = logging.getLogger(__name__)

MESSAGES = {
    "account/messages/password_changed.txt": _("Your password was changed."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app was taken away."),
    "mfa/messages/webauthn_added.txt": _("The security key was added."),
    "mfa/messages/webauthn_removed.txt": _("The security key was taken away."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # One sentence for a name that is not there, a wrong password, an account put to rest.
        "username_password_mismatch": _(
            "That name and password do not open an account. Both are sensitive to capitals."
        ),
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your password."),
        "too_many_login_attempts": _("Too many tries. Wait a quarter of an hour."),
        "rate_limited": _("Too many tries. Wait a quarter of an hour."),
    }

    def is_open_for_signup(self, request):
        return False

    def is_ajax(self, request):
        """There are pages alone: nothing answers a script."""
        return False

    def is_safe_url(self, url):
        request = self.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def get_client_ip(self, request):
        return client_address(request) or ""

    def pre_authenticate(self, request, **credentials):
        """Wrong passwords are counted by axes, in the database, for all processes together."""

    def login(self, request, user):
        login(request, user, backend="accounts.backends.EditorBackend")

    def is_reauthentication_required(self, *, app, **options):
        """Who signed in a moment ago is not asked again."""
        age = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        now = timezone.now().timestamp()
        records = get_authentication_records(self.request, self.request.user)
        return not any(now - record["at"] < age for record in records)

    def get_password_change_redirect_url(self, request):
        return reverse("admin:index")

    def add_message(
        self,
        request,
        level,
        message_template=None,
        message_context=None,
        extra_tags="",
        message=None,
    ):
        if message := message or MESSAGES.get(message_template):
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        tell_of_change(user, template_prefix)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That code does not match. Each code works once, for half a minute."),
    }

    def get_public_key_credential_rp_entity(self):
        entity = super().get_public_key_credential_rp_entity()
        return {**entity, "name": settings.MFA_TOTP_ISSUER}

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Key %(number)s") % {"number": number}

    def encrypt(self, text):
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """What another SECRET_KEY wrote matches no code that anybody could know."""
        try:
            return cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.warning("A second factor was written under another SECRET_KEY.")
            return b32encode(secrets.token_bytes(20)).decode()


def cipher():
    """A copy of the database alone gives nobody's second factor away."""
    key = sha256(b"second factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(urlsafe_b64encode(key))
