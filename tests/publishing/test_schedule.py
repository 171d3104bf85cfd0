"""What is due is done: once, never early, and after an outage too."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import OperationalError

from publishing import review
from publishing.actions import publish_version, unpublish
from publishing.models import Change, Step
from publishing.rights import Refused
from publishing.schedule import next_moment, publish_due
from tests.factories import make_organisation, make_page, make_user
from tests.publishing.drafting import draft_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
MOMENT = NOON + timedelta(hours=6)


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def author():
    return make_user("Authors", email="author@register.example")


@pytest.fixture
def publisher():
    return make_user("Publishers", email="publisher@register.example")


@pytest.fixture
def scheduled(author, publisher):
    """The draft of a published page, due at MOMENT."""
    draft = draft_of(make_page(title="About"), by=author, title="Who we are")
    review.schedule(draft, by=publisher, moment=MOMENT)
    return draft


def run_command():
    said, refused = StringIO(), StringIO()
    call_command("publish_scheduled", stdout=said, stderr=refused)
    return said.getvalue(), refused.getvalue()


def title_of(version):
    return type(version.record).objects.get(pk=version.object_id).title


@pytest.mark.parametrize("moment", [NOON, NOON - timedelta(minutes=1)])
def test_a_moment_that_is_past_is_refused(moment, publisher):
    page = make_page()
    draft = draft_of(page, title="Who we are")
    with pytest.raises(Refused, match="This moment is past"):
        review.schedule(draft, by=publisher, moment=moment)
    with pytest.raises(Refused, match="This moment is past"):
        review.plan_withdrawal(page, by=publisher, reason="Wrong.", moment=moment)
    assert next_moment() is None


def test_what_could_not_be_published_now_is_not_scheduled(publisher):
    draft = draft_of(make_page(), body="")
    with pytest.raises(Refused, match="The page has no text"):
        review.schedule(draft, by=publisher, moment=MOMENT)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_it_is_never_published_early(scheduled):
    assert publish_due(at=MOMENT - timedelta(seconds=1)) == (0, [])
    assert title_of(scheduled) == "About"
    assert publish_due(at=MOMENT) == (1, [])
    assert title_of(scheduled) == "Who we are"


def test_the_command_publishes_it_once_in_the_name_of_who_scheduled_it(
    scheduled, publisher, time_machine
):
    assert run_command() == ("", "")
    time_machine.move_to(MOMENT, tick=False)
    assert run_command() == ("1 done, 0 held\n", "")
    assert run_command() == ("", "")
    change = Change.objects.of(scheduled.record).get(kind="changed")
    assert (change.by, change.at, change.version) == (publisher, MOMENT, scheduled)
    step = Step.objects.of(scheduled.record).get(verb="published", road="schedule")
    assert (step.by, step.version) == (publisher, scheduled)


def test_the_first_request_after_the_moment_shows_it(client, scheduled, time_machine):
    assert "Who we are" not in client.get("/about/").content.decode()
    time_machine.move_to(MOMENT - timedelta(seconds=1), tick=False)
    assert "Who we are" not in client.get("/about/").content.decode()
    time_machine.move_to(MOMENT, tick=False)
    assert "Who we are" in client.get("/about/").content.decode()


def test_what_another_process_scheduled_shows_within_a_minute(
    client, author, publisher, time_machine
):
    page = make_page()
    assert client.get("/about/").status_code == 200
    draft = draft_of(page, by=author, title="Who we are")
    review.schedule(draft, by=publisher, moment=NOON + timedelta(seconds=1))
    time_machine.move_to(NOON + timedelta(seconds=60), tick=False)
    assert "Who we are" in client.get("/about/").content.decode()


def test_an_outage_is_caught_up_in_order(author, publisher, time_machine):
    page, organisation = make_page(), make_organisation("Old name")
    later = draft_of(page, by=author, title="Who we are")
    review.schedule(later, by=publisher, moment=MOMENT + timedelta(minutes=1))
    sooner = draft_of(organisation, by=author, name="New name")
    review.schedule(sooner, by=publisher, moment=MOMENT)
    time_machine.move_to(MOMENT + timedelta(days=3), tick=False)
    assert run_command()[0] == "2 done, 0 held\n"
    published = Step.objects.filter(verb="published", road="schedule")
    assert set(published.values_list("version", flat=True)) == {sooner.pk, later.pk}


def test_an_outage_is_caught_up_by_requests_within_a_minute(client, scheduled, time_machine):
    time_machine.move_to(MOMENT + timedelta(days=3), tick=False)
    client.get("/about/")
    time_machine.move_to(MOMENT + timedelta(days=3, seconds=20), tick=False)
    assert "Who we are" in client.get("/about/").content.decode()


def test_a_database_that_is_away_is_asked_once_in_a_while(
    client, time_machine, monkeypatch, caplog
):
    def away():
        raise OperationalError

    client.get("/healthz")
    monkeypatch.setattr("publishing.middleware.next_moment", away)
    time_machine.move_to(NOON + timedelta(minutes=1))
    for _ in range(5):
        assert client.get("/about/").status_code == 404

    assert caplog.text.count("could not be published by a request") == 1
    time_machine.move_to(NOON + timedelta(minutes=2))
    client.get("/about/")
    assert caplog.text.count("could not be published by a request") == 2


def test_what_cannot_be_published_is_held_and_goes_back_to_draft(scheduled, time_machine):
    type(scheduled.record).objects.update(title="Changed elsewhere")
    time_machine.move_to(MOMENT, tick=False)
    said, refused = run_command()
    assert said == "0 done, 1 held\n"
    assert "Held: Changed elsewhere: What readers see was changed since" in refused
    scheduled.refresh_from_db()
    assert (scheduled.state, scheduled.publish_at) == ("draft", None)
    step = Step.objects.of(scheduled.record).get(verb="held")
    assert "in the same places" in step.remark
    assert title_of(scheduled) == "Changed elsewhere"


def test_who_wrote_and_who_scheduled_hear_what_was_held(
    scheduled, time_machine, django_capture_on_commit_callbacks
):
    type(scheduled.record).objects.update(title="Elsewhere")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        publish_due(at=MOMENT)
    assert {letter.to[0] for letter in mail.outbox} == {
        "author@register.example",
        "publisher@register.example",
    }
    assert {letter.subject for letter in mail.outbox} == {"Not published: Elsewhere"}
    assert "in the same places" in mail.outbox[0].body


def test_one_that_is_held_does_not_hold_up_the_next(scheduled, author, publisher):
    organisation = make_organisation()
    draft = draft_of(organisation, by=author, name="New name")
    review.schedule(draft, by=publisher, moment=MOMENT + timedelta(minutes=1))
    type(scheduled.record).objects.update(title="Elsewhere")
    done, held = publish_due(at=MOMENT + timedelta(minutes=1))
    assert (done, len(held)) == (1, 1)


def test_what_was_taken_off_the_schedule_is_not_published(scheduled, publisher):
    with pytest.raises(PermissionDenied):
        review.unschedule(scheduled, by=make_user("Authors"))
    review.unschedule(scheduled, by=publisher)
    assert publish_due(at=MOMENT) == (0, [])
    scheduled.refresh_from_db()
    assert (scheduled.state, scheduled.publish_at) == ("approved", None)


def test_what_was_published_by_hand_before_is_not_published_again(scheduled):
    publish_version(scheduled, by=make_user("Publishers"))
    assert publish_due(at=MOMENT) == (0, [])


def test_what_was_taken_back_does_not_come_back_by_itself(scheduled):
    unpublish(scheduled.record, by=None, reason="It should never have been published.")
    publish_due(at=MOMENT)
    assert not type(scheduled.record).objects.published(at=MOMENT).exists()


def test_a_first_publication_waits_for_its_moment(client, author, publisher, time_machine):
    page = make_page(published=False)
    review.schedule(draft_of(page, by=author), by=publisher, moment=MOMENT)
    assert client.get("/about/").status_code == 404
    time_machine.move_to(MOMENT, tick=False)
    assert client.get("/about/").status_code == 200
    page.refresh_from_db()
    assert page.published_at == MOMENT


def test_a_planned_withdrawal_is_done_at_its_moment(client, publisher, time_machine):
    page = make_page()
    review.plan_withdrawal(page, by=publisher, reason="It has run out.", moment=MOMENT)
    assert "It has run out." not in client.get("/about/").content.decode()
    time_machine.move_to(MOMENT, tick=False)
    assert run_command()[0] == "1 done, 0 held\n"
    assert run_command()[0] == ""
    assert "It has run out." in client.get("/about/").content.decode()
    change = Change.objects.of(page).get(kind="withdrawn")
    assert (change.by, change.at) == (publisher, MOMENT)


def test_a_planned_withdrawal_is_called_off(publisher):
    page = make_page()
    review.plan_withdrawal(page, by=publisher, reason="It has run out.", moment=MOMENT)
    review.call_off_withdrawal(page, by=publisher)
    assert publish_due(at=MOMENT) == (0, [])
    with pytest.raises(Refused, match="No withdrawal is planned"):
        review.call_off_withdrawal(page, by=publisher)


def test_a_new_plan_takes_the_place_of_the_one_that_waits(publisher):
    page = make_page()
    for hours, reason in ((1, "Too soon."), (6, "At last.")):
        moment = NOON + timedelta(hours=hours)
        review.plan_withdrawal(page, by=publisher, reason=reason, moment=moment)
    assert publish_due(at=NOON + timedelta(hours=2)) == (0, [])
    assert publish_due(at=MOMENT) == (1, [])
    page.refresh_from_db()
    assert page.withdrawn_reason == "At last."


def test_an_author_plans_no_withdrawal_and_calls_none_off(publisher):
    page, author = make_page(), make_user("Authors")
    with pytest.raises(PermissionDenied):
        review.plan_withdrawal(page, by=author, reason="It has run out.", moment=MOMENT)
    review.plan_withdrawal(page, by=publisher, reason="It has run out.", moment=MOMENT)
    with pytest.raises(PermissionDenied):
        review.call_off_withdrawal(page, by=author)
    assert next_moment() == MOMENT
