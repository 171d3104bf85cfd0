from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .versions import OfRecord, OfRecordQuerySet


class SettledQuerySet(OfRecordQuerySet):
    def open(self):
        return self.filter(settled_at=None)

    def open_first(self):
        """What is open, the newest first; then what is settled."""
        return self.order_by(F("settled_at").desc(nulls_first=True), "-at", "-pk")


class Settled(OfRecord):
    """Something that was said to the editors about a record, open until one of them settles it."""

    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_by=None) | Q(settled_at__isnull=False),
                name="%(app_label)s_%(class)s_settled_at_a_moment",
            )
        ]

    @property
    def is_open(self):
        return self.settled_at is None
