"""From where a visitor comes: what the limits on tries count by."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings

# One visitor has a whole network of this size: single addresses would count for nothing.
IPV6_PREFIX = 64


def client_address(request):
    """The address that connected; behind the one trusted proxy, the last that it wrote down.

    What a visitor writes into X-Forwarded-For stands before that and is never looked at.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        forwarded = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        return counted_as(forwarded) or counted_as(address)
    return counted_as(address)


def counted_as(text):
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(IPv6Network((address, IPV6_PREFIX), strict=False).network_address)
    return str(getattr(address, "ipv4_mapped", None) or address)
