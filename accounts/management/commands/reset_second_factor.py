from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from accounts.second_factor import reset_second_factor


class Command(BaseCommand):
    help = "Puts aside the lost second factor of an editor, who then sets up a new one."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account “{username}”.")
        if reset_second_factor(user, by=None):
            self.stdout.write(f"The second factor of {username} is put aside.")
        else:
            self.stdout.write(f"{username} has no second factor.")
