"""What every row that belongs to a record has: a key of its own, and a place in the order."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NOTE = 500


class Child(models.Model):
    """A row that belongs to a record; `owner_field` names the key that says to which.

    Its rights are those of its record.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField(_("position"), default=0)

    owner_field = None

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["position", "pk"]

    def named_until_now(self, record):
        """Keep what it printed of a record that is merged into another; nothing is saved here."""

    def repeats(self, other):
        """Whether another row of the same record says all that this one says.

        Asked once what both name was merged: the one that repeats goes, the other takes it in.
        """
        return False

    def take_in(self, other):
        """Keep what only a row said that repeats this one; nothing is saved here."""


class KnownCode(models.CheckConstraint):
    """A database's check alone: in a form the choices of the field say the same already.

    Django would ask the database about each, in three queries a constraint.
    """

    def validate(self, *args, **options):
        pass

    def deconstruct(self):
        _path, args, options = super().deconstruct()
        return "django.db.models.CheckConstraint", args, options


def codes(name, choices, *, blank=False):
    """A constraint that a column holds one of the codes of the vocabulary."""
    allowed = [*choices.values, ""] if blank else choices.values
    return KnownCode(
        condition=models.Q(**{f"{name}__in": allowed}),
        name=f"%(app_label)s_%(class)s_{name}_is_known",
    )


def joined_note(note, other):
    """Two notes as one, where they differ and there is room for both."""
    joined = f"{note}; {other}" if note and other and note != other else note or other
    return joined if len(joined) <= LONGEST_NOTE else note
