from django.core.management.base import BaseCommand, CommandError

from fusionsite.register import FORMATS, RECORDS, Importer, Refused, Unreadable
from imports.one_at_a_time import alone

MOST_SHOWN = 20
OUTCOMES = ("created", "updated", "unchanged", "conflicts", "refused")


class Command(BaseCommand):
    help = "Reads a data package (a folder or a zip) into the register: all of it or nothing."

    def add_arguments(self, parser):
        parser.add_argument("path", metavar="PATH")
        parser.add_argument("--format", choices=FORMATS, help="instead of looking at PATH")
        parser.add_argument("--dry-run", action="store_true", help="check all, write nothing")
        parser.add_argument("--quiet", action="store_true", help="print problems alone")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when the register has a record"
        )

    def handle(self, path, *, dry_run, quiet, if_empty, **options):
        if if_empty and any(table.model._base_manager.exists() for table in RECORDS):
            self.say("The register has records already: nothing was imported.", quiet)
            return
        importer = Importer(path, options["format"])
        try:
            # Another import may be at work: this one comes after it.
            with alone(wait=True):
                importer.run(dry_run=dry_run)
        except Unreadable as error:
            raise CommandError(str(error), returncode=2) from error
        except Refused as refusal:
            self.say(tally_in_words(importer.tally), quiet)
            raise CommandError(said(refusal), returncode=1) from refusal
        if dry_run:
            self.say("A dry run: nothing was written.", quiet)
        self.say(tally_in_words(importer.tally), quiet)

    def say(self, sentence, quiet):
        if not quiet:
            self.stdout.write(sentence)


def said(refusal):
    reasons = [*refusal.conflicts, *map(str, refusal.problems)]
    lines = ["Nothing was written.", *reasons[:MOST_SHOWN]]
    if len(reasons) > MOST_SHOWN:
        lines.append(f"… and {len(reasons) - MOST_SHOWN} more.")
    return "\n".join(lines)


def tally_in_words(tally):
    return ", ".join(f"{tally[outcome]} {outcome}" for outcome in OUTCOMES)
