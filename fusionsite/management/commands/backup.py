from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from fusionsite.backups import Failed, back_up, forget_older

MEGABYTE = 1024 * 1024


class Command(BaseCommand):
    help = (
        "Writes the whole register, its database and its uploaded files, into one file: PATH when "
        "it ends in .tar, else one named by the moment in the folder PATH."
    )

    def add_arguments(self, parser):
        parser.add_argument("path", metavar="PATH")
        parser.add_argument(
            "--keep",
            type=int,
            metavar="N",
            help="delete all but the newest N backups of the folder once this one is whole",
        )
        parser.add_argument("--quiet", action="store_true", help="print problems alone")

    def handle(self, path, *, keep, quiet, **options):
        if keep is not None and (keep < 1 or path.endswith(".tar")):
            raise CommandError("--keep needs a folder and a number from 1 on.", returncode=2)
        try:
            target, manifest = back_up(path)
            gone = forget_older(Path(path), keep) if keep else 0
        except (Failed, OSError) as error:
            raise CommandError(str(error), returncode=2) from error
        if not quiet:
            size = target.stat().st_size / MEGABYTE
            self.stdout.write(
                f"The backup is {target}: {manifest.records} rows, {manifest.files} files, "
                f"{size:.1f} MB."
            )
            if gone:
                self.stdout.write(f"{gone} older ones were deleted.")
        if manifest.missing:
            raise CommandError(
                f"The backup is whole, but {len(manifest.missing)} files that versions name are "
                f"not among the uploaded files, such as {manifest.missing[0]}.",
                returncode=1,
            )
