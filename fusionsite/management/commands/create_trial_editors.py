import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from fusionsite.groups import ADMINISTRATORS, AUTHORS, PUBLISHERS

EDITORS = {"author": AUTHORS, "reviewer": PUBLISHERS, "admin": ADMINISTRATORS}


class Command(BaseCommand):
    help = "Makes the editors of the local trial: author, reviewer and admin."

    def add_arguments(self, parser):
        parser.add_argument("--reset", action="store_true", help="give them new passwords")

    def handle(self, *, reset, **options):
        if not settings.DEBUG:
            raise CommandError("Trial editors are for a local trial alone: DEBUG is off.")
        missing = self.missing()
        chosen = [name for name in EDITORS if reset or name in missing]
        if not chosen:
            self.stdout.write(
                "The trial editors are there. New passwords: manage.py create_trial_editors --reset"
            )
            return
        with transaction.atomic():
            passwords = {name: make_editor(name, EDITORS[name]) for name in chosen}
        self.stdout.write(box(passwords))

    def missing(self):
        users = get_user_model().objects.filter(username__in=EDITORS)
        return set(EDITORS) - set(users.values_list("username", flat=True))


def make_editor(name, group):
    """Make or repair the account; return its new password."""
    password = settings.TRIAL_PASSWORD or secrets.token_urlsafe(12)
    rights = {
        "is_staff": True,
        "is_active": True,
        "is_superuser": group == ADMINISTRATORS,
        # The trial prints its letters.
        "email": f"{name}@register.example",
    }
    editor, _created = get_user_model().objects.update_or_create(username=name, defaults=rights)
    editor.set_password(password)
    editor.save()
    editor.groups.set([Group.objects.get(name=group)])
    return password


def box(passwords):
    lines = ["Sign in at /admin/ with (these passwords are not shown again):", ""]
    lines += [f"{name:<10} {password}" for name, password in passwords.items()]
    width = max(map(len, lines))
    edge = f"+{'-' * (width + 2)}+"
    return "\n".join([edge, *(f"| {line:<{width}} |" for line in lines), edge])
