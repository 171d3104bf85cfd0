import pytest

from organisations.models import Organisation
from publishing.bounded import Bounded
from tests.factories import make_organisation

pytestmark = pytest.mark.django_db


def test_a_list_stays_short_and_knows_what_it_leaves_out(django_assert_num_queries):
    for name in ("A", "B", "C"):
        make_organisation(name)

    with django_assert_num_queries(1):
        bounded = Bounded(Organisation.objects.in_name_order(), 2)

    assert [organisation.name for organisation in bounded] == ["A", "B"]
    assert (bounded.all, bounded.more, len(bounded)) == (3, 1, 2)


def test_an_empty_list_leaves_nothing_out():
    bounded = Bounded(Organisation.objects.in_name_order(), 2)

    assert (bounded.all, bounded.more, list(bounded)) == (0, 0, [])


def test_rows_that_were_counted_elsewhere_are_bounded_too():
    bounded = Bounded.counted([make_organisation("A")], 3)

    assert ([organisation.name for organisation in bounded], bounded.all) == (["A"], 3)
    assert bounded.more == 2
