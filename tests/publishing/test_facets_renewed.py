"""An index that is renewed row by row says what one that is read whole would say."""

import random
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict

from agreements.filters import AgreementFilter
from agreements.models import Agreement
from news.filters import ArticleFilter
from organisations.filters import OrganisationFilter
from organisations.models import Organisation
from organisations.uniting import merge
from publishing import facet_changes, facets
from publishing.actions import publish_version, reinstate, unpublish, withdraw
from publishing.drafts import save_draft
from publishing.facet_index import FacetIndex
from publishing.models import Change, ChangeCount
from publishing.rights import Refused
from publishing.snapshots import take
from tests import factories
from tests.factories import make_agreement, make_article, make_organisation, make_theme
from tests.publishing.drafting import draft_of
from themes.models import Theme

pytestmark = pytest.mark.django_db(transaction=True)
LISTS = (AgreementFilter, OrganisationFilter, ArticleFilter)


def told_by(index, filterset_class):
    """All that pages are told, with keys in the place of numbers."""

    def keys(numbers):
        return [index.keys[number] for number in numbers]

    def codes(members):
        return {code: set(keys(numbers)) for code, numbers in members.items() if numbers}

    filterset = filterset_class(QueryDict(""), filterset_class.rows())
    assert filterset.is_valid()
    filterset.__dict__["index"] = index
    sort = filterset.filters["sort"]
    orders = [*sort.lasting, *sort.of_others, *sort.of_a_day]
    return {
        "all": set(keys(index.all)),
        "first": keys(index.first),
        "spans": {index.keys[number]: index.spans[number] for number in index.all},
        "dated": (set(keys(index.dated)), set(keys(index.undated))),
        "labels": {name: index.labels_of(name) for name in index.filters},
        "codes": {name: codes(members) for name, members in index.lasting.items()},
        "codes_of": {
            name: {index.keys[number]: set(index.codes_of(name)[number]) for number in index.all}
            for name in index.lasting
        },
        "members": {name: codes(filterset.filters[name].members()) for name in index.filters},
        "years": {
            years: set(keys(index.between_years(*years)))
            for years in ((2000, None), (None, 2010), (2005, 2015))
        },
        "orders": {code: keys(filterset.all_in_order(sort, code)) for code in orders},
    }


class Register:
    """Does at random what editors do."""

    def __init__(self, seed):
        self.chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
        self.themes = [make_theme(slug=f"theme-{number}") for number in range(3)]
        self.themes.append(make_theme(slug="part", parent=self.themes[0]))
        for _number in range(4):
            self.new_organisation()
        for _number in range(6):
            self.new_agreement()

    def some(self, model, most=1):
        found = list(model.objects.published().not_withdrawn().order_by("slug"))
        return self.chance.sample(found, min(most, len(found)))

    def day(self):
        return f"{self.chance.randint(1990, 2025)}-0{self.chance.randint(1, 9)}-11"

    def new_organisation(self):
        country = self.chance.choice(["GB", "JP", "US"])
        make_organisation(f"Laboratory {self.chance.random()}", country=country)

    def new_agreement(self):
        make_agreement(
            f"Pact {self.chance.random()}",
            parties=self.some(Organisation, 3),
            themes=self.chance.sample(self.themes, 1),
            kind=self.chance.choice(["treaty", "contract"]),
            signed=self.chance.choice([self.day(), None]),
        )

    def new_article(self):
        agreements, organisations = self.some(Agreement, 2), self.some(Organisation)
        article = make_article(agreements=agreements, date=self.day(), published=False)
        article.organisations.set(organisations)
        factories.published_or_not(article, published=True)

    def change(self, model, **fields):
        for record in self.some(model):
            publish_version(draft_of(record, **fields), by=None)

    def retitle(self):
        self.change(Agreement, title=f"Accord {self.chance.random()}")

    def another_kind(self):
        self.change(Agreement, kind=self.chance.choice(["treaty", "contract", "joint_venture"]))

    def move_organisation(self):
        self.change(Organisation, country=self.chance.choice(["GB", "JP", "FR"]))

    def rename_organisation(self):
        self.change(Organisation, name=f"Institute {self.chance.random()}")

    def move_address(self):
        self.change(Organisation, slug=f"address-{self.chance.randint(1, 10**9)}")

    def rename_theme(self):
        self.change(Theme, name=f"Theme {self.chance.random()}")

    def move_theme(self):
        draft = draft_of(self.themes[-1], parent=str(self.chance.choice(self.themes[:3]).pk))
        publish_version(draft, by=None)

    def other_parties(self):
        for agreement in self.some(Agreement):
            content = take(agreement)
            for row in content["children"]["parties"].values():
                row["organisation"] = str(make_organisation().pk)
            publish_version(save_draft(agreement, content, by=None, note="So it was."), by=None)

    def withdraw(self):
        for record in self.some(self.chance.choice([Agreement, Organisation])):
            withdraw(record, by=None, reason="It was wrong.")

    def reinstate(self):
        for record in Agreement.objects.filter(withdrawn_at__isnull=False)[:1]:
            reinstate(record, by=None, note="It was right.")

    def unpublish(self):
        for record in self.some(Agreement):
            unpublish(record, by=None, reason="It was never agreed.")

    def merge(self):
        if len(pair := self.some(Organisation, 2)) == 2:
            merge(*pair, by=None, note="They are one.")


