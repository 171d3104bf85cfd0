"""Which addresses other sites may frame: all of them are asked."""

import pytest

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


def framed(client, address):
    response = client.get(address)
    by_policy = "frame-ancestors 'none'" not in response["Content-Security-Policy"]
    by_header = response.headers.get("X-Frame-Options") != "DENY"
    assert by_policy == by_header, address
    return by_policy


def test_embeds_may_be_framed_and_nothing_else(clients):
    addresses = {name: address_of(name) for name in TABLE if kind_of(name) is None}
    for kind, found in KINDS.items():
        record = record_in("published", found.make)
        addresses |= {name: address_of_record(name, record) for name in names_of_kind(kind)}

    for role in ("anonymous", "administrator"):
        may_be = {name for name, address in addresses.items() if framed(clients[role], address)}
        assert may_be == {name for name in TABLE if name.endswith("_embed")}
