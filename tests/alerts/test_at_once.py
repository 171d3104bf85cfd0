"""Several runs at the same moment, and runs that are killed at any moment."""

import os
import random
import signal
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from django.core import mail
from django.db import connections
from django.test import Client

from alerts.heard import hear
from alerts.models import Digest, HeardChange, Subscription
from alerts.sending import Outcome, send_due
from publishing.models import Change
from tests.factories import make_agreement
from tests.publishing.test_at_once import at_once

from .subscribing import make_alert, morning

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]

READERS = 12
KILLS, MOST_ATTEMPTS = 12, 100
BETWEEN_LETTERS = "-" * 79


def readers():
    return [make_alert(email=f"{number}@reader.example") for number in range(READERS)]


def test_eight_runs_at_once_send_each_letter_once():
    readers()
    make_agreement("The pact")
    at = morning()

    tallies = at_once(*[partial(send_due, at=at)] * 8)

    assert sum(tally[Outcome.SENT] for tally in tallies) == READERS
    assert Counter(letter.to[0] for letter in mail.outbox) == {
        f"{number}@reader.example": 1 for number in range(READERS)
    }
    assert Digest.objects.filter(state="sent").count() == READERS


def test_eight_runs_at_once_number_each_change_once():
    readers()
    for _each in range(20):
        make_agreement()
    told = Change.objects.filter(minor=False).count()

    last = at_once(*[partial(hear, at=morning())] * 8)

    assert len(set(last)) == 1
    assert HeardChange.objects.count() == told > 20


def test_a_link_that_is_pressed_eight_times_at_once_confirms_once():
    alert = make_alert()
    Subscription.objects.update(confirmed_at=None, next_at=None)
    answers = at_once(*[lambda: Client().post(f"/alerts/{alert.token}/")] * 8)
    assert {answer.status_code for answer in answers} == {302}
    assert Subscription.objects.confirmed().count() == 1


def letters_in(folder):
    """Those that were written whole."""
    text = "".join(path.read_text(errors="replace") for path in sorted(Path(folder).iterdir()))
    return [letter for letter in text.split(BETWEEN_LETTERS) if "List-Unsubscribe:" in letter]


def run_and_kill(at, after):
    """Whether a run in a process of its own was killed before it ended."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            send_due(at=at)
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_runs_that_are_killed_send_nothing_twice_and_lose_nothing_in_silence(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    chance, killed, unclear = random.Random(1), 0, 0  # noqa: S311 - repeatable on purpose
    mornings = [morning(number) for number in (1, 2, 3)]
    make_agreement("The pact")
    took = 0.5

    for attempt in range(MOST_ATTEMPTS):
        settings.EMAIL_FILE_PATH = str(tmp_path / str(attempt))
        Subscription.objects.all().delete()
        HeardChange.objects.all().delete()
        alerts = readers()
        was_killed = run_and_kill(mornings[0], took * chance.random())
        killed += was_killed
        # Nobody knows how quick a machine is: later where it was early, and the other way round.
        took *= 1.1 if was_killed else 0.8
        for at in mornings:
            send_due(at=at)

        letters = letters_in(settings.EMAIL_FILE_PATH)
        for alert in alerts:
            own = [letter for letter in letters if f"To: {alert.email}\n" in letter]
            told = sum("The pact (AG-" in letter for letter in own)
            lost = sum("may not have reached you" in letter for letter in own)
            assert told <= 1
            assert told + lost >= 1
            assert lost <= 1
            unclear += lost
        if killed == KILLS:
            break

    assert killed == KILLS
    print(f"{killed} runs were killed, {unclear} letters of theirs were unclear")
