"""Four workers, readers who hammer, publishers who publish, withdraw and are killed.

No answer may show what was no longer so when it was asked for.
"""

import signal
from contextlib import contextmanager

import pytest
from django.db import connections

from tests.factories import make_agreement, make_organisation

from .hammering.judging import History, judge
from .hammering.ledger import lines
from .hammering.serving import begin, served

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]

WORKERS, READERS = 4, 8
TIMES = 500
SLUGS = ("pact-a", "pact-b", "pact-c", "pact-d")
SEED = 20260901


@pytest.fixture
def register():
    parties = [make_organisation(country="GB"), make_organisation(country="JP")]
    for slug in SLUGS:
        make_agreement(f"{slug} state 0", slug=slug, parties=parties)
    # So that no page is without any.
    make_agreement("It stays", parties=parties)
    connections.close_all()


@pytest.fixture
def told(capsys):
    def tell(words):
        with capsys.disabled():
            print(f"\n{words}")

    return tell


class Hammered:
    def __init__(self, folder, environment):
        self.folder, self.environment = folder, environment
        self.ledger = folder / "publishers"
        self.ledger.touch()
        self.publishers = []

    def publish(self, times, *slugs, kill="none", fault="none"):
        publisher = begin(
            *("publisher", self.ledger, times, kill, fault, *slugs), environment=self.environment
        )
        self.publishers.append(publisher)
        return publisher

    def judged(self):
        history = History(lines(self.ledger), SLUGS)
        seen = [line for path in self.folder.glob("reader-*") for line in lines(path)]
        return judge(seen, history)


@contextmanager
def hammered(folder, **more):
    """Readers ask while the block runs."""
    with served(folder, WORKERS, **more) as (port, environment):
        stop = folder / "stop"
        readers = [
            begin(
                *("reader", folder / f"reader-{number}", port, SEED + number, stop, *SLUGS),
                environment=environment,
            )
            for number in range(READERS)
        ]
        run = Hammered(folder, environment)
        try:
            yield run
        finally:
            stop.touch()
            for publisher in run.publishers:
                publisher.kill()
                publisher.wait()
            for reader in readers:
                reader.wait(60)


def test_no_reader_gets_what_is_older_than_the_last_commit(register, tmp_path, told):
    with hammered(tmp_path) as run:
        assert run.publish(TIMES, *SLUGS).wait(900) == 0
    counts, wrong = run.judged()
    told(f"One publisher, {TIMES} publications and withdrawals: {in_words(counts)}")
    assert wrong == []
    assert counts["answers"] > TIMES
    assert counts["kept"] > counts["answers"] / 10


def test_several_publishers_and_killed_ones_leave_nothing_stale(register, tmp_path, told):
    killed = 0
    with hammered(tmp_path) as run:
        for kill in ("renewing", "committing") * 3:
            publishers = [run.publish(8, slug) for slug in SLUGS[1:]]
            dying = run.publish(5, SLUGS[0], kill=kill)
            assert dying.wait(300) == -signal.SIGKILL
            killed += 1
            for publisher in publishers:
                assert publisher.wait(300) == 0
    counts, wrong = run.judged()
    told(f"Four publishers at once, {killed} killed: {in_words(counts)}")
    assert wrong == []
    assert counts["kept"] > 0


def test_a_token_that_is_not_closed_would_be_seen(register, tmp_path, told):
    with hammered(tmp_path) as run:
        assert run.publish(40, *SLUGS, fault="unclosed").wait(300) == 0
    counts, _wrong = run.judged()
    told(f"With a fault planted, 40 publications and withdrawals: {in_words(counts)}")
    assert counts["stale"] > 0


def in_words(counts):
    return f"{counts['answers']} answers, {counts['kept']} of them kept, {counts['stale']} stale."
