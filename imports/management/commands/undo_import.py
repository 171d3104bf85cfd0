from django.core.management.base import BaseCommand, CommandError

from imports.models import Run
from imports.one_at_a_time import Busy, alone
from imports.undoing import undo
from publishing.rights import Refused

SOMETHING_LEFT, NOT_UNDONE = 1, 2


class Command(BaseCommand):
    help = "Undoes an import: each record returns to what it was, unless somebody changed it since."

    def add_arguments(self, parser):
        parser.add_argument("run", metavar="ID", type=int, help="its number in the list of imports")
        parser.add_argument("--wait", action="store_true", help="wait for another import to end")

    def handle(self, *, run, wait, **options):
        found = Run.objects.kept().filter(pk=run).first()
        if found is None:
            raise CommandError(f"There is no import {run}.", returncode=NOT_UNDONE)
        try:
            with alone(wait=wait):
                done = undo(found, by=None)
        except Busy:
            words = "Another import is running. Nothing was undone; --wait waits for it."
            raise CommandError(words, returncode=NOT_UNDONE) from None
        except Refused as refusal:
            raise CommandError(" ".join(refusal.messages), returncode=NOT_UNDONE) from refusal
        self.say(done)

    def say(self, run):
        for left in run.left:
            self.stderr.write(f"left: row {left['row']}, {left['record']}: {left['reason']}")
        written = run.touches.written()
        left = written.exclude(left="").count()
        undone = written.filter(left="").count()
        self.stdout.write(f"{undone} undone, {left} left")
        if left:
            raise CommandError(f"{left} left as they are.", returncode=SOMETHING_LEFT)
