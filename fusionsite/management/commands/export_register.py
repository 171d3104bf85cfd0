from django.core.management.base import BaseCommand, CommandError

from fusionsite.register import Unreadable, export_package


class Command(BaseCommand):
    help = "Writes everything that is public as a data package: a folder, or a zip by its name."

    def add_arguments(self, parser):
        parser.add_argument("path", metavar="PATH")
        parser.add_argument("--quiet", action="store_true", help="print problems alone")

    def handle(self, path, *, quiet, **options):
        try:
            export_package(path)
        except (Unreadable, OSError) as error:
            raise CommandError(str(error), returncode=2) from error
        if not quiet:
            self.stdout.write(f"The register is in {path}.")
