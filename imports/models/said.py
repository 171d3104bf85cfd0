from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models.versions import OfRecord, OfRecordQuerySet


class SaidQuerySet(OfRecordQuerySet):
    def of_rows(self, importer, rows):
        """What the importer's source said before, by the keys of its rows."""
        return self.filter(
            content_type=importer.content_type,
            origin=importer.origin,
            key__in=[row.key for row in rows],
        )


class Said(OfRecord):
    """What a source said of a record when it was last read: {"fields": …, "children": …}.

    `digest` tells whether a row says the same again; it is empty while the row waits for another.
    """

    origin = models.CharField(_("whose statements"), max_length=200)
    key = models.CharField(_("its key there"), max_length=500)
    # Before the values: it is read often without them, and SQLite reads a row from its beginning.
    digest = models.CharField(max_length=64, blank=True)
    values = models.JSONField(default=dict)
    at = models.DateTimeField(_("last read"))

    objects = SaidQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "origin", "key"], name="imports_said_key_once_an_origin"
            )
        ]

    def __str__(self):
        return f"{self.origin} {self.key}"

    @property
    def as_it_was(self):
        """What a later run keeps of it, to put back when that is undone."""
        return {"record": str(self.object_id), "values": self.values, "digest": self.digest}
