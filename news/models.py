from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from dates.models import Dated, DatedQuerySet
from organisations.models import Organisation
from publishing.children import codes
from publishing.languages import LanguageField
from publishing.models import NumberedRecord, RecordQuerySet
from publishing.ordering import FoldedKeyField, in_text_order
from publishing.registry import versioned
from publishing.richtext import RichTextField
from publishing.web_addresses import WebAddressField
from themes.models import Theme


class ArticleQuerySet(RecordQuerySet, DatedQuerySet):
    def newest_first(self):
        return self.annotate(day=models.functions.Coalesce("earliest", "latest")).order_by(
            F("day").desc(nulls_last=True), in_text_order("title_key"), "pk"
        )

    def incomplete(self):
        """Those that lead no further: to no original, or to no record of the register."""
        names_none = models.Q(agreements=None) & models.Q(organisations=None)
        return self.filter(models.Q(original_url="") | names_none).distinct()


class Kind(models.TextChoices):
    NEWS_STORY = "news_story", _("News story")
    PRESS_RELEASE = "press_release", _("Press release")
    EVENT_REPORT = "event_report", _("Event report")
    ANALYSIS = "analysis", _("Analysis")


@versioned(
    children=["citations"],
    together=[
        ("date", "date_qualifier", "date_note"),
        ("lead_image", "lead_image_alt", "lead_image_credit"),
    ],
)
class Article(Dated, NumberedRecord):
    """News of the register's own, in its own words."""

    Kind = Kind

    title = models.CharField(_("title"), max_length=300)
    title_key = FoldedKeyField("title")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.NEWS_STORY)
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    body = RichTextField(_("text"), blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    publisher_organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles_published",
        verbose_name=_("publisher, when it is in the register"),
    )
    original_url = WebAddressField(_("address of the original"), blank=True)
    language = LanguageField(_("language of the original"), default="en")
    lead_image = models.ImageField(_("lead image"), upload_to="news", blank=True)
    lead_image_alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for people who cannot see it."),
    )
    lead_image_credit = models.CharField(_("credit and licence"), max_length=200, blank=True)
    agreements = models.ManyToManyField(
        Agreement, blank=True, related_name="articles", verbose_name=_("agreements concerned")
    )
    organisations = models.ManyToManyField(
        Organisation, blank=True, related_name="articles", verbose_name=_("organisations concerned")
    )
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="articles", verbose_name=_("themes")
    )

    objects = ArticleQuerySet.as_manager()

    identifier_prefix = "NEWS"

    class Meta(NumberedRecord.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-created_at", "pk"]
        constraints = [
            *NumberedRecord.Meta.constraints,
            *Dated.Meta.constraints,
            codes("kind", Kind),
            models.CheckConstraint(
                condition=models.Q(lead_image="") | ~models.Q(lead_image_alt=""),
                name="news_article_image_has_alternative_text",
                violation_error_message=_("Describe the picture in the alternative text."),
            ),
        ]

    def get_absolute_url(self):
        return reverse("news:detail", args=[self.slug])

    def publishing_gaps(self):
        gaps = []
        if not self.summary:
            gaps.append(("summary", _("Write a summary.")))
        if not self.body:
            gaps.append(("body", _("The article has no text.")))
        if self.lead_image and not self.lead_image_credit:
            gaps.append(
                ("lead_image_credit", _("Say whose picture it is, and under what licence."))
            )
        return gaps