MAKING = ["new_organisation", "new_agreement", "new_article"]
DEEDS = [
    # Twice as often as what takes records away.
    *(MAKING * 2),
    *("retitle", "another_kind", "move_organisation", "rename_organisation", "move_address"),
    *("rename_theme", "move_theme", "other_parties", "withdraw", "reinstate", "unpublish", "merge"),
]


def check(seed, deeds, read):
    """`read`: which lists were read whole. Gives how often an index was renewed."""
    register, renewed = Register(seed), 0
    for filterset_class in LISTS:
        told_by(facets.index_of(filterset_class), filterset_class)
    for _time in range(deeds):
        deed = register.chance.choice(DEEDS)
        with suppress(Refused, ValidationError):
            getattr(register, deed)()
        for filterset_class in LISTS:
            del read[:]
            index = facets.index_of(filterset_class)
            renewed += not read
            told, wanted = (
                told_by(each, filterset_class) for each in (index, FacetIndex(filterset_class))
            )
            for part in wanted:
                assert told[part] == wanted[part], (deed, filterset_class.__name__, part)
    return renewed


@pytest.fixture
def read(monkeypatch):
    """The lists that index_of() reads whole."""
    found = []

    def read_whole(filterset_class):
        found.append(filterset_class)
        return FacetIndex(filterset_class)

    monkeypatch.setattr(facets, "FacetIndex", read_whole)
    monkeypatch.setattr(facets, "MANY_ROWS", 0)
    return found


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(3))
def test_whatever_editors_do_an_index_says_what_one_read_whole_says(seed, read, counted):
    renewed = check(seed, 50, read)

    assert renewed > 75
    counted("lists compared after a change, renewed and read whole", renewed)


def test_an_index_is_renewed_and_not_read_whole(read):
    assert check(7, 2, read) >= 4


def test_where_much_has_changed_all_is_read(read, monkeypatch):
    monkeypatch.setattr(facet_changes, "MOST_ROWS", 2)
    organisation = make_organisation()
    for _number in range(3):
        make_agreement(parties=[organisation])
    facets.index_of(AgreementFilter)
    del read[:]
    publish_version(draft_of(organisation, country="JP"), by=None)

    assert len(facets.index_of(AgreementFilter).lasting["country"]["jp"]) == 3
    assert read == [AgreementFilter]


def test_a_change_that_was_committed_late_is_seen(read):
    make_agreement("First")
    later = Change.objects.latest("at")
    with transaction.atomic():
        Change.objects.filter(pk=later.pk).delete()
        ChangeCount.add(-1)
    facets.index_of(AgreementFilter)
    agreement = make_agreement("Second", kind="treaty")
    facets.index_of(AgreementFilter)
    Agreement.objects.filter(pk=agreement.pk).update(kind="contract")
    with transaction.atomic():
        later.save(force_insert=True)
        ChangeCount.add(1)

    assert "contract" in facets.index_of(AgreementFilter).lasting["kind"]


def test_what_few_rows_have_is_read_whole(read, monkeypatch):
    monkeypatch.setattr(facets, "MANY_ROWS", 2)
    make_agreement()
    facets.index_of(AgreementFilter)
    make_agreement()
    facets.index_of(AgreementFilter)
    assert read == [AgreementFilter] * 2

    make_agreement()
    assert len(facets.index_of(AgreementFilter)) == 3
    assert read == [AgreementFilter] * 2
