import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MergeQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(undone_at=None)

    def newest_first(self):
        return self.order_by("-at", "-pk")


class Merge(models.Model):
    """One organisation put together with another, row by row, so that it can be undone.

    `deeds`: what was done to which row, in order (organisations.deeds). `left`: sentences on the
    rows that an undo did not restore.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gone = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="merges",
        verbose_name=_("organisation"),
    )
    into = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,
        related_name="merges_into",
        verbose_name=_("merged into"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    note = models.CharField(_("note for readers"), max_length=500)
    was_public = models.BooleanField(help_text=_("Whether readers saw the one that went."))
    deeds = models.JSONField(default=list)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    left = models.JSONField(default=list)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_at=None),
                name="organisations_merge_one_standing",
            ),
            models.CheckConstraint(
                condition=~Q(gone=F("into")), name="organisations_merge_not_with_itself"
            ),
            models.CheckConstraint(
                condition=Q(undone_by=None) | Q(undone_at__isnull=False),
                name="organisations_merge_undone_when",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="organisations_merge_says_why"),
        ]

    def __str__(self):
        return f"{self.gone} → {self.into}"
