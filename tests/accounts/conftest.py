import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_tries_yet():
    """What other tests tried from this address does not count."""
    cache.clear()


@pytest.fixture
def production(settings):
    settings.SECOND_FACTOR_REQUIRED = True
