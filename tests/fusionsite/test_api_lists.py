"""Whatever is chosen, the API has the rows of the list, in its order, over all of its pages."""

from random import Random
from urllib.parse import urlencode

import pytest
from django.db import transaction

from .api_reading import slugs
from .mixed_register import MixedRegister
from .test_facet_counts import LISTS, filter_set, random_pairs

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

SECTIONS = {"/agreements/": "agreements", "/organisations/": "organisations", "/news/": "articles"}


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield MixedRegister(seed=3)
        transaction.set_rollback(True)


@pytest.mark.parametrize("seed", range(34))
@pytest.mark.parametrize("address", LISTS)
def test_the_api_has_the_rows_of_the_list(register, client, address, seed):
    pairs = random_pairs(address, seed)
    found = filter_set(address, pairs)

    assert slugs(client, SECTIONS[address], urlencode(pairs)) == [row.slug for row in found.qs]


@pytest.mark.parametrize("seed", range(6))
def test_on_an_earlier_day_too_where_the_database_knows_the_order(register, client, seed):
    random = Random(seed)  # noqa: S311 - not a secret
    day = f"{random.randint(2015, 2025)}-0{random.randint(1, 9)}-15"
    for address, section in SECTIONS.items():
        for sort in filter_set(address, []).filters["sort"].orders:
            query = f"as_of={day}&sort={sort}"
            page = client.get(f"{address}?{query}")
            listed, shown = slugs(client, section, query), page.context["page_obj"]
            assert len(listed) == len(set(listed)) == shown.paginator.count
            assert listed[: len(shown)] == [row.slug for row in shown]
