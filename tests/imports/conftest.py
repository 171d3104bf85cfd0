"""The internet of the tests of publishing, for addresses that imports fetch; editors who import."""

from tests.publishing.conftest import canary, network  # noqa: F401

from .importing import author, importer, publisher  # noqa: F401
