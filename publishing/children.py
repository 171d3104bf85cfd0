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


def codes(name, choices, *, blank=False):
    """A constraint that a column holds one of the codes of the vocabulary."""
    allowed = [*choices.values, ""] if blank else choices.values
    return models.CheckConstraint(
        condition=models.Q(**{f"{name}__in": allowed}),
        name=f"%(app_label)s_%(class)s_{name}_is_known",
    )
