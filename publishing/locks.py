"""A record as it stands, locked until the transaction ends; and its live version."""

from django.utils.translation import gettext as _

from .models import IdentifierCounter, Version
from .rights import Refused


def locked_record(version):
    """The record of a version, locked; a record that was deleted is refused with a sentence."""
    record = version.record
    if record is None:
        raise Refused(_("The record was deleted. Bring it back first."))
    return all_locked([record])[0]


def all_locked(records):
    """The records as they stand, in the order given; then what counts up, and sees circles, too.

    Rows are locked in one order, and before counters, so that two publishers never wait for
    each other.
    """
    ordered = sorted(records, key=lambda record: (record._meta.label, str(record.pk)))
    found = {record: locked(record) for record in ordered}
    for prefix in sorted({r.identifier_prefix for r in ordered if r.identifier_prefix}):
        IdentifierCounter.lock(prefix)
    return [found[record] for record in records]


def locked(record):
    return type(record)._base_manager.select_for_update().get(pk=record.pk)


def live_version(record):
    live = Version.objects.of(record).filter(state=Version.State.LIVE)
    return live.select_related("published_by").first()


def newest_public(record):
    """The version that readers saw last: the live one when there is one."""
    versions = Version.objects.of(record).public().newest_first()
    return versions.select_related("published_by").first()
