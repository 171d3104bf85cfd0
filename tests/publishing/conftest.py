import pytest

from publishing import network as real

from .canary import Canary, Network


@pytest.fixture
def canary():
    server = Canary()
    yield server
    server.close()


@pytest.fixture
def network(canary, monkeypatch):
    """The internet of a test: all public addresses lead to the canary."""
    found = Network(canary)
    monkeypatch.setattr(real, "resolve", found.resolve)
    monkeypatch.setattr(real, "connect", found.connect)
    return found
