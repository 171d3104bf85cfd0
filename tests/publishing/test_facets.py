"""The index behind the counts of a list: as new as the newest public change, in every process."""

import gc
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import django_filters
import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone

from agreements.filters import AgreementFilter, shown
from agreements.models import Agreement
from publishing.actions import publish, publish_together, unpublish, withdraw
from publishing.facets import index_of, state_of_register
from publishing.history import tell
from publishing.models import Change
from publishing.public_lists import SortFilter
from tests.factories import make_agreement, make_article, make_organisation, make_page

LIST = "/agreements/"
at_work = pytest.mark.django_db(transaction=True)


def kinds_in(client, query=""):
    """{label: count} of the kinds that the list offers."""
    groups = client.get(f"{LIST}{query}").context["filter"].groups
    return {str(o.label): o.count for g in groups if g.name == "kind" for o in g.options}


@pytest.mark.drill
@at_work
def test_what_an_index_keeps_is_passed_over_when_garbage_is_collected(client, monkeypatch):
    monkeypatch.setattr("publishing.facets._kept", {})
    gc.unfreeze()
    make_agreement("Treaty", kind="treaty")

    assert kinds_in(client) == {"Treaty": 1}

    assert gc.get_freeze_count() > 0


@at_work
def test_every_public_change_is_counted_at_once(client):
    assert kinds_in(client) == {}
    treaty = make_agreement("Treaty", kind="treaty")
    contract = make_agreement("Contract", kind="contract")
    assert kinds_in(client) == {"Treaty": 1, "Contract": 1}

    treaty.kind = "contract"
    treaty.save()
    publish(treaty, by=None, note="It is a contract.")
    assert kinds_in(client) == {"Contract": 2}

    withdraw(treaty, by=None, reason="It was wrong.")
    assert kinds_in(client) == {"Contract": 1}
    unpublish(contract, by=None, reason="It was never agreed.")
    assert kinds_in(client) == {}


@at_work
def test_a_list_that_nothing_changed_is_counted_without_asking_again(
    client, django_assert_max_num_queries
):
    for _number in range(12):
        make_agreement(parties=[make_organisation(), make_organisation(country="JP")])
    client.get(LIST)

    for query in ("", "?country=jp&status=signed&year_from=2020", "?kind=treaty"):
        with django_assert_max_num_queries(6):
            client.get(f"{LIST}{query}")


@at_work
def test_what_is_published_for_tomorrow_counts_from_tomorrow_on(client, time_machine):
    agreement = make_agreement("Later", kind="treaty", published=False)
    publish(agreement, by=None, at=timezone.now() + timedelta(days=1))
    assert kinds_in(client) == {}

    time_machine.move_to(timezone.now() + timedelta(days=2))
    assert kinds_in(client) == {"Treaty": 1}


@at_work
def test_what_a_transaction_takes_back_was_never_counted(client):
    make_agreement("Public", kind="treaty")
    with transaction.atomic():
        Agreement.objects.update(kind="contract")
        assert kinds_in(client) == {"Contract": 1}
        transaction.set_rollback(True)

    assert kinds_in(client) == {"Treaty": 1}


@at_work
def test_a_row_that_is_public_no_longer_is_not_shown_though_the_index_has_it(client):
    hidden = make_agreement("Hidden at once")
    make_agreement("Shown")
    client.get(LIST)
    Agreement.objects.filter(pk=hidden.pk).update(published_at=None)

    assert "Hidden at once" not in client.get(LIST).text


@pytest.mark.django_db
def test_drafts_and_withdrawn_records_are_in_no_count(client):
    make_agreement(kind="treaty", parties=[make_organisation(country="JP")], published=False)
    withdraw(make_agreement(kind="treaty"), by=None, reason="It was wrong.")
    make_agreement(kind="contract")

    page = client.get(LIST)

    assert kinds_in(client) == {"Contract": 1}
    assert "Japan" not in page.text
    assert "1 record" in page.text


class Searched(AgreementFilter):
    """With a filter and an order of which the index knows nothing."""

    q = django_filters.CharFilter(field_name="title", lookup_expr="icontains")
    sort = SortFilter({"-date": ("Newest", "newest_first"), "title": ("Title", "in_title_order")})


