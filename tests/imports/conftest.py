"""The internet of the tests of publishing, for addresses that imports fetch."""

from tests.publishing.conftest import canary, network  # noqa: F401
