from django.core.management.base import BaseCommand

from publishing.schedule import publish_due


class Command(BaseCommand):
    help = "Publishes and withdraws what is due. Run it every 30 seconds; any number may run."

    def handle(self, **options):
        done, held = publish_due()
        for sentence in held:
            self.stderr.write(f"Held: {sentence}")
        if done or held or options["verbosity"] > 1:
            self.stdout.write(f"{done} done, {len(held)} held")
