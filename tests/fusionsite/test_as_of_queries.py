"""The register as it stood on a day asks the database as often, however much it holds.

As a server does, each visit finds the indexes of the lists kept by the one before.
"""

import pytest

from agreements.models import Agreement
from organisations.models import Membership, Name, Organisation
from tests.factories import add_link, make_agreement, make_article, make_organisation

from .test_as_of import DAY, LISTS, RECORDS, make_register, public

MOST_QUERIES = 23


def grow(number):
    """As many more of everything that the pages of the ministry and of the pact print."""
    ministry = Organisation.objects.get(slug="ministry")
    pact = Agreement.objects.get(slug="old-pact")
    for _number in range(number):
        other = public(make_organisation(country="JP", published=False))
        Name.objects.create(organisation=other, kind="former", name="Old", held_until="2025")
        parties = [ministry, other, Organisation.objects.get(slug="energy")]
        more = make_agreement(parties=parties, signed="2020", published=False)
        add_link(public(more), "builds_on", pact)
        add_link(pact, "refers_to", more)
        article = public(make_article(date="2020", published=False))
        article.agreements.add(pact)
        article.organisations.add(ministry)
        Membership.objects.create(organisation=ministry, body=other)


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    make_register()
    counts = {}
    for number in (2, 8):
        grow(number)
        for address in (*LISTS, "/countries/jp/", "/countries/gb/", *RECORDS):
            client.get(f"{address}?as_of={DAY}")
            with django_assert_max_num_queries(counts.get(address, MOST_QUERIES)) as queries:
                assert client.get(f"{address}?as_of={DAY}").status_code == 200
            counts[address] = len(queries.captured_queries)
