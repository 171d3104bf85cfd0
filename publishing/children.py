"""What every row that belongs to a record has: a key of its own, and a place in the order."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


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
