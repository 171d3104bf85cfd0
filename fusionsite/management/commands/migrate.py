"""Django's own, for a register that is being read meanwhile."""

import time

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import OperationalError, connections
from django.utils.translation import gettext as _

from fusionsite.operating.trouble import BUSY, trouble_of

# Whoever comes after a migration that waits for its lock waits, too: so long at most.
LOCK_SECONDS = 3
# Between two tries those go on who had to wait.
PAUSE_SECONDS = 2
TRIES = 20


class Command(MigrateCommand):
    def handle(self, *args, **options):
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            super().handle(*args, **options)
            return
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
        try:
            self.try_again_and_again(*args, **options)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")

    def try_again_and_again(self, *args, **options):
        """A migration is done as a whole or not at all; what was done is not done again."""
        for left in reversed(range(TRIES)):
            try:
                super().handle(*args, **options)
                return
            except OperationalError as error:
                if trouble_of(error) is not BUSY:
                    raise
                if not left:
                    raise CommandError(
                        _(
                            "A table was in use all the time. What is missing was not begun: "
                            "see in pg_stat_activity what runs for so long, then migrate again."
                        )
                    ) from error
            self.stderr.write(_("A table is in use; trying again in a moment."))
            time.sleep(PAUSE_SECONDS)
