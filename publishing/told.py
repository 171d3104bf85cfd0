"""Public changes as readers are told of them today, the newest first, a portion at a time."""

import uuid
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .models import Change

PORTION = 50


@dataclass(frozen=True)
class Told:
    """One change, with the record as it stands.

    A record that was taken back or merged has no name here but its identifier, and the reason that
    its page gives.
    """

    change: Change

    @property
    def record(self):
        return self.change.record

    @property
    def is_there(self):
        return self.record is not None and self.record.is_published

    @property
    def day(self):
        return timezone.localdate(self.change.at)

    @property
    def noun(self):
        """What the record is: "Agreement"."""
        kind = ContentType.objects.get_for_id(self.change.content_type_id)
        return capfirst(kind.model_class()._meta.verbose_name)

    @property
    def identifier(self):
        return getattr(self.record, "identifier", None) or ""

    @property
    def title(self):
        return self.record.display_title if self.is_there else self.identifier or self.noun

    @property
    def address(self):
        """The record's page, or of one that was merged the way to the other; "" where none is."""
        if self.is_there:
            return (
                self.record.get_absolute_url() if hasattr(self.record, "get_absolute_url") else ""
            )
        if self.identifier and self.record.replacement_key:
            return reverse("identifier", args=[self.identifier])
        return ""

    @property
    def version_address(self):
        """The page of the text that it made public; only numbered records have such pages."""
        if not (self.is_there and self.identifier and self.change.version):
            return ""
        name = f"{self.record._meta.app_label}:version"
        return reverse(name, args=[self.record.slug, self.change.version.number])

    @property
    def what(self):
        """What happened, in words: "version 3, changed"."""
        kind = self.change.get_kind_display()
        if not (self.is_there and self.change.version):
            return kind
        return _("version %(number)s, %(kind)s") % {
            "number": self.change.version.number,
            "kind": kind,
        }

    @property
    def note(self):
        if self.is_there:
            return self.change.note
        is_the_last = self.record is not None and self.record.unpublished_at == self.change.at
        return self.record.unpublished_reason if is_the_last else ""


class Portion:
    """The newest of these changes, or the newest before one of them; iterates over Told."""

    def __init__(self, changes, before=None, most=PORTION):
        rows = changes.told() if before is None else changes.told().before(before)
        rows = rows.newest_first().with_version().prefetch_related("record")
        self.changes, self.most = changes, most
        self.found = list(rows[: most + 1])

    @cached_property
    def rows(self):
        return [Told(change) for change in self.found[: self.most]]

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)

    @property
    def goes_on_before(self):
        """The key of the change before which the next portion begins, or None."""
        return self.rows[-1].change.pk if len(self.found) > self.most else None

    @cached_property
    def last_told_at(self):
        """When the newest of all these changes that is not minor was made, or None."""
        newest = self.changes.told().filter(minor=False).newest_first()
        return newest.values_list("at", flat=True).first()


def read_before(text):
    """The Change that an address names to go on after it, or None; raises ValidationError."""
    if not text:
        return None
    try:
        change = Change.objects.filter(pk=uuid.UUID(text), at__lte=timezone.now()).first()
    except ValueError:
        change = None
    if change is None:
        raise ValidationError(_("Before: the register has told of no such change."))
    return change
