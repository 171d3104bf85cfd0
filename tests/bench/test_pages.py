"""What a visit of a page costs, beside what was promised of it."""

import pytest

from bench import visits
from bench.pages import PAGES, Visit, promise_of, table
from tests.factories import make_agreement, make_organisation


def visited(**costs):
    usual = {"p50": 20.0, "p95": 40.0, "processor": 18.0, "queries": 6}
    return Visit("/news/", **{**usual, **costs}, most=60, most_queries=16)


@pytest.mark.parametrize(
    ("costs", "kept"), [({}, True), ({"p95": 60.1}, False), ({"queries": 17}, False)]
)
def test_a_page_keeps_its_promise_in_time_and_in_queries(costs, kept):
    assert visited(**costs).is_kept == kept


def test_a_list_of_the_api_has_a_promise_of_its_own():
    assert promise_of("/api/v1/agreements?limit=100", 150) == {"most": 100, "most_queries": 10}
    assert promise_of("/news/", 150) == {"most": 150, "most_queries": 16}
    assert promise_of("/api/v1/agreements/x", None) == {"most": None, "most_queries": None}


def test_the_table_has_a_row_for_each_page():
    assert table("SQLite", [visited()]).splitlines()[2] == (
        "| `/news/` | 20 | 40 | 18 | 6 | 60 ms, 16 queries | ✓ |"
    )


@pytest.mark.drill
@pytest.mark.django_db
def test_every_page_that_is_measured_answers(client, monkeypatch):
    monkeypatch.setattr(visits, "WARMING", 1)
    monkeypatch.setattr(visits, "TIMES", 2)
    monkeypatch.setattr(visits, "FEWEST_TIMES", 2)
    parties = [make_organisation(country="GB"), make_organisation(country="JP")]
    make_agreement(parties=parties)
    records = visits.newest_records()

    addresses = [address for address, _promised in PAGES if "theme=" not in address]
    costs = [visits.visit(client, address.format(**records)) for address in addresses]

    assert all(cost["queries"] > 0 and cost["p50"] <= cost["p95"] for cost in costs)
