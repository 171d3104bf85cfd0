"""Processes that serve are killed while editors publish and readers read."""

import os
import random
import signal
import threading
import time

import pytest

from publishing import drafts
from tests.factories import make_agreement
from tests.publishing.drafting import draft_of

from .services import WORKERS, service
from .state import wrong_in_register
from .visiting import MARKER, SOUGHT, Publisher, readers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]

KILLS = 5
# A worker that dies younger than this makes granian give up, and systemd starts all anew.
OLD_ENOUGH = 8
SECONDS_BACK = 5


def test_of_a_worker_that_was_killed_another_takes_the_place(tally, tmp_path, production_settings):
    faults = tally("kill -9 of a process that serves")
    chance = random.Random(3)  # noqa: S311 - repeatable on purpose
    draft_of(make_agreement("The other pact"), title=f"{MARKER} {SOUGHT}")
    agreements = [make_agreement(f"The pact {number}") for number in range(KILLS)]

    with service(tmp_path) as serving, readers(serving) as reading:
        publisher, begun = Publisher(serving), [0, 0]
        for number, agreement in enumerate(agreements):
            time.sleep(max(0, OLD_ENOUGH - (time.monotonic() - begun[0])))
            begun = [begun[1], time.monotonic()]
            draft_of(agreement, title=f"The new pact {number}")
            form = publisher.form(agreement)
            sending = threading.Thread(target=publisher.publish, args=(agreement, form))
            sending.start()
            time.sleep(chance.random() * 0.3)
            oldest = serving.workers()[0]
            os.kill(oldest, signal.SIGKILL)
            faults.injections += 1
            with faults.recovery(within=SECONDS_BACK):
                serving.wait_until_it_serves(SECONDS_BACK)
            sending.join()
            serving.wait_for_workers(WORKERS + number + 1)
            agreement.refresh_from_db()
            if agreement.title != f"The new pact {number}":
                assert publisher.publish(agreement, publisher.form(agreement)) == 302
            agreement.refresh_from_db()
            assert agreement.title == f"The new pact {number}"
            assert drafts.open_version(agreement) is None
        assert len(serving.workers()) == WORKERS
    faults.early += reading.early
    faults.look_at(wrong_in_register())

    assert reading.faults == []
    assert not faults.harm
