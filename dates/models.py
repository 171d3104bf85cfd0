from datetime import MAXYEAR, MINYEAR, date

from django.contrib import admin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from .fields import DerivedDayField, PartialDateField
from .partial import PartialDate, Qualifier

# Where one bound is empty the other stands in.
START = Coalesce("earliest", "latest")
END = Coalesce("latest", "earliest")
# What PartialDate.is_a_day says of one.
ON_A_DAY = Q(date_qualifier=Qualifier.ON, earliest=F("latest"))


class DatedQuerySet(models.QuerySet):
    def between_years(self, first, last):
        """Keep what overlaps these years; None leaves a side open, undated rows are dropped."""
        rows = self.alias(starts_on=START, ends_on=END).filter(starts_on__isnull=False)
        if first is not None:
            rows = rows.filter(ends_on__gte=date(_representable(first), 1, 1))
        if last is not None:
            rows = rows.filter(starts_on__lte=date(_representable(last), 12, 31))
        return rows

    def begun_by(self, day):
        """Those dated that day or before; undated ones are dropped. None: all."""
        return self if day is None else self.alias(starts_on=START).filter(starts_on__lte=day)

    def dated(self):
        return self.exclude(earliest=None, latest=None)

    def undated(self):
        return self.filter(earliest=None, latest=None)

    def oldest_first(self):
        return self.order_by(START.asc(nulls_last=True), END.asc(nulls_last=True), "pk")

    def newest_first(self):
        return self.order_by(START.desc(nulls_last=True), END.desc(nulls_last=True), "pk")


def _representable(year):
    return min(max(year, MINYEAR), MAXYEAR)


class Dated(models.Model):
    """A row with one partial date.

    A child with a Meta of its own inherits Dated.Meta and repeats its constraints beside its own.
    """

    date = PartialDateField(_("date"), blank=True)
    date_qualifier = models.CharField(
        _("date qualifier"), max_length=5, choices=Qualifier, default=Qualifier.ON
    )
    date_note = models.CharField(
        _("note on the date"),
        max_length=200,
        blank=True,
        help_text=_("Words of the source that fit no date: “shortly before the announcement”."),
    )
    earliest = DerivedDayField("earliest", verbose_name=_("earliest day"))
    latest = DerivedDayField("latest", verbose_name=_("latest day"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(earliest__isnull=True)
                | Q(latest__isnull=True)
                | Q(earliest__lte=F("latest")),
                name="%(app_label)s_%(class)s_earliest_not_after_latest",
            ),
            models.CheckConstraint(
                condition=Q(date_qualifier__in=Qualifier.values),
                name="%(app_label)s_%(class)s_known_date_qualifier",
            ),
        ]

    def save(self, *args, update_fields=None, **kwargs):
        if update_fields is not None and {"date", "date_qualifier"} & set(update_fields):
            update_fields = {*update_fields, "earliest", "latest"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    @admin.display(description=_("date"), ordering=START)
    def partial_date(self):
        return PartialDate(self.date, self.date_qualifier, self.date_note)

    @partial_date.setter
    def partial_date(self, partial):
        self.date = partial.value
        self.date_qualifier = partial.qualifier
        self.date_note = partial.note

    # A read-only page of the admin looks up the form field of DatedFormMixin by its name.
    when = partial_date
