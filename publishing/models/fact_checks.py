from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .plans import PreviewLink
from .settling import Settled, SettledQuerySet

LONGEST_NAME = 120


class FactCheckAnswerQuerySet(SettledQuerySet):
    def newest_first(self):
        return self.order_by("-at", "-pk")


class FactCheckAnswer(Settled):
    """What somebody without an account said of one draft, part by part.

    `parts`: [{"part": key, "label": words, "verdict": "right", "wrong" or "", "words": text}], with
    the labels of that day.
    """

    link = models.ForeignKey(PreviewLink, on_delete=models.PROTECT, related_name="answers")
    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(_("name"), max_length=LONGEST_NAME, blank=True)
    parts = models.JSONField(default=list)

    objects = FactCheckAnswerQuerySet.as_manager()

    class Meta(Settled.Meta):
        verbose_name = _("answer to a fact check")
        verbose_name_plural = _("answers to fact checks")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["content_type", "object_id", "-at"])]
        constraints = [*Settled.Meta.constraints]

    def __str__(self):
        return self.name or str(_("somebody without a name"))

    @property
    def wrong(self):
        return [part for part in self.parts if part["verdict"] == "wrong"]
