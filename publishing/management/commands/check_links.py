from django.core.management.base import BaseCommand, CommandError

from publishing.link_checks import AlreadyRunning, check_due_links
from publishing.models import LinkCheck


class Command(BaseCommand):
    help = "Asks the pages that the register leads to whether they are still there."

    def add_arguments(self, parser):
        parser.add_argument(
            "--limit", type=whole, default=200, help="links to look at, at most (200)"
        )
        parser.add_argument(
            "--host-pause",
            type=seconds,
            default=2,
            help="seconds between two questions to one site (2; 60 at most)",
        )
        parser.add_argument("--quiet", action="store_true", help="say nothing when all went well")

    def handle(self, *, limit, host_pause, quiet, **options):
        try:
            tally = check_due_links(limit=limit, host_pause=host_pause)
        except AlreadyRunning:
            raise CommandError("Another check_links is running.", returncode=2) from None
        if not quiet:
            said = ", ".join(f"{count} {words}" for words, count in sorted(tally.items()) if count)
            self.stdout.write(said or "nothing was due")
            self.stdout.write(f"{LinkCheck.objects.broken().count()} broken in all")


def whole(text):
    return max(0, int(text))


def seconds(text):
    return max(0.0, float(text))
