"""Who sends a form, without keeping who it is: for limits alone."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

# Whoever has one address of IPv6 has all of its network.
IPV6_NETWORK = 64


def sender_of(request, at):
    """A keyed hash of the visitor's network address and the day.

    It tells the same visitor again on the same day. Without the site's secret nobody can try
    addresses against it, and those of two days cannot be held together.
    """
    salt = f"publishing.sender.{localdate(at).isoformat()}"
    return salted_hmac(salt, network_of(address_of(request)), algorithm="sha256").hexdigest()


def address_of(request):
    """The address that connected; behind the trusted proxy, the one that the proxy saw."""
    if settings.BEHIND_PROXY:
        # A visitor can send this header too: only what the proxy added, the last, is true.
        seen = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        if seen:
            return seen
    return request.META.get("REMOTE_ADDR", "")


def network_of(address):
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 6 and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.version == 6:
        return str(ip_network((found, IPV6_NETWORK), strict=False))
    return str(found)
