"""Whatever narrows a list: its files have the rows of all its pages, as many and in their order."""

import pytest
from django.db import transaction

from tests.fusionsite.mixed_register import MixedRegister
from tests.fusionsite.test_facet_counts import random_pairs

from .formats import FORMATS, on_the_page

SECTIONS = ("agreements", "organisations", "news")
# On an earlier day other rows are there, and the database orders them.
DAY = ("as_of", "2024-01-01")


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield MixedRegister(seed=7)
        transaction.set_rollback(True)


def assert_formats_agree(client, section, query):
    shown, count = on_the_page(client, section, query)

    assert len(shown) == count
    for name, slugs_of in FORMATS.items():
        assert slugs_of(client, section, query) == shown, (name, query)


@pytest.mark.drill
@pytest.mark.parametrize("section", SECTIONS)
def test_files_have_the_rows_of_the_list(register, db, client, section):
    assert_formats_agree(client, section, [])
    assert_formats_agree(client, section, [*random_pairs(f"/{section}/", 1), DAY])


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(100))
def test_files_have_the_rows_of_any_list(register, db, client, seed):
    section = SECTIONS[seed % 3]
    query = random_pairs(f"/{section}/", seed)

    assert_formats_agree(client, section, [*query, DAY] if seed % 5 == 0 else query)
