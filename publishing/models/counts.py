from django.db import models
from django.db.models import F, Subquery, Sum, Value
from django.db.models.functions import Coalesce


class ChangeCountQuerySet(models.QuerySet):
    def free(self):
        """One that no other publication holds; it is held until the transaction ends."""
        return self.select_for_update(skip_locked=True).order_by("pk").values("pk")[:1]

    def total(self):
        """The sum of all, as a query of one value."""
        summed = self.order_by().values(all=Value(1)).annotate(total=Sum("changes"))
        return Coalesce(Subquery(summed.values("total")), 0, output_field=models.BigIntegerField())


class ChangeCount(models.Model):
    """How many public changes have been written: all rows together say it.

    There are as many rows as publications that ever ran at the same time: each counts in a row
    that nobody else holds, so that none waits for another.
    """

    changes = models.PositiveBigIntegerField()

    objects = ChangeCountQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.changes)

    @classmethod
    def add(cls, changes):
        """Call within the transaction that writes so many changes."""
        free = cls.objects.filter(pk=Subquery(cls.objects.free()))
        if not free.update(changes=F("changes") + changes):
            cls.objects.create(changes=changes)
