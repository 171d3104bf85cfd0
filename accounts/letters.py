"""Letters to a person about their own account."""

import logging
from threading import Thread

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

logger = logging.getLogger(__name__)

# By the names under which allauth tells of them.
CHANGES = {
    "account/email/password_changed": gettext_lazy("Your password was changed."),
    "account/email/password_reset": gettext_lazy("Your password was set anew by a letter."),
    "mfa/email/totp_activated": gettext_lazy("An authenticator app was set up for your account."),
    "mfa/email/totp_deactivated": gettext_lazy("Your authenticator app was taken away."),
    "mfa/email/webauthn_added": gettext_lazy("A security key was added to your account."),
    "mfa/email/webauthn_removed": gettext_lazy("A security key was taken away."),
    "mfa/email/recovery_codes_generated": gettext_lazy(
        "You have new recovery codes. The old ones no longer work."
    ),
    "second_factor_reset": gettext_lazy(
        "Your second factor was reset: at your next sign-in the password is enough. "
        "Please set up a new one."
    ),
    "password_set": gettext_lazy("An administrator has set your password, or taken it away."),
}


def tell_of_change(user, change):
    """What was done with the account, in case it was somebody else."""
    if user.email:
        text = _(
            "%(change)s\n\n"
            "If that was not you, or not asked for by you, tell an administrator of the register "
            "at once.\n\n%(site)s"
        ) % {"change": CHANGES[change], "site": settings.SITE_URL + reverse("admin:index")}
        letter = EmailMessage(_("Your account in the register"), text, to=[user.email])
        transaction.on_commit(lambda: send_later(letter))


def lost_password(user, token):
    """The letter by which somebody sets a new password."""
    address = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), token])
    text = _(
        "Somebody, probably you, asked for a new password for %(name)s. "
        "Open this page within two hours to choose one:\n\n%(address)s\n\n"
        "If it was not you, nothing has to be done."
    ) % {"name": user.get_username(), "address": settings.SITE_URL + address}
    return EmailMessage(_("A new password for the register"), text, to=[user.email])


def send_later(letter):
    """In a thread: how long an answer takes does not tell whether a letter was sent."""
    Thread(target=deliver, args=[letter], name="letter").start()


def deliver(letter):
    """A mail server that is down stops nobody."""
    try:
        letter.send()
    except OSError:
        logger.exception("A letter about an account could not be sent.")
