import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .versions import OfRecord, OfRecordQuerySet

LINK_LIFETIME = timedelta(days=7)


class PlannedWithdrawalQuerySet(OfRecordQuerySet):
    def waiting(self):
        return self.filter(ended_at=None)

    def due(self, at):
        return self.waiting().filter(at__lte=at)


class PlannedWithdrawal(OfRecord):
    """A withdrawal at a moment to come. `ended_at`: when it was done, called off or held."""

    at = models.DateTimeField(_("moment"))
    reason = models.CharField(_("reason, for readers"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PlannedWithdrawalQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=Q(ended_at=None),
                name="publishing_plannedwithdrawal_one_waiting",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="publishing_plannedwithdrawal_says_why"
            ),
        ]

    def __str__(self):
        return self.reason


def new_token():
    return secrets.token_urlsafe(32)


class PreviewLinkQuerySet(OfRecordQuerySet):
    def working(self, at):
        return self.filter(revoked_at=None, expires_at__gt=at)


class PreviewLink(OfRecord):
    """Lets whoever holds it read one record's draft, until it expires or is revoked."""

    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["-made_at", "pk"]

    def __str__(self):
        return str(self.pk)

    def works_at(self, at):
        return self.revoked_at is None and self.expires_at > at
