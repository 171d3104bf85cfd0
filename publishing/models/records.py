import uuid

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

MOST_SLUGS_OF_A_TITLE = 1000


class IdentifierCounter(models.Model):
    """The highest number given under a prefix; it only rises."""

    prefix = models.CharField(max_length=8, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.prefix}-{self.last:04d}"

    @classmethod
    def next_identifier(cls, prefix):
        """The next free identifier, such as AG-0088. Call inside a transaction."""
        return cls.next_identifiers(prefix, 1)[0]

    @classmethod
    def next_identifiers(cls, prefix, number):
        """So many free identifiers, in order. Call inside a transaction."""
        counter = cls.lock(prefix)
        first = counter.last + 1
        counter.last += number
        counter.save()
        return [str(cls(prefix=prefix, last=last)) for last in range(first, counter.last + 1)]

    @classmethod
    def lock(cls, prefix):
        """Wait for other publications under this prefix until the transaction ends."""
        counters = cls.objects.select_for_update()
        try:
            return counters.get(prefix=prefix)
        except cls.DoesNotExist:
            # Somebody else may make it at the same time.
            cls.objects.get_or_create(prefix=prefix)
            return counters.get(prefix=prefix)

    @classmethod
    def raise_to(cls, prefix, number):
        cls.objects.get_or_create(prefix=prefix)
        cls.objects.filter(prefix=prefix, last__lt=number).update(last=number)


class RecordQuerySet(models.QuerySet):
    def published(self, at=None):
        """What the public may see: the only door to it. Withdrawn records are behind it too."""
        return self.filter(published_at__lte=at or timezone.now())

    def not_withdrawn(self):
        """What lists, counts, pictures and feeds show."""
        return self.filter(withdrawn_at=None)

    def with_changed_at(self):
        """Each with `changed_at`: when readers were last told of a change that is not minor."""
        from .versions import Change

        kind = ContentType.objects.get_for_model(self.model)
        told = Change.objects.filter(content_type=kind, object_id=OuterRef("pk"))
        told = told.filter(minor=False, at__lte=timezone.now()).order_by("-at")
        changed_at = Coalesce(Subquery(told.values("at")[:1]), "published_at")
        return self.annotate(changed_at=changed_at)

    def last_changed_first(self):
        """What changed together stays in the order that it had."""
        return self.with_changed_at().order_by("-changed_at", *self.query.order_by)


