from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.pictures import size_of

from .versions import Version


class StoredFileQuerySet(models.QuerySet):
    def with_use(self):
        """Each with `is_live`, `is_in_draft` and `is_in_older`: which versions name it."""
        return self.annotate(
            is_live=named_by(state=Version.State.LIVE),
            is_in_draft=named_by(state__in=[*Version.OPEN, Version.State.CONFLICT]),
            is_in_older=named_by(
                state__in=[Version.State.PAST, Version.State.REPLACED, Version.State.DISCARDED]
            ),
        )

    def note_shown_names(self, shown_names):
        """Keep what their editors call them: {stored name: shown name}."""
        for stored, shown in shown_names.items():
            self.filter(name=stored, shown_name="").update(shown_name=shown)

    def newest_first(self):
        return self.order_by("-uploaded_at", "pk")


def named_by(**conditions):
    versions = {f"version__{lookup}": value for lookup, value in conditions.items()}
    return Exists(FileUse.objects.filter(file=OuterRef("pk"), **versions))


class StoredFile(models.Model):
    """An uploaded file that a version names or named, as it was when the first one did."""

    name = models.CharField(_("stored name"), max_length=100, unique=True)
    shown_name = models.CharField(
        _("name"),
        max_length=100,
        blank=True,
        help_text=_("As its editor called it. It is only shown: it is no part of an address."),
    )
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["-uploaded_at", "id"])]

    def __str__(self):
        return self.shown_name or self.name

    @property
    def is_picture(self):
        return not self.name.endswith(".pdf")

    @property
    def pixels(self):
        """(width, height), or None where the name does not say."""
        return size_of(self.name)


class FileUseQuerySet(models.QuerySet):
    def of(self, name):
        return self.filter(file__name=name)

    def public(self):
        """By versions that visitors read, now or once."""
        return self.filter(version__number__isnull=False)

    def records(self):
        """(content type, key) of the records whose versions these are."""
        keys = self.order_by().values_list("version__content_type", "version__object_id")
        return keys.distinct()


class FileUse(models.Model):
    """That a version names a file. Written with the version, so that nobody reads snapshots."""

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="uses")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="file_uses")
    place = models.CharField(_("where"), max_length=100)
    title = models.CharField(_("called"), max_length=300, blank=True)

    objects = FileUseQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["file", "version"], name="publishing_fileuse_once")
        ]

    def __str__(self):
        return self.title or self.place
