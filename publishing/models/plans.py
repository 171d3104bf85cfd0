import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .versions import OfRecord, OfRecordQuerySet, Version

LINK_LIFETIME = timedelta(days=7)
FACT_CHECK_LIFETIME = timedelta(days=14)


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

    def of_newest_draft(self):
        return self.filter(version=None)

    def of_one_draft(self):
        """Those that ask for a fact check."""
        return self.exclude(version=None)


class PreviewLink(OfRecord):
    """Lets whoever holds it read one record's draft, until it expires or is revoked.

    With a `version` it opens that draft alone, and asks whether it is right: a fact check.
    """

    version = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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
