"""Beside each choice of a list stands how many rows the list has of it: the number is true."""

from random import Random
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import QueryDict

from agreements.filters import AgreementFilter
from agreements.filters import shown as shown_agreements
from news.filters import ArticleFilter
from news.filters import shown as shown_articles
from organisations.filters import OrganisationFilter
from organisations.filters import shown as shown_organisations
from publishing import offers

from .mixed_register import MixedRegister

LISTS = {
    "/agreements/": (AgreementFilter, lambda: shown_agreements().with_days()),
    "/organisations/": (
        OrganisationFilter,
        lambda: shown_organisations().with_agreement_count(),
    ),
    "/news/": (ArticleFilter, shown_articles),
}
YEARS = ["2019", "2021", "2024"]
CORE = range(2)
DRILL = range(2, 70)


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield MixedRegister(seed=1)
        transaction.set_rollback(True)


def filter_set(address, pairs, index=None):
    """`index`: one that was read before, so that it is not read for each count."""
    filterset_class, rows = LISTS[address]
    found = filterset_class(QueryDict(urlencode(pairs)), rows())
    if index:
        found.index = index
    assert found.is_valid(), found.errors
    return found


def random_pairs(address, seed):
    """Parameters of a list that a reader could have chosen by its form."""
    random = Random(f"{address} {seed}")  # noqa: S311 - not a secret
    offered = filter_set(address, [])
    pairs = []
    for group in offered.groups:
        if random.random() < 0.4:
            codes = [option.value for option in group.options]
            chosen = random.sample(codes, min(len(codes), random.randint(1, 3)))
            pairs += [(group.name, code) for code in chosen]
    if offered.has_years and random.random() < 0.4:
        first, last = sorted(random.choices(YEARS, k=2))
        pairs += random.choice([[("year_from", first)], [("year_to", last)]])
        pairs += [("year_to", last)] if pairs[-1][0] == "year_from" else []
    if "sort" in offered.filters and random.random() < 0.6:
        pairs.append(("sort", random.choice(list(offered.filters["sort"].orders))))
    return pairs


def assert_counts_are_true(address, pairs):
    """Each count is the length of the list with that value alone in its group, as SQL has it."""
    chosen = filter_set(address, pairs)
    for group in chosen.groups:
        others = [(name, code) for name, code in pairs if name != group.name]
        for option in group.options:
            alone = filter_set(address, [*others, (group.name, option.value)], chosen.index)
            assert option.count == alone.qs.count(), (pairs, group.name, option)


def assert_the_page_is_what_sql_finds(address, pairs):
    found = filter_set(address, pairs)
    keys = [row.pk for row in found.qs]

    assert found.found_rows.count() == len(keys)
    assert [row.pk for row in found.found_rows[:200]] == keys, pairs


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("seed", CORE)
def test_counts_equal_the_lists_that_they_promise(register, db, address, seed):
    pairs = random_pairs(address, seed)

    assert_counts_are_true(address, pairs)
    assert_the_page_is_what_sql_finds(address, pairs)


@pytest.mark.drill
@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("seed", DRILL)
def test_counts_equal_the_lists_for_every_mixture(register, db, address, seed):
    pairs = random_pairs(address, seed)

    assert_counts_are_true(address, pairs)
    assert_the_page_is_what_sql_finds(address, pairs)


@pytest.mark.parametrize("address", LISTS)
def test_a_reader_who_chooses_finds_as_many_as_was_said(register, db, client, address):
    page = client.get(address, {"country": "jp"})
    group = next(group for group in page.context["filter"].groups if group.name == "kind")

    assert group.options
    for option in group.options:
        chosen = client.get(address, {"country": "jp", "kind": option.value})
        assert chosen.context["page_obj"].paginator.count == option.count
        assert f"{option.count} of {page.context['total']}" in chosen.text


def test_a_choice_that_would_find_nothing_is_offered_only_where_all_choices_are_known(register, db):
    late = filter_set("/agreements/", [("year_from", "2024")])
    groups = {group.name: group for group in late.groups}

    assert min(option.count for option in groups["country"].options) > 0
    assert min(option.count for option in groups["status"].options) == 0


def test_what_is_chosen_stays_in_sight_though_nothing_has_it(register, db):
    groups = {group.name: group for group in filter_set("/agreements/", [("country", "fr")]).groups}

    [france] = [option for option in groups["country"].first if option.value == "fr"]
    assert (france.label, france.chosen, france.count) == ("France", True, 0)


def test_the_most_frequent_stand_first(register, db):
    [country] = [g for g in filter_set("/agreements/", []).groups if g.name == "country"]

    counts = [option.count for option in country.options]
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("most", [1, 3, 7])
def test_of_many_choices_the_first_are_offered_and_the_others_counted(
    register, db, monkeypatch, address, most
):
    for seed in CORE:
        pairs = random_pairs(address, seed)
        whole = filter_set(address, pairs)
        with monkeypatch.context() as patch:
            patch.setattr(offers, "MOST_OPTIONS", most)
            some = filter_set(address, pairs, whole.index)
            whole.index.totals.clear()
            groups = {group.name: group for group in some.groups}
        whole.index.totals.clear()
        for group in whole.groups:
            if not whole.filters[group.name].closed and not group.chosen:
                assert groups[group.name].options == group.options[:most]
                assert groups[group.name].left_out == max(0, len(group.options) - most)
