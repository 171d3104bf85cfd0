"""Who sends a form, without keeping who it is: for limits alone."""

from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from accounts.addresses import client_address


def sender_of(request, at):
    """A keyed hash of the visitor's network address and the day.

    It tells the same visitor again on the same day. Without the site's secret nobody can try
    addresses against it, and those of two days cannot be held together.
    """
    salt = f"publishing.sender.{localdate(at).isoformat()}"
    address = client_address(request) or "unknown"
    return salted_hmac(salt, address, algorithm="sha256").hexdigest()
