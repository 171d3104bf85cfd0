"""The public pages that are measured, and what a visit of each costs beside what was promised."""

import pytest
from django.test import Client

from bench import visits
from bench.pages import PAGES, STARTER, Promise, promise_of
from bench.visit_tables import Visit, Visits
from tests.factories import make_agreement, make_organisation


def visited(queries=6, slow=40.0, processor=18.0):
    milliseconds = [20.0] * 18 + [slow, slow]
    rounds = [processor, processor * 4, processor]
    costs = {"milliseconds": milliseconds, "processor": rounds, "of_database": [2.0, 2.0, 1.0]}
    costs |= {"loops": [2.0, 8.0, 4.5], "size": 61.2, "compressed": 8.4}
    return Visit("/news/", queries, Promise(60, 16), **costs)


@pytest.mark.parametrize(
    ("costs", "kept"), [({}, True), ({"slow": 60.1}, False), ({"queries": 17}, False)]
)
def test_a_page_keeps_its_promise_in_time_and_in_queries(costs, kept):
    assert visited(**costs).is_kept == kept


def test_each_size_of_register_and_the_api_have_promises_of_their_own():
    assert promise_of("/news/", STARTER) == Promise(60, 16)
    assert promise_of("/news/", 20_000) == Promise(150, 16)
    assert promise_of("/api/v1/agreements?limit=100", 20_000) == Promise(100, 10)
    assert promise_of("/news/", 100_000) is None
    assert promise_of("/map/", 20_000) is None


def test_the_table_has_a_row_for_each_page_with_its_growth():
    small = visited(processor=9.0)

    row = str(Visits("SQLite", [visited()], [small])).splitlines()[2]

    assert row == (
        "| `/news/` | 20 | 40 | 18.0 | 9.00 | 2.00 | 2.0 | 6 | 61 | 8 | 60 ms, 16 queries | ✓ |"
    )


def test_what_another_machine_would_measure_too_is_kept_as_ratios():
    ratios = Visits("SQLite", [visited()], [visited(processor=9.0)]).ratios()

    assert {name: round(each.value, 2) for name, each in ratios.items()} == {
        "SQLite: `/news/`, processor": 9.0,
        "SQLite: `/news/`, growth": 2.0,
        "SQLite: `/news/`, queries": 6,
    }


@pytest.mark.drill
@pytest.mark.django_db
def test_every_page_that_is_measured_answers():
    parties = [make_organisation(country="GB"), make_organisation(country="JP")]
    make_agreement(parties=parties)
    records = visits.newest_records()

    addresses = [address for address in PAGES if "theme=" not in address]
    queries = [visits.queries_of(Client(), address.format(**records)) for address in addresses]

    assert min(queries) > 0
