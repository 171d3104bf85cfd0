"""Lists as feeds: all pages of one have the rows of the list."""

from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from exports import list_feeds
from tests.feeds import entries_of, link_of, read_feed, slug_of

from .mixed_register import MixedRegister
from .test_facet_counts import filter_set, random_pairs

pytestmark = pytest.mark.django_db
SECTIONS = ("agreements", "organisations", "news")
CORE, DRILL = range(2), range(2, 70)


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield MixedRegister(seed=7, agreements=30, articles=20)
        transaction.set_rollback(True)


def assert_the_feed_has_the_rows(client, section, pairs):
    query = f"?{urlencode(pairs)}" if pairs else ""
    page = client.get(f"/{section}/{query}")

    entries = entries_of(client, f"/{section}.atom{query}")

    rows = filter_set(f"/{section}/", pairs).found_rows
    assert len(entries) == page.context["page_obj"].paginator.count
    assert sorted(map(slug_of, entries)) == sorted(row.slug for row in rows[: len(rows)])


@pytest.mark.drill
@pytest.mark.parametrize("section", SECTIONS)
def test_all_pages_of_a_feed_have_the_rows_of_the_list(register, client, monkeypatch, section):
    monkeypatch.setattr(list_feeds, "ENTRIES", 7)
    for seed in CORE:
        pairs = random_pairs(f"/{section}/", seed) if seed else []
        assert_the_feed_has_the_rows(client, section, pairs)


@pytest.mark.drill
@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("seed", DRILL)
def test_so_they_have_for_every_mixture(register, client, monkeypatch, section, seed):
    monkeypatch.setattr(list_feeds, "ENTRIES", 7)
    assert_the_feed_has_the_rows(client, section, random_pairs(f"/{section}/", seed))


def test_a_feed_leads_through_its_pages_and_counts_them(register, client, monkeypatch):
    monkeypatch.setattr(list_feeds, "ENTRIES", 7)
    count = client.get("/news/").context["page_obj"].paginator.count
    last = -(-count // 7)

    feed = read_feed(client.get("/news.atom?page=2&sort=-date")).feed

    pages = {name: link_of(feed, name) for name in ("self", "first", "previous", "next", "last")}
    site = "http://testserver" if "testserver" in pages["self"] else pages["self"].split("/news")[0]
    assert pages["self"] == f"{site}/news.atom?page=2"
    assert pages["first"] == pages["previous"] == feed.id == f"{site}/news.atom"
    assert pages["last"] == f"{site}/news.atom?page={last}"
    assert (feed.opensearch_totalresults, feed.opensearch_startindex) == (str(count), "8")
    for page in (0, last + 1, "x", "9" * 30):
        assert client.get(f"/news.atom?page={page}").status_code == 404


@pytest.mark.parametrize("section", SECTIONS)
def test_a_feed_asks_as_often_for_many_rows_as_for_few(register, client, monkeypatch, section):
    def queries(entries):
        monkeypatch.setattr(list_feeds, "ENTRIES", entries)
        with CaptureQueriesContext(connection) as captured:
            assert len(read_feed(client.get(f"/{section}.atom")).entries) >= min(entries, 10)
        return len(captured)

    assert queries(50) == queries(2)
