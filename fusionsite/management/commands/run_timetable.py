import logging
import signal
import subprocess
import sys
import threading

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from fusionsite.timetable import TIMETABLE, entry_called

# A clock that is set forward or back is noticed this soon.
LONGEST_WAIT = 10

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Runs the commands of one entry of the timetable, one after another; one that fails stops "
        "no other. Without a name it keeps the time: each entry runs when it is due, as a process "
        "of its own, until this one is ended."
    )

    def add_arguments(self, parser):
        names = [each.name for each in TIMETABLE]
        parser.add_argument("name", nargs="?", choices=names, help="run this entry once, now")

    def handle(self, **options):
        if options["name"]:
            commands = entry_called(options["name"]).commands
            failed = [words[0] for words in commands if not self.succeeds(*words)]
            if failed:
                raise CommandError(f"Failed: {', '.join(failed)}")
        else:
            self.keep_time()

    def succeeds(self, *words):
        try:
            call_command(*words, stdout=self.stdout, stderr=self.stderr)
        except CommandError as error:
            self.stderr.write(f"{words[0]}: {error}")
            return False
        except Exception:
            logger.exception("A command of the timetable broke off: %s", words[0])
            return False
        return True

    def keep_time(self):
        """Entries run beside each other; none runs twice at once."""
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        keepers = [threading.Thread(target=self.keep, args=(each, ended)) for each in TIMETABLE]
        for keeper in keepers:
            keeper.start()
        for keeper in keepers:
            keeper.join()

    def keep(self, entry, ended):
        # What runs often begins at once; what belongs to the night waits for it.
        due = now() if entry.at is None else entry.due_after(now())
        while not ended.is_set():
            wait = (due - now()).total_seconds()
            if wait <= 0:
                self.start(entry)
                due = entry.due_after(now())
            elif wait > entry.every.total_seconds():
                due = entry.due_after(now())
            else:
                ended.wait(min(wait, LONGEST_WAIT))

    def start(self, entry):
        command = [sys.executable, settings.BASE_DIR / "manage.py", "run_timetable", entry.name]
        subprocess.run(command, stdin=subprocess.DEVNULL)  # noqa: S603
