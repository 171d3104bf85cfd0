"""A moment as a person in the UK says it, on the two nights when the clock is moved too."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from publishing.moments import MomentForm, moment_of
from tests.admin_forms import address
from tests.factories import make_page, make_user
from tests.publishing.drafting import draft_of

SKIPPED = "The clocks go forward that night: this time does not exist. Take another."
TWICE = "The clocks go back that night: this time comes twice. Take another."


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        (date(2026, 1, 15), time(9), datetime(2026, 1, 15, 9, tzinfo=UTC)),
        (date(2026, 7, 15), time(9), datetime(2026, 7, 15, 8, tzinfo=UTC)),
        (date(2026, 3, 29), time(0, 59), datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (date(2026, 3, 29), time(2), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (date(2026, 10, 25), time(0, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (date(2026, 10, 25), time(2), datetime(2026, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_a_time_of_the_clock_is_that_of_its_season(day, clock, moment):
    assert moment_of(day, clock) == moment


@pytest.mark.parametrize(
    ("day", "sentence"), [(date(2026, 3, 29), SKIPPED), (date(2026, 10, 25), TWICE)]
)
def test_a_time_that_is_skipped_or_comes_twice_is_refused(day, sentence):
    with pytest.raises(ValidationError) as refusal:
        moment_of(day, time(1, 30))
    assert refusal.value.messages == [sentence]


@pytest.mark.parametrize("typed", ["2026-07-15", "15 Jul 2026", "15 July 2026", "15/07/2026"])
def test_a_day_is_typed_in_several_ways(typed):
    form = MomentForm({"day": typed, "clock": "09:00"})
    assert form.is_valid()
    assert form.cleaned_data["moment"] == datetime(2026, 7, 15, 8, tzinfo=UTC)


@pytest.mark.django_db
def test_an_editor_is_told_why_a_time_is_refused(client, time_machine):
    time_machine.move_to("2026-01-15T12:00:00Z", tick=False)
    client.force_login(make_user("Publishers"))
    page = make_page()
    draft = draft_of(page, title="About us")
    sent = {"version": draft.pk, "day": "2026-03-29", "clock": "01:30"}
    response = client.post(address(page, "schedule"), sent)
    assert SKIPPED in response.content.decode()
    client.post(address(page, "schedule"), sent | {"clock": "02:00"})
    draft.refresh_from_db()
    assert (draft.state, draft.publish_at) == ("scheduled", datetime(2026, 3, 29, 1, tzinfo=UTC))
