import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.web_addresses import WebAddressField

from .versions import OfRecordQuerySet, Version

REFERENCE_PREFIX = "C"
LONGEST_TEXT = 5000


class CorrectionQuerySet(OfRecordQuerySet):
    def waiting(self):
        """Those that an editor still has to do something about."""
        return self.filter(state__in=Correction.WAITING)

    def received_since(self, moment):
        return self.filter(received_at__gt=moment)

    def with_names(self):
        return self.select_related("handled_by", "closed_by", "mended_by").defer(
            "mended_by__snapshot"
        )


class Correction(models.Model):
    """What a reader says is wrong or missing, and what became of it.

    `record`: the public record that the reader named. What names none is kept as `record_named`.
    `sender`: a keyed hash of the reader's network address, good for one day; see `visitors`.
    `answers`: [{"at": moment, "by": name, "text": words}], the letters that were sent.
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        IN_HAND = "in_hand", _("in hand")
        DONE = "done", _("done")
        DECLINED = "declined", _("declined")

    WAITING = (State.NEW, State.IN_HAND)
    CLOSED = (State.DONE, State.DECLINED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference"), max_length=12, unique=True)
    content_type = models.ForeignKey(
        ContentType, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    object_id = models.UUIDField(null=True, blank=True)
    record = GenericForeignKey("content_type", "object_id")
    record_named = models.CharField(_("record named"), max_length=200, blank=True)
    text = models.TextField(_("what is wrong or missing"), max_length=LONGEST_TEXT)
    address = WebAddressField(_("where one can read it"), blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    sender = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("in the hands of"),
    )
    answers = models.JSONField(default=list)
    outcome = models.CharField(_("outcome"), max_length=500, blank=True)
    mended_by = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    forgotten_at = models.DateTimeField(_("personal data deleted"), null=True, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction from a reader")
        verbose_name_plural = _("corrections from readers")
        default_permissions = ("view", "change")
        indexes = [
            models.Index(fields=["content_type", "object_id"]),
            models.Index(fields=["sender", "received_at"]),
            models.Index(fields=["state", "received_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(content_type=None, object_id=None)
                | Q(content_type__isnull=False, object_id__isnull=False),
                name="publishing_correction_names_a_whole_record",
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="publishing_correction_says_something"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["new", "in_hand"], closed_at=None, closed_by=None)
                | Q(
                    state__in=["done", "declined"],
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                ),
                name="publishing_correction_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="new") | Q(handled_by__isnull=False),
                name="publishing_correction_in_the_hands_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(mended_by=None) | Q(state="done"),
                name="publishing_correction_mended_when_done",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(name="", email="", sender=""),
                name="publishing_correction_forgotten_whole",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_waiting(self):
        return self.state in self.WAITING
