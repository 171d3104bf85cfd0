"""The internet of a test, as that of publishing."""

from tests.publishing.conftest import canary, network

__all__ = ["canary", "network"]
