from django.core.management.base import BaseCommand

from publishing.unused_files import delete_unused_files


class Command(BaseCommand):
    help = "Deletes uploaded files that no version and no record names, once they are a day old."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="print what would be deleted, and delete nothing"
        )

    def handle(self, *, dry_run, **options):
        names = delete_unused_files(dry_run=dry_run)
        for name in names:
            self.stdout.write(name)
        if names or options["verbosity"] > 1:
            what = "would be deleted" if dry_run else "deleted"
            self.stdout.write(f"{len(names)} {what}")
