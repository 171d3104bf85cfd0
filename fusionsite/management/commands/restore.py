from django.core.management.base import BaseCommand, CommandError

from fusionsite.backups import Failed, Refused, restore, verify


class Command(BaseCommand):
    help = "Brings a backup back: the file PATH, or the newest in the folder PATH. All or nothing."

    def add_arguments(self, parser):
        parser.add_argument("path", metavar="PATH")
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="take the place of what is there: by default only an empty place is filled",
        )
        parser.add_argument(
            "--verify",
            action="store_true",
            help="compare the backup with its checksums, and restore nothing",
        )
        parser.add_argument("--quiet", action="store_true", help="print problems alone")

    def handle(self, path, *, overwrite, quiet, **options):
        only_verify = options["verify"]
        try:
            source, manifest = verify(path) if only_verify else restore(path, overwrite=overwrite)
        except Refused as error:
            raise CommandError(str(error), returncode=1) from error
        except Failed as error:
            raise CommandError(str(error), returncode=2) from error
        if quiet:
            return
        done = "is whole and can be restored here" if only_verify else "was restored"
        self.stdout.write(
            f"{source} of {manifest.made_at} {done}: {manifest.records} rows, "
            f"{manifest.files} files."
        )
        if not only_verify:
            self.stdout.write("Restart the register now: its processes remember what was before.")
