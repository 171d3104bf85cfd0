from django.core.management.base import BaseCommand, CommandError

from alerts.sending import LIMIT, MailServerAway, send_due


class Command(BaseCommand):
    help = (
        "Sends the letters of alerts that are due, and deletes alerts that nobody confirmed. "
        "For a timer; any number may run, and none is sent twice."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--limit", type=whole, default=LIMIT, help=f"alerts to look at, at most ({LIMIT})"
        )

    def handle(self, *, limit, **options):
        try:
            self.say(send_due(limit=limit), options["verbosity"])
        except MailServerAway as away:
            self.say(away.tally, options["verbosity"])
            reason = f"The mail server takes no letters now ({away})."
            raise CommandError(reason, returncode=2) from None

    def say(self, tally, verbosity):
        said = ", ".join(f"{number} {outcome}" for outcome, number in sorted(tally.items()))
        if said or verbosity > 1:
            self.stdout.write(said or "nothing was due")


def whole(text):
    return max(0, int(text))
