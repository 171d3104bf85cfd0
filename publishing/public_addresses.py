"""Which addresses of the internet are public: nothing inside, nothing that leads inside."""

from ipaddress import IPv4Network, IPv6Network, ip_address

# Beside those that Python calls private: relays, tunnels and benches, and the address at which
# one large host of servers answers its own machines (168.63.129.16).
REFUSED_OF_4 = [
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
]
# Only what is given out to networks of the internet: mapped, compatible and translated addresses
# (::ffff:0:0/96, ::/96, 64:ff9b::/96, 64:ff9b:1::/48) are outside, and so is all that is local.
GIVEN_OUT_OF_6 = IPv6Network("2000::/3")
REFUSED_OF_6 = [
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocols, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4: an address of version 4 inside
        "2620:4f:8000::/48",
        "3fff::/20",
    )
]


def is_public(text):
    """Whether an address such as 192.0.2.1 may be connected to; what is none may not."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if address.version == 4:
        return not any(address in network for network in REFUSED_OF_4)
    if address.scope_id or address not in GIVEN_OUT_OF_6:
        return False
    return not any(address in network for network in REFUSED_OF_6)
