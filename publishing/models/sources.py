import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dates.models import Dated, DatedQuerySet
from publishing.languages import LanguageField
from publishing.ordering import FoldedKeyField
from publishing.web_addresses import WebAddressField

from .versions import OfRecord, OfRecordQuerySet


class Source(Dated):
    """A page or document that says something: who published it, when, and when it was read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=300)
    title_key = FoldedKeyField("title")
    url = WebAddressField(_("web address"), blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    language = LanguageField(
        _("language"), blank=True, help_text=_("A language code, such as en or ja.")
    )
    accessed_on = models.DateField(_("last read"), null=True, blank=True)
    note = models.CharField(
        _("note for readers"),
        max_length=500,
        blank=True,
        help_text=_("What a reader must know to judge it. Printed in the list of sources."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title_key", "pk"]
        indexes = [models.Index(fields=["-updated_at"], name="publishing_source_updated")]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["url"], condition=~models.Q(url=""), name="publishing_source_url_once"
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.publisher})" if self.publisher else self.title

    def citing_records(self, limit):
        """Records that cite it, at most `limit` of them, in a fixed order."""
        pairs = self.citations.order_by("content_type", "object_id")
        citations = [
            Citation(content_type_id=content_type, object_id=key)
            for content_type, key in pairs.values_list("content_type", "object_id").distinct()[
                :limit
            ]
        ]
        models.prefetch_related_objects(citations, "record")
        return [citation.record for citation in citations if citation.record]


class CitationQuerySet(OfRecordQuerySet):
    def with_source(self):
        return self.select_related("source").order_by("position", "pk")


class Citation(OfRecord):
    """Ties a source to a record, or to one fact of it.

    `fact` is a path into the record: "title", "events/<id>/date", "signatories/<id>/name"; empty
    for a page that covers the record as a whole. `value` is what this source gives when it
    differs from what the record prints.
    """

    position = models.PositiveIntegerField(_("position"), default=0)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="citations", verbose_name=_("source")
    )
    fact = models.CharField(
        _("fact"),
        max_length=120,
        blank=True,
        help_text=_("What it supports. Empty: the page covers the record as a whole."),
    )
    value = models.CharField(
        _("what it says instead"),
        max_length=300,
        blank=True,
        help_text=_("Only where this source differs from the record. Both are printed."),
    )
    place = models.CharField(_("where in it"), max_length=200, blank=True)
    checked_on = models.DateField(_("checked"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["position", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "source", "fact"],
                name="publishing_citation_once_a_fact",
            ),
            models.CheckConstraint(
                condition=models.Q(value="") | ~models.Q(fact=""),
                name="publishing_citation_value_needs_a_fact",
            ),
        ]

    def __str__(self):
        return str(self.source)
