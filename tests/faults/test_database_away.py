"""The database is stopped as by a loss of power, and connections to it are cut."""

import random
import threading
import time

import pytest
from django.db import connection

from publishing.models import Version
from tests.factories import make_agreement
from tests.publishing.drafting import draft_of

from .cutting import line_to
from .services import service, unseen
from .state import wrong_in_register
from .visiting import MARKER, SOUGHT, Publisher, readers

pytestmark = [pytest.mark.drill, pytest.mark.usefixtures("own_server", "production_settings")]

STOPS, CUTS, CUT_LINES = 5, 20, 20
SECONDS_BACK = 5
FIRST = "The pact of the beginning"
AWAY = "Its database does not answer."


class Desk:
    """Publishes one change after the other, and looks at what came of each."""

    def __init__(self, serving):
        self.publisher = Publisher(serving)
        self.agreement = make_agreement(FIRST)
        self.number = 0
        self.chance = random.Random(5)  # noqa: S311 - repeatable on purpose

    def publish_while(self, fault, within):
        """The status of the answer; `fault` comes somewhere in the time given."""
        self.number += 1
        self.title = f"The pact {self.number}"
        draft_of(self.agreement, title=self.title)
        self.form = self.publisher.form(self.agreement)
        answers = []
        sending = threading.Thread(target=lambda: answers.append(self.send()))
        sending.start()
        time.sleep(within * self.chance.random())
        fault()
        sending.join()
        # That of the test was hit as well.
        connection.close()
        return answers[0]

    def send(self):
        return self.publisher.publish(self.agreement, self.form)

    def settle(self):
        """Whoever was told that it was not saved sends it once more. It is published once."""
        self.agreement.refresh_from_db()
        assert self.agreement.title in (self.title, f"The pact {self.number - 1}", FIRST)
        if self.agreement.title != self.title:
            assert self.send() == 302
            self.agreement.refresh_from_db()
        assert self.agreement.title == self.title
        assert Version.objects.of(self.agreement).public().count() == self.number + 1


def make_drafts():
    draft_of(make_agreement("The other pact"), title=f"{MARKER} {SOUGHT}")
    make_agreement(f"{MARKER} {SOUGHT} too", published=False)


def test_the_register_is_back_when_its_database_is(own_server, tally, tmp_path):
    faults = tally("PostgreSQL stopped at once")
    make_drafts()

    with service(tmp_path) as serving, readers(serving) as reading:
        desk = Desk(serving)
        for _round in range(STOPS):
            answer = desk.publish_while(own_server.stop, within=0.3)
            faults.injections += 1
            assert answer in (302, 503)
            told = serving.get(unseen())
            assert (told.status_code, AWAY in told.text) == (503, True)
            assert desk.send() == 503
            own_server.start()
            with faults.recovery(within=SECONDS_BACK):
                serving.wait_until_it_serves(SECONDS_BACK)
            desk.settle()
    faults.early += reading.early
    faults.look_at(wrong_in_register())

    assert reading.faults == []
    assert {200, 503} <= set(reading.statuses)
    assert not faults.harm


def test_a_connection_that_the_server_ends_costs_one_answer(own_server, tally, tmp_path):
    faults = tally("connections ended by PostgreSQL")
    make_drafts()

    with service(tmp_path) as serving, readers(serving) as reading:
        desk = Desk(serving)
        for _round in range(CUTS):
            assert desk.publish_while(own_server.cut_connections, within=0.3) in (302, 503)
            faults.injections += 1
            with faults.recovery(within=SECONDS_BACK):
                serving.wait_until_it_serves(SECONDS_BACK)
            desk.settle()
    faults.early += reading.early
    faults.look_at(wrong_in_register())

    assert reading.faults == []
    assert not faults.harm


def test_a_line_that_is_cut_costs_one_answer(own_server, tally, tmp_path):
    faults = tally("the line to PostgreSQL cut")
    make_drafts()

    with line_to(own_server.port) as line:
        address = own_server.address(line.port)
        with service(tmp_path, DATABASE_URL=address) as serving, readers(serving) as reading:
            desk = Desk(serving)
            for _round in range(CUT_LINES):
                assert desk.publish_while(line.cut, within=0.3) in (302, 503)
                faults.injections += 1
                with faults.recovery(within=SECONDS_BACK):
                    serving.wait_until_it_serves(SECONDS_BACK)
                desk.settle()
    faults.early += reading.early
    faults.look_at(wrong_in_register())

    assert reading.faults == []
    assert not faults.harm