class Record(models.Model):
    """Something that the register publishes, with its child rows, as one whole."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        blank=True,
        help_text=_("The last part of the page's address. Left empty, it is made from the title."),
    )
    published_at = models.DateTimeField(_("public since"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(max_length=500, blank=True, editable=False)
    unpublished_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)
    unpublished_reason = models.CharField(max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last saved"), auto_now=True)
    citations = GenericRelation(
        "publishing.Citation", content_type_field="content_type", object_id_field="object_id"
    )

    objects = RecordQuerySet.as_manager()

    title_field = "title"
    identifier_prefix = None
    slug_joint = "-"
    may_be_copied = True
    # Addresses below the list that are pages of their own.
    reserved_slugs = frozenset()
    # Of a record that was merged into another of its kind, the key of that one.
    replacement_key = None
    # {old address: key of the record that had it}, where look_together() has read it.
    known_old_addresses = None

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "publish")
        indexes = [
            # What is told of changes leaves out those few.
            models.Index(
                fields=["unpublished_at"],
                condition=Q(unpublished_at__isnull=False),
                name="%(class)s_taken_back",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(published_at__isnull=False),
                name="%(app_label)s_%(class)s_withdrawn_is_published",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="%(app_label)s_%(class)s_withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=Q(unpublished_at=None) | Q(published_at=None),
                name="%(app_label)s_%(class)s_taken_back_is_not_published",
            ),
            models.CheckConstraint(
                condition=~Q(slug=""), name="%(app_label)s_%(class)s_has_an_address"
            ),
        ]

    def __str__(self):
        return self.display_title

    def save(self, *args, **options):
        if not self.slug:
            self.slug = self.free_slug()
        super().save(*args, **options)

    @property
    def display_title(self):
        return getattr(self, self.title_field)

    @property
    def is_published(self):
        return self.is_public_at(timezone.now())

    def is_public_at(self, at):
        return self.published_at is not None and self.published_at <= at

    @property
    def is_withdrawn(self):
        return self.withdrawn_at is not None

    @property
    def was_public(self):
        """Whether readers have ever seen it: then its address and history are promises."""
        return self.published_at is not None or self.unpublished_at is not None

    @property
    def editorial_state(self):
        if self.replacement_key:
            return "merged"
        if self.unpublished_at:
            return "unpublished"
        if self.withdrawn_at:
            return "withdrawn"
        return "published" if self.published_at else "draft"

    @classmethod
    def replacements(cls, keys):
        """{key: key of the record that took its place} of those that were merged, as text."""
        return {}

    @property
    def replacement(self):
        """The record that took its place, or None."""
        if not self.replacement_key:
            return None
        key = type(self).replacements([self.pk]).get(str(self.pk))
        return type(self)._base_manager.filter(pk=key).first()

    def free_slug(self):
        """An address made from the title that no record has or had."""
        from .versions import Redirect

        for slug in self.possible_slugs():
            taken = type(self).objects.filter(slug=slug).exclude(pk=self.pk).exists()
            if not taken and not Redirect.objects.of_others(self, slug).exists():
                return slug
        return str(self.pk)

    def possible_slugs(self):
        """The addresses that its title gives, in the order in which they are tried."""
        longest = self._meta.get_field("slug").max_length
        stem = slugify(self.display_title)[: longest - 5].strip("-") or self._meta.model_name
        for number in range(1, MOST_SLUGS_OF_A_TITLE):
            slug = stem if number == 1 else f"{stem}-{number}"
            if slug not in self.reserved_slugs:
                yield slug.replace("-", self.slug_joint)

    def clean(self):
        super().clean()
        from django.core.exceptions import ValidationError

        if not self.slug:
            self.slug = self.free_slug()
        if self.slug in self.reserved_slugs:
            message = _("“%(address)s” is a page of this website. Choose another address.")
            raise ValidationError({"slug": message % {"address": self.slug}})
        if self.has_old_address_of_another():
            message = _("Another record had this address. Old addresses are never given away.")
            raise ValidationError({"slug": message})

    def has_old_address_of_another(self):
        from .versions import Redirect

        if self.known_old_addresses is not None:
            return self.known_old_addresses.get(self.slug, self.pk) != self.pk
        return Redirect.objects.of_others(self, self.slug).exists()

    @classmethod
    def look_together(cls, records):
        """Read at once what clean() and publishing_gaps() of each would ask the database.

        The records are of this kind and need not be saved; their rows are in memory, and so are
        the records that they name.
        """
        from .versions import Redirect

        known = Redirect.objects.owners(cls, {record.slug for record in records})
        for record in records:
            record.known_old_addresses = known

    def publishing_gaps(self):
        """What is missing before it may be published: (field, sentence) pairs."""
        return []

    def publishing_notes(self):
        """What is worth knowing before it is published and blocks nothing: (field, sentence)."""
        return []

    def mentions(self, before, after, known=None):
        """Other records whose public history names this change: (record, sentence) pairs.

        `before` and `after` are snapshots, `before` None at the first publication. `known`:
        {model: {key as text: row}} of all that they name, where it has been read.
        """
        return []


class NumberedRecord(Record):
    """A record with a permanent identifier, given at its first publication."""

    identifier = models.CharField(
        _("identifier"), max_length=12, unique=True, null=True, blank=True, editable=False
    )

    class Meta(Record.Meta):
        abstract = True
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(identifier__isnull=False),
                name="%(app_label)s_%(class)s_published_has_an_identifier",
            ),
        ]

    def version_address(self, number):
        """Of the page with the text of a public version."""
        return f"{self.get_absolute_url()}versions/{number}/"
