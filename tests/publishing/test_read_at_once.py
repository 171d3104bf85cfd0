"""Threads of one process read lists of a register that is being edited."""

import random
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from agreements.filters import AgreementFilter
from agreements.models import Agreement
from publishing import facets
from publishing.actions import publish_version, reinstate, withdraw
from publishing.facet_index import DAYS_KEPT
from tests.factories import make_agreement, make_organisation
from tests.publishing.drafting import draft_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]

SECONDS, THREADS, RECORDS = 8, 6, 12
KINDS = ("contract", "treaty")
STAYS = "It stays as it is"
ADDRESSES = [
    "/agreements/",
    "/agreements/?kind=treaty",
    "/agreements/?country=gb&country=jp",
    "/agreements/?as_of={day}",
    "/agreements/?as_of={day}&kind=treaty",
    "/agreements/?sort=title",
    "/agreements/?year_from=1990",
    "/organisations/",
    "/organisations/?as_of={day}",
    "/search/?q=stays+{word}",
    "/timeline/",
]


@pytest.fixture
def register(monkeypatch):
    """Its index is renewed row by row, as a large one is; threads take turns more often."""
    monkeypatch.setattr(facets, "MANY_ROWS", 0)
    monkeypatch.setattr(facets, "_kept", {})
    usual = sys.getswitchinterval()
    sys.setswitchinterval(5e-4)
    parties = [make_organisation(country="GB"), make_organisation(country="JP")]
    make_agreement(STAYS, parties=parties, kind="treaty", signed="2000-01-01")
    for number in range(RECORDS):
        make_agreement(f"Pact {number}", parties=parties, kind="treaty")
    yield
    sys.setswitchinterval(usual)


def test_who_waits_for_an_index_takes_what_was_read_meanwhile(register):
    def read():
        try:
            return facets.index_of(AgreementFilter)
        finally:
            connections.close_all()

    kept = facets.renewed(None, AgreementFilter, timezone.now())
    with ThreadPoolExecutor(1) as pool:
        with facets._reading:
            waiting = pool.submit(read)
            time.sleep(0.3)
            make_agreement("Published while it waits")
            kept = facets._kept[AgreementFilter] = facets.renewed(
                kept, AgreementFilter, timezone.now()
            )
        assert waiting.result() is kept.index


class Reader(threading.Thread):
    def __init__(self, number, ended):
        super().__init__()
        self.chance, self.ended = random.Random(number), ended  # noqa: S311 - repeatable
        self.pages, self.wrong = 0, []

    def run(self):
        try:
            while not self.ended.is_set():
                self.read()
        finally:
            connections.close_all()

    def read(self):
        month, year = self.chance.randrange(1, 13), self.chance.randrange(2001, 2026)
        word = "".join(self.chance.choices("aeioubcdfgl", k=6)) + "ing"
        address = self.chance.choice(ADDRESSES).format(day=f"{year}-{month:02}-01", word=word)
        try:
            answer = Client().get(address)
        except Exception as error:
            self.wrong.append(f"{address}: {error!r}")
            return
        self.pages += 1
        if answer.status_code != 200:
            self.wrong.append(f"{address}: {answer.status_code}")
        of_today = address.startswith("/agreements/") and "as_of" not in address
        if of_today and STAYS not in answer.text:
            self.wrong.append(f"{address} has lost what stays.")


def edit(number):
    agreement = Agreement.objects.get(title=f"Pact {number % RECORDS}")
    kind = KINDS[number // RECORDS % 2]
    withdraw(agreement, by=None, reason="It was wrong.")
    reinstate(agreement, by=None, note="Back.")
    agreement.refresh_from_db()
    publish_version(draft_of(agreement, kind=kind), by=None)


def test_nobody_is_told_an_error_or_loses_a_record(register, capsys):
    ended, edits = threading.Event(), 0
    readers = [Reader(number, ended) for number in range(THREADS)]
    until = time.monotonic() + SECONDS
    for reader in readers:
        reader.start()
    try:
        while time.monotonic() < until:
            edit(edits)
            edits += 1
    finally:
        ended.set()
        for reader in readers:
            reader.join()

    assert [each for reader in readers for each in reader.wrong] == []
    assert edits > 2
    index = facets.index_of(AgreementFilter)
    fresh = facets.FacetIndex(AgreementFilter)
    assert members_by_key(index) == members_by_key(fresh)
    with capsys.disabled():
        pages = sum(reader.pages for reader in readers)
        print(f"\n{THREADS} threads read {pages} pages during {edits} edits.")


def test_what_threads_work_out_of_one_index_is_kept_whole():
    index, until, wrong = facets.FacetIndex(AgreementFilter), time.monotonic() + 2, []

    def work_out(number):
        chance = random.Random(number)  # noqa: S311 - repeatable
        while time.monotonic() < until and not wrong:
            day = chance.randrange(12)
            try:
                assert index.kept_for(day, "rows", lambda day=day: [day]) == [day]
                assert index.told_of(index.all, "sum", day * 9, lambda day=day: -day) == -day
                assert index.ordered(chance.random(), Agreement.objects.none) == []
                renewed = index.with_changed(set(), labels=False)
                assert len(renewed.days) <= DAYS_KEPT + THREADS
            except Exception as error:
                wrong.append(repr(error))

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(work_out, range(THREADS)))
    finally:
        sys.setswitchinterval(usual)
    assert wrong == []


def members_by_key(index):
    return {
        name: {code: {index.keys[number] for number in numbers} for code, numbers in codes.items()}
        for name, codes in index.lasting.items()
    }
