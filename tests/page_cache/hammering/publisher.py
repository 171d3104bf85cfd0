"""Publishes and withdraws agreements, and notes when each commit began and was done.

    python -m tests.page_cache.hammering.publisher LEDGER TIMES KILL FAULT SLUG…

State n of an agreement: with an even n its title ends in "state n", with an odd n it is withdrawn
for the reason "state n". KILL: "renewing" or "committing" kills the process at that point of its
last commit, "none" does not. FAULT: "unclosed" leaves out what is tested, to see that it is seen.
"""

import os
import re
import signal
import sys

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from agreements.models import Agreement  # noqa: E402
from page_cache import watching  # noqa: E402
from page_cache.token import Token  # noqa: E402
from publishing.actions import publish_version, reinstate, withdraw  # noqa: E402
from tests.publishing.drafting import draft_of  # noqa: E402

from .ledger import Ledger, now  # noqa: E402

STATE = re.compile(r"state (\d+)")


class Publisher:
    def __init__(self, ledger, kill):
        self.ledger, self.kill = Ledger(ledger), kill
        self.going_on, self.is_last = None, False
        if connection.vendor == "postgresql":
            # While eight readers hammer it takes longer than a visitor would wait.
            connection.settings_dict["OPTIONS"]["connect_timeout"] = 60
        connection.ensure_connection()
        watch = watching.watch_of(connection)
        self.commit, watch.database_commit = watch.database_commit, self.note_commit

    def note_commit(self):
        if self.going_on is None:
            return self.commit()
        slug, state = self.going_on
        self.ledger.write(slug=slug, state=state, begun=now())
        if self.is_last and self.kill == "committing":
            os.kill(os.getpid(), signal.SIGKILL)
        self.commit()
        self.ledger.write(slug=slug, state=state, done=now())
        if self.is_last and self.kill == "renewing":
            os.kill(os.getpid(), signal.SIGKILL)
        self.going_on = None
        return None

    def change(self, slug):
        agreement = Agreement.objects.get(slug=slug)
        state = state_of(agreement) + 1
        if state % 2:
            self.going_on = slug, state
            withdraw(agreement, by=None, reason=f"state {state}")
            return
        with transaction.atomic():
            reinstate(agreement, by=None, note="Back.")
            agreement.refresh_from_db()
            draft = draft_of(agreement, title=f"{slug} state {state}")
            self.going_on = slug, state
            publish_version(draft, by=None)


def state_of(agreement):
    return max(map(int, STATE.findall(f"{agreement.title} {agreement.withdrawn_reason}")))


def main(ledger, times, kill, fault, *slugs):
    if fault == "unclosed":
        Token.close = lambda token: os.open(token.path, os.O_RDONLY)
        Token.renew = lambda token, publisher: os.close(publisher)
    publisher = Publisher(ledger, kill)
    for number in range(int(times)):
        publisher.is_last = number == int(times) - 1
        publisher.change(slugs[number % len(slugs)])


if __name__ == "__main__":
    main(*sys.argv[1:])
