from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .settling import Settled, SettledQuerySet

LONGEST_REMARK = 2000
# Long enough to mend a slip. Later, others have read it and answered it.
CORRECTION_WINDOW = timedelta(minutes=15)


class RemarkQuerySet(SettledQuerySet):
    def with_names(self):
        return self.select_related("by", "settled_by")


class Remark(Settled):
    """What one editor tells the others about a record. It is never public and never exported."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(_("remark"), max_length=LONGEST_REMARK)
    place = models.CharField(
        _("about"), max_length=60, blank=True, help_text=_("The part of the record it is about.")
    )
    corrected_at = models.DateTimeField(null=True, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta(Settled.Meta):
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["content_type", "object_id", "-at"])]
        constraints = [
            *Settled.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="publishing_remark_says_something"),
        ]

    def __str__(self):
        return self.text

    def can_be_corrected(self, by, at):
        """Only by who wrote it, while it is open, and not for long."""
        return self.by_id == by.pk and self.is_open and at - self.at < CORRECTION_WINDOW
