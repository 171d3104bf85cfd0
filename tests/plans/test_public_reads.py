"""What databases do for the public pages of a register of 100,000 records."""

import json

import pytest
from django.db.models.functions import Length

from agreements.models import Agreement, Event
from tests.factories import make_agreement
from tests.plain_client import PlainClient
from tests.security.access_table import PUBLIC

from .addresses import NOT_VISITED, addresses
from .exceptions import reason_for
from .reading import Fault, faults, large_tables, queries_read
from .register import LargeRegister

RECORDS = 100_000
AGREEMENTS = {Agreement._meta.db_table}
READ_WHOLE = Fault(Agreement._meta.db_table, "read whole")
# The indexes of the lists are read whole once, and each of their orders: then by pieces.
KEPT = [
    *("/agreements/", "/agreements/?sort=title", "/agreements/?sort=date"),
    *("/agreements/?sort=next-date", "/organisations/", "/organisations/?sort=-agreements"),
    *("/news/", "/agreements.atom", "/organisations.atom", "/news.atom"),
]
at_work = pytest.mark.django_db(transaction=True)


@pytest.mark.drill
@at_work
def test_no_public_page_reads_or_sorts_a_large_table_whole(counted):
    asked = addresses(LargeRegister(RECORDS))
    assert asked.keys() | NOT_VISITED.keys() == PUBLIC.keys()

    paths = [path for of_name in asked.values() for path in of_name]
    wrong, judged = faults_at(paths)

    counted("public queries whose plans were read", judged)
    assert wrong == [], "\n".join(" ".join(map(str, each)) for each in wrong)


def faults_at(paths):
    """([(path, fault, query)], how many queries were looked at); each sort of query once."""
    client, large, wrong, seen = PlainClient(), large_tables(), [], set()
    for path in KEPT:
        client.get(path)
    for path in with_next_pages(client, paths):
        status, queries = visited(client, path)
        wrong += [] if status in (200, 301, 302) else [(path, status)]
        for query in queries:
            if query.shape not in seen:
                seen.add(query.shape)
                found = faults(query, large)
                wrong += [
                    (path, f, query.sql) for f in found if not reason_for(path, f.table, query.sql)
                ]
    return wrong, len(seen)


def with_next_pages(client, paths):
    """Each path; of a list of the API the next page as well."""
    for path in paths:
        yield path
        if path.startswith("/api/v1/") and (following := next_page(client, path)):
            yield following


def next_page(client, path):
    address = json.loads(client.get(path).content).get("next")
    return address and address[address.index("/api/") :]


def visited(client, path):
    """(status, the queries that were asked for it)"""
    with queries_read() as queries:
        response = client.get(path)
        if response.streaming:
            list(response.streaming_content)
    return response.status_code, queries


def queries_of(*rows):
    with queries_read() as queries:
        for each in rows:
            list(each)
    return queries


@pytest.mark.django_db
def test_a_query_that_reads_a_table_whole_is_caught():
    make_agreement()

    (query,) = queries_of(Agreement.objects.filter(summary="No index has it."))

    assert faults(query, AGREEMENTS) == [READ_WHOLE]


@pytest.mark.django_db
def test_a_query_that_sorts_a_table_whole_is_caught():
    make_agreement()

    in_no_order, with_a_limit = queries_of(
        Agreement.objects.order_by("summary"), Agreement.objects.order_by(Length("summary"))[:10]
    )

    assert faults(in_no_order, AGREEMENTS)
    assert faults(with_a_limit, AGREEMENTS)


@pytest.mark.django_db
def test_a_query_within_another_is_caught_under_its_other_name():
    make_agreement()
    without = Agreement.objects.filter(summary="No index has it.").values("pk")

    (query,) = queries_of(Event.objects.filter(agreement__in=without))

    assert READ_WHOLE in faults(query, AGREEMENTS)


@pytest.mark.django_db
def test_what_an_index_finds_is_no_fault():
    agreement = make_agreement()

    (query,) = queries_of(Agreement.objects.filter(pk=agreement.pk))

    assert faults(query, {"publishing_change"}) == []
