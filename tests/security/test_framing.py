"""Which addresses other sites may frame: all of them are asked."""

import pytest

from publishing.applying import rolled_back

from .access_table import TABLE
from .test_access import (
    KINDS,
    address_of,
    address_of_record,
    clients,
    kind_of,
    names_of_kind,
    record_in,
)

__all__ = ["clients"]

pytestmark = [pytest.mark.django_db, pytest.mark.drill]
ROLES = ("anonymous", "administrator")


def may_be_framed(client, address):
    response = client.get(address)
    by_policy = "frame-ancestors 'none'" not in response["Content-Security-Policy"]
    by_header = response.headers.get("X-Frame-Options") != "DENY"
    assert by_policy == by_header, address
    return by_policy


def framed_by(clients, name, address):
    return {(role, name) for role in ROLES if may_be_framed(clients[role], address)}


def test_embeds_may_be_framed_and_nothing_else(clients):
    found = set()
    for name in TABLE:
        if kind_of(name) is None:
            with rolled_back():
                found |= framed_by(clients, name, address_of(name))
    for kind, (make, *_prefixes) in KINDS.items():
        record = record_in("published", make)
        for name in names_of_kind(kind):
            found |= framed_by(clients, name, address_of_record(name, record))

    embeds = [name for name in TABLE if name.endswith("_embed")]
    assert len(embeds) == 4
    assert found == {(role, name) for role in ROLES for name in embeds}
