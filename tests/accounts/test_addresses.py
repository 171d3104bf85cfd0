"""Where a visitor comes from, and what a visitor cannot make up."""

import pytest
from django.test import RequestFactory

from accounts.addresses import client_address


def seen(remote, forwarded=None):
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("192.0.2.1", None, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", None, "192.0.2.1"),
        ("", "198.51.100.7", None),
    ],
)
def test_without_a_proxy_it_is_who_connected(settings, remote, forwarded, address):
    settings.BEHIND_PROXY = False
    assert seen(remote, forwarded) == address


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("203.0.113.9,2001:db8::1", "2001:db8::"),
        ("203.0.113.9, unknown", "192.0.2.1"),
        ("", "192.0.2.1"),
        (None, "192.0.2.1"),
    ],
)
def test_behind_the_proxy_it_is_what_the_proxy_wrote(settings, forwarded, address):
    settings.BEHIND_PROXY = True
    assert seen("192.0.2.1", forwarded) == address
