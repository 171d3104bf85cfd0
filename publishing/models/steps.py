from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .versions import OfRecord, OfRecordQuerySet, Version


class StepQuerySet(OfRecordQuerySet):
    """Steps are added and read. Nobody changes or deletes one."""

    def update(self, **fields):
        raise TypeError("The history of a record is not changed.")

    def delete(self):
        raise TypeError("The history of a record is not deleted.")

    def newest_first(self):
        return self.order_by("-at", "-pk")

    def with_names(self):
        """Without the snapshots: a history page must not read them."""
        return self.select_related("by", "version").defer("version__snapshot")


class Step(OfRecord):
    """One thing done to a record, by whom, when and by which road; editors alone read it.

    `changes`: [{"what": words, "old": words, "new": words}], as they read on that day.
    """

    class Verb(models.TextChoices):
        SAVED = "saved", _("saved a draft")
        CONFLICTED = "conflicted", _("saved beside a newer draft")
        SETTLED = "settled", _("settled two drafts that differed")
        SUBMITTED = "submitted", _("submitted for review")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")
        SCHEDULED = "scheduled", _("scheduled")
        UNSCHEDULED = "unscheduled", _("took off the schedule")
        HELD = "held", _("could not be done at its moment")
        DISCARDED = "discarded", _("discarded the draft")
        RESTORED = "restored", _("restored as a draft")
        PUBLISHED = "published", _("published")
        CHANGED = "changed", _("changed")
        FOUND = "found", _("recorded a change that was made outside the register's pages")
        WITHDRAWN = "withdrawn", _("withdrew")
        REINSTATED = "reinstated", _("reinstated")
        UNPUBLISHED = "unpublished", _("took back")
        MERGED = "merged", _("merged it into another record")
        PARTED = "parted", _("undid the merge")
        DELETED = "deleted", _("deleted")
        REVIVED = "revived", _("brought back")
        SHARED = "shared", _("made a preview link")
        REVOKED = "revoked", _("revoked a preview link")
        REVIEW_SET = "review_set", _("set a day to look at it again")
        REVIEW_OFF = "review_off", _("took off the day to look at it again")
        COPIED = "copied", _("made as a copy")
        REMARKED = "remarked", _("wrote a remark")
        RESOLVED = "resolved", _("settled a remark")
        REOPENED = "reopened", _("opened again")
        ASKED = "asked", _("made a link for a fact check")
        UNASKED = "unasked", _("revoked a link for a fact check")
        CHECKED = "checked", _("somebody without an account answered a fact check")
        READ = "read", _("settled an answer to a fact check")
        RECEIVED = "received", _("a reader wrote")
        TAKEN = "taken", _("took in hand")
        ANSWERED = "answered", _("answered by e-mail")
        MENDED = "mended", _("closed a correction from a reader: done")
        DECLINED = "declined", _("closed a correction from a reader: declined")
        FORGOTTEN = "forgotten", _("deleted the reader's personal data")

    class Road(models.TextChoices):
        FORM = "form", _("form")
        IMPORT = "import", _("import")
        RESTORE = "restore", _("restore")
        COMMAND = "command", _("command")
        SCHEDULE = "schedule", _("schedule")

    verb = models.CharField(max_length=12, choices=Verb)
    road = models.CharField(max_length=10, choices=Road)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    version = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="steps"
    )
    remark = models.CharField(max_length=1000, blank=True)
    own_work = models.BooleanField(
        default=False, help_text=_("The same person wrote and approved or published it.")
    )
    changes = models.JSONField(default=list)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["content_type", "object_id", "-at"])]

    def __str__(self):
        return self.get_verb_display()

    def save(self, *args, **options):
        if not self._state.adding:
            raise TypeError("The history of a record is not changed.")
        super().save(*args, **options)

    def delete(self, *args, **options):
        raise TypeError("The history of a record is not deleted.")
