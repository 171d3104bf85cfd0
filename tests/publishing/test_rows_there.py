"""Pages ask for no rows that a record does not have, and show each that it has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement
from organisations.models import Organisation
from publishing.rows_there import telling_rows
from tests.factories import (
    add_signatory,
    make_agreement,
    make_article,
    make_organisation,
    make_theme,
)

pytestmark = pytest.mark.django_db


def queries_of(client, address):
    # What a process keeps for all pages is read before.
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries]


def test_each_sort_of_relation_is_told():
    organisation = make_organisation("Culham", slug="culham")
    theme = make_theme(name="Magnets")
    full = make_agreement("Pact", slug="pact", parties=[organisation])
    full.themes.add(theme)
    make_article("Signed", slug="signed").agreements.add(full)
    make_agreement("Bare", slug="bare")
    relations = ("parties", "themes", "articles", "links")
    told = {
        record.slug: [getattr(record, f"has_{each}") for each in relations]
        for record in telling_rows(Agreement.objects.all(), *relations)
    }
    assert told == {"pact": [True, True, True, False], "bare": [True, False, False, False]}
    ours = Organisation.objects.filter(slug="culham")
    (found,) = telling_rows(ours, "parties", "parts", "agreements")
    assert (found.has_parties, found.has_parts, found.has_agreements) == (True, False, True)


def test_a_page_asks_nothing_about_rows_that_a_record_does_not_have(client):
    agreement = make_agreement("Pact", slug="pact", parties=[make_organisation("Culham")])
    bare = queries_of(client, "/agreements/pact/")
    add_signatory(agreement, name="Hiroshi Masuko")
    make_article("It was signed", slug="signed").agreements.add(agreement)
    full = queries_of(client, "/agreements/pact/")
    assert len(full) == len(bare) + 2
    assert not any('FROM "agreements_signatory" WHERE' in sql for sql in bare)
    page = client.get("/agreements/pact/").content.decode()
    assert "Hiroshi Masuko" in page
    assert "It was signed" in page


def test_relations_of_an_organisation_are_read_where_there_are_some(client):
    make_organisation("Alone", slug="alone")
    body = make_organisation("Cluster", slug="cluster")
    make_organisation("Part of it", slug="part", parent=body)
    alone = queries_of(client, "/organisations/alone/")
    related = queries_of(client, "/organisations/cluster/")
    assert len(alone) < len(related)
    assert not any('FROM "organisations_membership"' in sql for sql in alone if "UNION" in sql)
    assert "Part of it" in client.get("/organisations/cluster/").content.decode()