def searched(query):
    found = Searched(QueryDict(query), shown().with_days())
    assert found.is_valid()
    return found


@pytest.mark.django_db
def test_a_filter_of_any_sort_narrows_every_count():
    make_agreement("Magnets B", kind="treaty")
    make_agreement("Magnets A", kind="contract", signed="2020")
    make_agreement("Tritium", kind="treaty")

    found = searched("q=magnets&kind=treaty")

    [kinds] = [group for group in found.groups if group.name == "kind"]
    assert {option.value: option.count for option in kinds.options} == {"treaty": 1, "contract": 1}
    assert [agreement.title for agreement in found.found_rows[:5]] == ["Magnets B"]


@pytest.mark.django_db
def test_an_order_of_any_sort_orders_the_rows():
    make_agreement("Magnets B", signed="2024")
    make_agreement("Magnets A", signed="2020")
    make_agreement("Tritium")

    titles = [agreement.title for agreement in searched("q=magnets&sort=title").found_rows[:5]]

    assert titles == ["Magnets A", "Magnets B"]


@pytest.mark.django_db
def test_only_a_few_days_of_statuses_are_kept():
    make_agreement(signed="2020-06-01")
    index = index_of(AgreementFilter)
    days = [timezone.localdate() - timedelta(days=number) for number in range(20)]

    assert all(index.members("status", day) == {"signed": index.all} for day in days)
    assert len(index.days) == 8


@pytest.mark.django_db
def test_a_long_list_of_choices_is_folded_after_the_most_frequent(client):
    busiest = make_organisation("Zeta")
    others = [make_organisation(f"Laboratory {number}") for number in range(14)]
    make_agreement(parties=[busiest, *others])
    make_agreement(parties=[busiest])

    page = client.get(LIST)

    [group] = [g for g in page.context["filter"].groups if g.name == "organisation"]
    assert (group.first[0].label, group.first[0].count) == ("Zeta", 2)
    assert (len(group.first), len(group.further)) == (8, 7)
    assert "Show all 15" in page.text


@pytest.mark.django_db
def test_what_is_chosen_stands_above_the_fold(client):
    others = [make_organisation(f"Laboratory {number:02}") for number in range(14)]
    make_agreement(parties=others)

    page = client.get(f"{LIST}?organisation=laboratory-13")

    [group] = [g for g in page.context["filter"].groups if g.name == "organisation"]
    assert [option.label for option in group.first if option.chosen] == ["Laboratory 13"]
    assert group.chosen == 1


@pytest.mark.django_db
def test_a_change_that_is_told_late_under_an_early_date_is_noticed():
    make_agreement()
    before = state_of_register()

    article = make_article(published=False)
    publish(article, by=None, at=timezone.now() - timedelta(days=400))

    number, newest = state_of_register()
    assert (number, newest) == (before[0] + 1, before[1])


@pytest.mark.django_db
def test_the_moment_of_a_change_that_was_planned_is_noticed(time_machine):
    agreement = make_agreement()
    tomorrow = timezone.now() + timedelta(days=1)
    tell(agreement, Change.Kind.CHANGED, by=None, at=tomorrow, note="It has a new title.")
    before = state_of_register()

    time_machine.move_to(tomorrow + timedelta(minutes=1), tick=False)

    assert state_of_register() == (before[0] + 1, tomorrow)


@pytest.mark.django_db
def test_every_change_is_counted_those_that_are_written_together_too():
    make_agreement()
    publish_together([make_agreement(published=False), make_article(published=False)], by=None)

    assert state_of_register()[0] == Change.objects.count()


@pytest.mark.drill
@at_work
def test_publications_at_the_same_time_count_without_waiting_for_one_another():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer.")
    first = make_agreement(published=False)
    before = state_of_register()[0]
    with transaction.atomic():
        publish(first, by=None)
        with ThreadPoolExecutor() as others:
            others.submit(publish_one_more).result(timeout=20)

    # The page was published and withdrawn.
    assert state_of_register()[0] == before + 3


def publish_one_more():
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")
    try:
        withdraw(make_page(), by=None, reason="It ends.")
    finally:
        connection.close()
