import sys

from django.core.management.base import BaseCommand

from alerts.asking import end_all


class Command(BaseCommand):
    help = (
        "Ends every alert of an e-mail address and deletes the address: for somebody who asks for "
        "it and has no letter at hand. The address is read from standard input, so that no log "
        "of commands keeps it."
    )

    def handle(self, **options):
        self.stdout.write(f"{end_all(sys.stdin.readline().strip())} ended")
