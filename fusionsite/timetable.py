"""Which commands run by the clock, and how often: the one list of them.

Where systemd is, its timers start the entries; in containers `run_timetable` keeps the time itself.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils.timezone import localtime


@dataclass(frozen=True)
class Entry:
    """Commands that run one after another: again and again, or once a day at a time of day."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    every: timedelta = timedelta(days=1)
    at: time | None = None

    def due_after(self, moment: datetime) -> datetime:
        """When it runs next, after it ran or was looked at in this moment."""
        if self.at is None:
            return moment + self.every
        day = localtime(moment)
        planned = day.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        return planned if planned > day else planned + timedelta(days=1)


TIMETABLE = (
    Entry(
        "publishing",
        (("publish_scheduled",), ("build_data_package",)),
        every=timedelta(seconds=30),
    ),
    Entry("letters", (("send_alerts",),), every=timedelta(minutes=10)),
    Entry("links", (("check_links", "--quiet"),), every=timedelta(hours=1)),
    Entry(
        "night",
        (
            ("clearsessions",),
            ("delete_personal_data",),
            ("delete_unused_files",),
            ("rebuild_search", "--quiet"),
            ("backup", str(settings.BACKUP_ROOT), "--keep", "14", "--quiet"),
        ),
        at=time(3, 10),
    ),
)


def entry_called(name):
    return next(each for each in TIMETABLE if each.name == name)
