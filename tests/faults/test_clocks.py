"""Clocks that are set back, and the nights on which they change: nothing early, nothing twice."""

from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from alerts.models import Digest, HeardChange
from alerts.sending import send_due
from fusionsite.register import kept
from publishing import review
from publishing.actions import publish_version
from publishing.models import Change, Version
from publishing.moments import moment_of
from tests.alerts.subscribing import make_alert
from tests.factories import add_event, make_agreement, make_organisation, make_user
from tests.publishing.drafting import draft_of

from .state import missed_by_search, wrong_in_register

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]

LONDON = ZoneInfo("Europe/London")
SPRING = datetime(2027, 3, 28, 1, tzinfo=UTC)
AUTUMN = datetime(2027, 10, 31, 1, tzinfo=UTC)
NOON = datetime(2027, 6, 9, 12, tzinfo=UTC)
SHOWN = "Shown at its moment."
BACK = [timedelta(seconds=30), timedelta(hours=1), timedelta(days=1)]


def clock():
    call_command("publish_scheduled", stdout=StringIO(), stderr=StringIO())


def shown(client, record):
    return client.get(record.get_absolute_url()).content.decode()


@pytest.mark.parametrize("changes_at", [SPRING, AUTUMN], ids=["forward", "back"])
@pytest.mark.parametrize("by_request", [False, True], ids=["by the timer", "by requests"])
def test_what_is_planned_for_the_night_of_the_change_comes_at_its_moment(
    changes_at, by_request, client, time_machine, tally
):
    faults = tally("publications in a night of the clocks")
    publisher = make_user("Publishers")
    moments = [changes_at + timedelta(minutes=each) for each in (-61, -30, -1, 0, 1, 30, 61, 90)]
    time_machine.move_to(changes_at - timedelta(hours=3), tick=False)
    # A process that has just begun looks 20 seconds later.
    client.get("/robots.txt")
    planned = []
    for number, moment in enumerate(moments):
        organisation = make_organisation(f"Laboratory {number}")
        draft = draft_of(organisation, summary=SHOWN)
        review.schedule(draft, by=publisher, moment=moment)
        planned.append((moment, organisation))
        faults.injections += 1

    for moment, organisation in planned:
        for now in (moment - timedelta(seconds=1), moment):
            time_machine.move_to(now, tick=False)
            for _twice in range(2):
                client.get("/robots.txt") if by_request else clock()
            is_shown = SHOWN in shown(client, organisation)
            if is_shown and now < moment:
                faults.early.append(f"{organisation} at {now}")
            if not is_shown and now >= moment:
                faults.lost.append(f"{organisation} at {now}")
            faults.early += [
                f"{other} at {now}"
                for due, other in planned
                if due > now and type(other).objects.get(pk=other.pk).summary == SHOWN
            ]
    faults.look_at(wrong_in_register())

    published = Version.objects.filter(number=2)
    assert published.count() == len(moments)
    assert not faults.harm


def test_a_time_that_the_clocks_skip_or_show_twice_is_not_taken():
    for night, local in ((SPRING, "01:30"), (AUTUMN, "01:30")):
        clock_time = datetime.strptime(local, "%H:%M").time()  # noqa: DTZ007
        with pytest.raises(ValidationError, match="The clocks go"):
            moment_of(night.date(), clock_time)


@pytest.mark.parametrize("back", BACK, ids=str)
def test_a_clock_that_is_set_back_publishes_nothing_twice_and_hides_nothing(
    back, client, time_machine, tally
):
    faults = tally("the clock set back after publications")
    publisher = make_user("Publishers")
    time_machine.move_to(NOON - timedelta(days=30), tick=False)
    organisations = [make_organisation(f"Laboratory {number}") for number in range(6)]
    time_machine.move_to(NOON - timedelta(days=2), tick=False)
    for organisation in organisations:
        draft = draft_of(organisation, summary="The second text.")
        review.schedule(draft, by=publisher, moment=NOON)
    time_machine.move_to(NOON, tick=False)
    clock()
    waiting = draft_of(organisations[0], summary="A text for later.")
    review.schedule(waiting, by=publisher, moment=NOON + timedelta(minutes=5))

    time_machine.move_to(NOON - back, tick=False)
    for organisation in organisations:
        clock()
        client.get("/")
        page = shown(client, organisation)
        faults.injections += 1
        if "The second text." not in page:
            faults.lost.append(f"{organisation} went back.")
        if "A text for later." in page:
            faults.early.append(f"{organisation} says it too early.")
    again = draft_of(organisations[1], summary="The third text.")
    publish_version(again, by=publisher)
    assert "The third text." in shown(client, organisations[1])

    for now in (NOON - timedelta(seconds=1), NOON, NOON + timedelta(minutes=6)):
        time_machine.move_to(now, tick=False)
        clock()
        client.get("/")
        assert "The third text." in shown(client, organisations[1])
    assert "A text for later." in shown(client, organisations[0])
    faults.look_at(wrong_in_register())

    numbers = Version.objects.of(organisations[1]).public().newest_first()
    assert list(numbers.values_list("number", "state")) == [(3, "live"), (2, "past"), (1, "past")]
    assert missed_by_search() == 0
    assert not faults.harm


