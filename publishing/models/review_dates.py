from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from .versions import OfRecord, OfRecordQuerySet


class ReviewDateQuerySet(OfRecordQuerySet):
    def due(self, day):
        return self.filter(due_on__lte=day)

    def earliest_first(self):
        return self.order_by("due_on", "pk")


class ReviewDate(OfRecord):
    """The day on which an editor looks at a record again. Readers do not see it."""

    due_on = models.DateField(_("look again on"), db_index=True)
    note = models.CharField(_("what to look at"), max_length=200, blank=True)
    set_at = models.DateTimeField(default=timezone.now)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ReviewDateQuerySet.as_manager()

    class Meta:
        verbose_name = _("review date")
        verbose_name_plural = _("review dates")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="publishing_reviewdate_one_a_record"
            )
        ]

    def __str__(self):
        return date_format(self.due_on, "DATE_FORMAT")
