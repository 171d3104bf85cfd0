import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class NotTheSameQuerySet(models.QuerySet):
    def pairs(self):
        return set(self.values_list("first", "second"))


class NotTheSame(models.Model):
    """Two organisations that an editor looked at and knows to be two; `first` has the lower key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    second = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = NotTheSameQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], name="organisations_notthesame_pair_once"
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="organisations_notthesame_in_order"
            ),
        ]

    def __str__(self):
        return f"{self.first} ≠ {self.second}"
