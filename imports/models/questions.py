from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing.children import codes

from .runs import Run


class QuestionSort(models.TextChoices):
    VALUE = "value", _("another value")
    MATCH = "match", _("perhaps the same record")


class Answer(models.TextChoices):
    KEEP = "keep", _("kept what stands")
    TAKE = "take", _("took what the source says")
    BOTH = "both", _("kept what stands, and cited the source as saying otherwise")
    SAME = "same", _("it is that record")
    NEW = "new", _("it is another record")
    DROP = "drop", _("left the row out")
    MOOT = "moot", _("both say the same by now")
    UNDONE = "undone", _("the import was undone")


class QuestionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(answered_at=None)

    def newest_first(self):
        return self.order_by("-asked_at", "label", "pk")


class Question(models.Model):
    """What an import could not decide, for an editor.

    Of a value: `place` is its field, or relation, row and field, with slashes; `ours`, `before`
    and `theirs` are the values that stand, that the source gave before, and that it gives now. Of a
    match: `row` is the cleaned row and `candidates` are [{key, label, score, reason}].
    """

    Sort = QuestionSort
    Answer = Answer

    run = models.ForeignKey(
        Run, on_delete=models.PROTECT, related_name="questions", verbose_name=_("import")
    )
    sort = models.CharField(_("question"), max_length=10, choices=QuestionSort)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.UUIDField(null=True, blank=True)
    origin = models.CharField(_("whose statements"), max_length=200)
    key = models.CharField(_("its key there"), max_length=500)
    number = models.PositiveIntegerField(_("row"))
    label = models.CharField(_("record"), max_length=300)
    place = models.CharField(_("field"), max_length=200, blank=True)
    ours = models.JSONField(null=True)
    before = models.JSONField(null=True)
    theirs = models.JSONField(null=True)
    candidates = models.JSONField(default=list)
    row = models.JSONField(default=dict)
    asked_at = models.DateTimeField(_("asked"))
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("answered by"),
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question from an import")
        verbose_name_plural = _("questions from imports")
        default_permissions = ("view", "change")
        ordering = ["-asked_at", "label", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            codes("sort", QuestionSort),
            codes("answer", Answer, blank=True),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="imports_question_answered_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(sort="match", place="") | (Q(sort="value") & ~Q(place="")),
                name="imports_question_of_a_value_has_a_place",
            ),
            models.CheckConstraint(
                condition=~Q(sort="value") | Q(object_id__isnull=False),
                name="imports_question_of_a_value_has_a_record",
            ),
            models.UniqueConstraint(
                fields=["content_type", "origin", "key", "place"],
                condition=Q(answered_at=None),
                name="imports_question_open_once",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def record(self):
        """The record that it is about, or None."""
        if self.object_id is None:
            return None
        return self.content_type.model_class()._base_manager.filter(pk=self.object_id).first()
