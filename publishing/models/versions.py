import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from publishing.bounded import portions
from publishing.hooks import unseen_write
from publishing.registry import versioned_models
from publishing.rights import kinds_for


class OfRecordQuerySet(models.QuerySet):
    """Rows that point at a record of any kind."""

    def of(self, record):
        return self.filter(
            content_type=ContentType.objects.get_for_model(record), object_id=record.pk
        )


class OfRecord(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.UUIDField()
    record = GenericForeignKey("content_type", "object_id")

    class Meta:
        abstract = True


class VersionQuerySet(OfRecordQuerySet):
    def public(self):
        """Those that visitors read, now or once."""
        return self.filter(number__isnull=False)

    def newest_first(self):
        return self.order_by("-number")

    def open(self):
        """Those on their way to publication: at most one a record."""
        return self.filter(state__in=Version.OPEN)

    def due(self, at):
        """Scheduled ones whose moment has come."""
        return self.filter(state=Version.State.SCHEDULED, publish_at__lte=at)

    def written_by(self, user):
        """Those that may hold this editor's words."""
        return self.filter(writers=user)

    def waiting_for(self, user):
        """Those that this editor may approve or publish."""
        found = self.filter(
            state__in=[Version.State.IN_REVIEW, Version.State.APPROVED],
            content_type__in=kinds_for(user, "publish"),
        )
        return found if settings.OWN_WORK else found.exclude(writers=user)

    def without_snapshot(self):
        return self.defer("snapshot")


class Version(OfRecord):
    """One saved state of a record. Its content never changes; its state and dates move."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        APPROVED = "approved", _("approved")
        SCHEDULED = "scheduled", _("scheduled")
        LIVE = "live", _("live")
        PAST = "past", _("past")
        REPLACED = "replaced", _("replaced")
        DISCARDED = "discarded", _("discarded")
        CONFLICT = "conflict", _("conflict")

    OPEN = (State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED)

    state = models.CharField(max_length=12, choices=State)
    number = models.PositiveIntegerField(null=True, blank=True)
    base = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    snapshot = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64)
    note = models.CharField(_("note for readers"), max_length=500, blank=True)
    minor = models.BooleanField(_("minor change"), default=False)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    publish_at = models.DateTimeField(null=True, blank=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    since = models.DateTimeField(_("in this state since"), default=timezone.now)
    writers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        help_text=_("Whose words it may hold: everybody who saved a draft that led to it."),
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("drafts and review")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["content_type", "object_id", "state"]),
            models.Index(fields=["state", "-since"], name="publishing_version_queue"),
            models.Index(
                fields=["publish_at"],
                condition=Q(publish_at__isnull=False),
                name="publishing_version_moments",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=Q(state__in=["draft", "in_review", "approved", "scheduled"]),
                name="publishing_version_one_open",
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=Q(state="live"),
                name="publishing_version_one_live",
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id", "number"],
                name="publishing_version_number_once",
            ),
            models.CheckConstraint(
                condition=Q(number=None, published_at=None)
                | Q(number__gte=1, published_at__isnull=False),
                name="publishing_version_numbered_at_publication",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["live", "past"]) | Q(number__isnull=False),
                name="publishing_version_public_is_numbered",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_at__isnull=False),
                name="publishing_version_scheduled_for_a_moment",
            ),
        ]

    def __str__(self):
        if self.number:
            return _("version %(number)s") % {"number": self.number}
        saved = date_format(localtime(self.created_at), "j F Y, H:i")
        if self.state == self.State.DRAFT:
            return _("draft of %(moment)s") % {"moment": saved}
        words = {"moment": saved, "state": self.get_state_display()}
        return _("draft of %(moment)s (%(state)s)") % words

    def save(self, *args, **options):
        """Every road that makes a version leads through here: the files it names are noted."""
        from publishing.file_uses import note_files

        is_new = self._state.adding
        super().save(*args, **options)
        if is_new:
            note_files(self)

    @property
    def is_open(self):
        return self.state in self.OPEN

    def is_by(self, user):
        """Whether this editor wrote in it: then another approves and publishes it."""
        return user is not None and (
            self.created_by_id == user.pk or self.writers.filter(pk=user.pk).exists()
        )

    def move_to(self, state, *, at):
        self.state, self.since = state, at
        if state == self.State.SCHEDULED:
            unseen_write(table="")
        else:
            self.publish_at = self.scheduled_by = None
        self.save(update_fields=["state", "since", "publish_at", "scheduled_by"])


class ChangeQuerySet(OfRecordQuerySet):
    def with_version(self):
        """Without the snapshots: a history page must not read them."""
        return self.select_related("version").defer("version__snapshot")

    def newest_first(self):
        return self.order_by("-at", "-pk")

    def since(self, moment):
        return self.filter(at__gte=moment)

    def before(self, change):
        """Those that come after it where the newest are first."""
        same_moment = Q(at=change.at, pk__lt=change.pk)
        return self.filter(Q(at__lt=change.at) | same_moment, at__lte=change.at)

    def told(self, at=None):
        """Those that readers are told of beside the page of the record.

        Of a record that was taken back or merged, this alone: its page tells no more.
        """
        of_gone = Q()
        for model in versioned_models():
            gone = model._base_manager.filter(unpublished_at__isnull=False)
            of_gone |= Q(object_id__in=gone.order_by().values("pk"))
        leaving = Q(kind__in=[Change.Kind.UNPUBLISHED, Change.Kind.MERGED])
        return self.filter(leaving | ~of_gone, at__lte=at or timezone.now())


class Change(OfRecord):
    """One public change, as readers are told of it."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("published")
        CHANGED = "changed", _("changed")
        LINKED = "linked", _("linked from another record")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REINSTATED = "reinstated", _("reinstated")
        UNPUBLISHED = "unpublished", _("taken back")
        MERGED = "merged", _("merged into another record")

    kind = models.CharField(max_length=12, choices=Kind)
    version = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.CharField(_("note for readers"), max_length=500, blank=True)
    minor = models.BooleanField(_("minor change"), default=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["content_type", "object_id", "-at"]),
            models.Index(fields=["kind", "-at", "-id"], name="publishing_change_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "published",
                        "changed",
                        "linked",
                        "withdrawn",
                        "reinstated",
                        "unpublished",
                        "merged",
                    ]
                ),
                name="publishing_change_kind_is_known",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.note}" if self.note else self.get_kind_display()


class RedirectQuerySet(OfRecordQuerySet):
    def of_others(self, record, slug):
        """Redirects from this address that belong to another record of the same kind."""
        return self.filter(
            content_type=ContentType.objects.get_for_model(record), slug=slug
        ).exclude(object_id=record.pk)

    def owners(self, model, slugs):
        """{old address: key of the record of this kind that had it}."""
        found = {}
        for some in portions(slugs):
            rows = self.filter(content_type=ContentType.objects.get_for_model(model), slug__in=some)
            found |= dict(rows.values_list("slug", "object_id"))
        return found

    def for_address(self, model, slug):
        return self.filter(content_type=ContentType.objects.get_for_model(model), slug=slug)


class Redirect(OfRecord):
    """An address that a published record had. It leads to the record, wherever that is now."""

    slug = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "slug"], name="publishing_redirect_address_once"
            )
        ]

    def __str__(self):
        return self.slug