@pytest.mark.parametrize("back", BACK, ids=str)
def test_a_clock_that_is_set_back_sends_no_letter_twice_and_forgets_no_change(
    back, time_machine, tally, mailoutbox
):
    faults = tally("the clock set back after letters")
    morning = datetime(2027, 6, 10, 6, 30, tzinfo=UTC)
    time_machine.move_to(NOON - timedelta(days=3), tick=False)
    readers = [make_alert(email=f"{number}@reader.example") for number in range(4)]
    time_machine.move_to(NOON, tick=False)
    make_agreement("The first pact")
    time_machine.move_to(morning, tick=False)
    send_due()
    first = [letter.to[0] for letter in mailoutbox]

    time_machine.move_to(morning - back, tick=False)
    for _each in readers:
        send_due()
        faults.injections += 1
    make_agreement("The second pact")
    for later in (timedelta(), timedelta(days=1), timedelta(days=2)):
        time_machine.move_to(morning + later, tick=False)
        send_due()

    for pact in ("The first pact (", "The second pact ("):
        told = [letter.to[0] for letter in mailoutbox if pact in letter.body]
        faults.doubled += {f"{pact} {each}" for each in told if told.count(each) > 1}
        faults.lost += [f"{pact} {each.email}" for each in readers if each.email not in told]
    assert sorted(first) == sorted(each.email for each in readers)
    assert not Digest.objects.filter(state=Digest.State.SENDING).exists()
    assert HeardChange.objects.count() == Change.objects.filter(minor=False, heard__gt=0).count()
    assert not faults.harm


@pytest.mark.parametrize(
    "midnight",
    [
        datetime(2027, 3, 28, tzinfo=LONDON),
        datetime(2027, 3, 29, tzinfo=LONDON),
        datetime(2027, 10, 31, tzinfo=LONDON),
        datetime(2027, 11, 1, tzinfo=LONDON),
    ],
    ids=lambda midnight: f"{midnight:%d %B}",
)
def test_a_status_changes_at_midnight_here_on_pages_and_in_counts(
    midnight, client, time_machine, tally
):
    faults = tally("midnights in the weeks of the clocks")
    time_machine.move_to(midnight - timedelta(days=9), tick=False)
    agreement = make_agreement("The pact", signed="2020", published=False)
    add_event(agreement, "expires", f"{midnight.date() - timedelta(days=1)}")
    make_agreement("The other pact")
    review.schedule(
        draft_of(agreement),
        by=make_user("Publishers"),
        moment=(midnight - timedelta(days=8)).astimezone(UTC),
    )
    time_machine.move_to(midnight - timedelta(days=7), tick=False)
    clock()
    look = partial(client.get, "/agreements/?status=expired")
    # To and fro: a clock that is set right is set back as well.
    for seconds in (-2, -1, 0, 1, -1, 0, -3600, 3600):
        now = midnight.astimezone(UTC) + timedelta(seconds=seconds)
        time_machine.move_to(now, tick=False)
        faults.injections += 1
        page = look().content.decode()
        listed = ">The pact<" in page or "The pact</a>" in page
        if listed and seconds < 0:
            faults.early.append(f"expired at {now}")
        if not listed and seconds >= 0:
            faults.lost.append(f"not expired at {now}")
    assert not faults.harm


def test_a_package_is_built_by_a_clock_that_was_set_back(time_machine, tally):
    faults = tally("the clock set back between packages")
    time_machine.move_to(NOON, tick=False)
    make_organisation("First laboratory")
    before = kept.build()
    for back in BACK:
        time_machine.move_to(NOON - back, tick=False)
        make_organisation(f"Laboratory of {back}")
        built = kept.build()
        faults.injections += 1
        assert kept.current() == built
        assert kept.for_visitors(NOON - back) == built
    time_machine.move_to(NOON + timedelta(days=2), tick=False)
    assert kept.build().rows["organisations"] == before.rows["organisations"] + len(BACK)
