"""What runs by the clock: when it is due, and what one failure means for the others."""

from datetime import UTC, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError
from django.utils.timezone import localtime

from fusionsite.management.commands import run_timetable
from fusionsite.timetable import TIMETABLE, Entry
from publishing import review
from tests.factories import make_page, make_user
from tests.publishing.drafting import draft_of

NIGHT = Entry("night", (), at=time(3, 10))


def utc(*moment):
    return datetime(*moment, tzinfo=UTC)


def test_what_runs_often_is_due_again_after_its_span():
    often = Entry("often", (), every=timedelta(seconds=30))

    assert often.due_after(utc(2026, 5, 1, 12)) == utc(2026, 5, 1, 12, 0, 30)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (utc(2026, 1, 10, 3, 9, 59), utc(2026, 1, 10, 3, 10)),
        (utc(2026, 1, 10, 3, 10), utc(2026, 1, 11, 3, 10)),
        # In summer a night begins an hour earlier by the world's clock.
        (utc(2026, 7, 1, 2, 9), utc(2026, 7, 1, 2, 10)),
        (utc(2026, 3, 28, 12), utc(2026, 3, 29, 2, 10)),
        (utc(2026, 10, 24, 12), utc(2026, 10, 25, 3, 10)),
    ],
)
def test_the_night_comes_once_a_day_also_when_the_clocks_change(moment, due):
    assert NIGHT.due_after(moment) == due
    assert localtime(due).time() == time(3, 10)


def test_every_command_of_the_timetable_exists():
    commands = {words[0] for entry in TIMETABLE for words in entry.commands}

    assert commands <= set(get_commands())


@pytest.mark.django_db
def test_an_entry_that_is_named_runs_at_once(time_machine, tmp_path):
    author, publisher = make_user("Authors"), make_user("Publishers")
    page = make_page(title="About")
    moment = utc(2027, 1, 1)
    review.schedule(draft_of(page, by=author, title="Who we are"), by=publisher, moment=moment)
    time_machine.move_to(moment + timedelta(minutes=1))

    call_command("run_timetable", "publishing", stdout=StringIO())

    page.refresh_from_db()
    assert page.title == "Who we are"
    assert (tmp_path / "package").exists()


@pytest.mark.django_db
def test_a_command_that_fails_stops_no_other(monkeypatch):
    commands = (("check_links", "--limit", "some"), ("no_such",), ("publish_scheduled", "-v2"))
    monkeypatch.setattr(run_timetable, "entry_called", lambda name: Entry(name, commands))
    said, refused = StringIO(), StringIO()

    with pytest.raises(CommandError, match="Failed: check_links, no_such"):
        call_command("run_timetable", "publishing", stdout=said, stderr=refused)

    assert "0 done, 0 held" in said.getvalue()
    assert "check_links: " in refused.getvalue()
