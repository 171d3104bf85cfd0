from django.core.management.base import BaseCommand

from search.indexing import is_missing, rebuild


class Command(BaseCommand):
    help = "Brings the search index up to date with all records; it can be searched all the while."

    def add_arguments(self, parser):
        parser.add_argument("--quiet", action="store_true", help="print problems alone")
        parser.add_argument(
            "--if-missing", action="store_true", help="do nothing when there is an index"
        )

    def handle(self, *, quiet, if_missing, **options):
        if if_missing and not is_missing():
            self.say("There is a search index already.", quiet)
            return
        for searchable, tally in rebuild().items():
            self.say(
                f"{searchable.label_of_many}: {tally.written} written, "
                f"{tally.unchanged} unchanged, {tally.removed} removed",
                quiet,
            )

    def say(self, sentence, quiet):
        if not quiet:
            self.stdout.write(sentence)
