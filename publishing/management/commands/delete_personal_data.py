from django.core.management.base import BaseCommand

from publishing.personal_data import delete_personal_data


class Command(BaseCommand):
    help = (
        "Deletes who wrote to the editors, where it is needed no more: names, e-mail addresses and "
        "letters 180 days after a correction is closed and at most two years after it came. "
        "Run it once a day; running it again does nothing."
    )

    def handle(self, **options):
        corrections, names = delete_personal_data()
        if corrections or names or options["verbosity"] > 1:
            self.stdout.write(f"{corrections} corrections, {names} names of fact checkers")
