"""A public version of a record as others cite it."""

from dataclasses import dataclass

from django.utils import timezone

from .descriptions import current_names
from .heads import absolute
from .models import Version


@dataclass(frozen=True)
class CitedVersion:
    """A version of a record with a permanent identifier. `title`: the one that it had then."""

    record: object
    version: Version
    title: str

    @property
    def identifier(self):
        return self.record.identifier

    @property
    def number(self):
        return self.version.number

    @property
    def day(self):
        """On which the version was published."""
        return timezone.localdate(self.version.published_at)

    @property
    def is_live(self):
        return self.version.state == Version.State.LIVE

    @property
    def key(self):
        """Its name in a list of references. That of the live version outlives the version."""
        return self.identifier if self.is_live else f"{self.identifier}-v{self.number}"

    @property
    def address(self):
        """Leads to this version for good, whatever the record's address and live version become."""
        return absolute(f"/id/{self.identifier}/v{self.number}")

    @property
    def withdrawn_on(self):
        return timezone.localdate(self.record.withdrawn_at) if self.record.is_withdrawn else None


def cite_live(record, version=None):
    """The version that readers see today; `version`: where it was read already."""
    if version is None:
        live = Version.objects.of(record).filter(state=Version.State.LIVE)
        version = live.without_snapshot().first()
    return CitedVersion(record, version, record.display_title) if version else None


def cite_version(record, version):
    """Any public version, which has its snapshot, under the title that stands in it."""
    fields = current_names(type(record), version.snapshot["fields"])
    return CitedVersion(record, version, fields.get(record.title_field) or record.display_title)
