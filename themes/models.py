from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import Record, RecordQuerySet
from publishing.ordering import FoldedKeyField
from publishing.registry import versioned


class ThemeQuerySet(RecordQuerySet):
    def in_order(self):
        """Each theme followed by the technologies below it."""
        return self.alias(
            above=models.functions.Coalesce("parent__position", "position"),
            below=models.Case(
                models.When(parent=None, then=0),
                default=models.F("position") + 1,
                output_field=models.IntegerField(),
            ),
        ).order_by("above", "below", "pk")


@versioned(children=["citations"])
class Theme(Record):
    """A subject of cooperation, or a technology below one: two levels."""

    name = models.CharField(_("name"), max_length=120)
    name_key = FoldedKeyField("name")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="technologies",
        verbose_name=_("theme above"),
        help_text=_("Only a technology has one."),
    )
    description = models.CharField(_("description"), max_length=300, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = ThemeQuerySet.as_manager()

    title_field = "name"
    # A theme is known by a code, such as fuel_cycle_and_tritium, in addresses and files.
    slug_joint = "_"

    class Meta(Record.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["position", "pk"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["name_key"], name="themes_theme_name_once"),
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")),
                name="themes_theme_not_above_itself",
                violation_error_message=_("A theme does not stand above itself."),
            ),
        ]

    def clean(self):
        super().clean()
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": _("Choose a theme, not a technology: two levels.")})
        if self.parent and self.technologies.exists():
            raise ValidationError({"parent": _("This theme has technologies below it.")})
