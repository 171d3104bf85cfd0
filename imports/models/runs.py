from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing.children import codes
from publishing.models import Version
from publishing.models.versions import OfRecord, OfRecordQuerySet

OUTCOMES = ("created", "updated", "unchanged", "conflicts", "refused")
OUTCOMES_IN_WORDS = {
    "created": _("created"),
    "updated": _("updated"),
    "unchanged": _("unchanged"),
    "conflicts": _("in conflict"),
    "refused": _("refused"),
}


class RunState(models.TextChoices):
    PLANNED = "planned", _("planned")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    BROKEN_OFF = "broken_off", _("broken off")
    UNDONE = "undone", _("undone")


class LineOutcome(models.TextChoices):
    CREATED = "created", _("created")
    UPDATED = "updated", _("updated")
    UNCHANGED = "unchanged", _("unchanged")
    CONFLICT = "conflict", _("conflict")
    REFUSED = "refused", _("refused")


class TouchOutcome(models.TextChoices):
    CREATED = "created", _("created")
    UPDATED = "updated", _("updated")
    REVIVED = "revived", _("published again")
    NOTED = "noted", _("only noted")


class RunQuerySet(models.QuerySet):
    def planned(self):
        return self.filter(state=RunState.PLANNED)

    def kept(self):
        """Those that wrote something: plans are not among them."""
        return self.exclude(state=RunState.PLANNED)

    def seen_by(self, user):
        """Those that were carried out, and this editor's own plans."""
        return self.filter(~Q(state=RunState.PLANNED) | Q(by=user) & ~Q(plan_digest=""))

    def of_model(self, model):
        """Those that bring records of the kind."""
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def newest_first(self):
        return self.order_by("-started_at", "-pk")


class Run(models.Model):
    """One import of one source: who, when, from what, and what became of it.

    `importer`: the name under which the importer is registered. `origin`: whose statements the
    rows are; the same origin is compared with what it said the last time.
    """

    State = RunState

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    importer = models.CharField(_("importer"), max_length=60)
    origin = models.CharField(_("whose statements"), max_length=200)
    source = models.CharField(_("source"), max_length=300)
    address = models.CharField(_("address"), max_length=2000, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.BigIntegerField(_("bytes"))
    format = models.CharField(_("format"), max_length=20)
    reader_version = models.PositiveIntegerField(_("version of the reader"))
    mapping_version = models.PositiveIntegerField(_("version of the mapping"))
    options = models.JSONField(_("options"), default=dict)
    publishes = models.BooleanField(_("made public at once"), default=False)
    state = models.CharField(_("state"), max_length=12, choices=RunState)
    started_at = models.DateTimeField(_("begun"))
    finished_at = models.DateTimeField(_("ended"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    tally = models.JSONField(_("tally"), default=dict)
    notes = models.JSONField(_("notes"), default=list)
    plan_digest = models.CharField(max_length=64, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("undone by"),
    )
    left = models.JSONField(_("left as it was"), default=list)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        default_permissions = ("view",)
        ordering = ["-started_at", "-pk"]
        constraints = [
            codes("state", RunState),
            models.CheckConstraint(
                condition=~Q(state="undone") | Q(undone_at__isnull=False),
                name="imports_run_undone_at_a_moment",
            ),
        ]

    def __str__(self):
        return self.source

    @property
    def model(self):
        """The kind of record that it brings."""
        return self.content_type.model_class()

    @property
    def may_be_undone(self):
        return self.state in (RunState.DONE, RunState.BROKEN_OFF)

    @property
    def outcomes(self):
        """[(words, how many rows)] of what there is."""
        counts = [(name, self.tally.get(name, 0)) for name in OUTCOMES]
        return [(OUTCOMES_IN_WORDS[name], count) for name, count in counts if count]


class RunFile(models.Model):
    """The upload that a plan was made of, kept until the plan is carried out or given up."""

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.run)


class Line(models.Model):
    """What became, or would become, of one row of the source."""

    Outcome = LineOutcome

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(_("row"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=LineOutcome)
    label = models.CharField(_("record"), max_length=300)
    record_key = models.UUIDField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    column = models.CharField(_("column"), max_length=100, blank=True)
    value = models.CharField(_("value"), max_length=300, blank=True)
    changes = models.JSONField(_("changes"), default=list)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        default_permissions = ()
        ordering = ["number", "pk"]
        indexes = [models.Index(fields=["run", "outcome", "number"])]
        constraints = [codes("outcome", LineOutcome)]

    def __str__(self):
        return self.label


class TouchQuerySet(OfRecordQuerySet):
    def written(self):
        """Those whose record was changed: of the others only what the source said is kept."""
        return self.exclude(outcome=TouchOutcome.NOTED)

    def numbers(self):
        """{outcome: how many}"""
        counted = self.order_by().values("outcome").annotate(number=models.Count("pk"))
        return {row["outcome"]: row["number"] for row in counted}


class Touch(OfRecord):
    """What a run did to one record, and what must be put back when the run is undone.

    `version`: the one that the run made; `before`: the one that stood before it. `said_before`:
    what the source had said of the record until then, or None.
    """

    Outcome = TouchOutcome

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="touches")
    number = models.PositiveIntegerField(_("row"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=TouchOutcome)
    key = models.CharField(max_length=500)
    version = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    before = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    said_before = models.JSONField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    left = models.CharField(_("why it was left"), max_length=500, blank=True)

    objects = TouchQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of an import")
        verbose_name_plural = _("records of an import")
        default_permissions = ()
        ordering = ["number", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            codes("outcome", TouchOutcome),
            models.UniqueConstraint(fields=["run", "key"], name="imports_touch_key_once_a_run"),
        ]

    def __str__(self):
        return str(self.record)
