"""A record as it stands, locked until the transaction ends; and its live version."""

from django.utils.translation import gettext as _

from .bounded import portions
from .models import IdentifierCounter, Version
from .rights import Refused


def locked_record(version):
    """The record of a version, locked; a record that was deleted is refused with a sentence."""
    record = version.record
    if record is None:
        raise Refused(_("The record was deleted. Bring it back first."))
    return all_locked([record])[0]


def all_locked(records, *, unnamed=False):
    """The records as they stand, in the order given; then what counts up, and sees circles, too.

    Rows are locked in one order, and before counters, so that two publishers never wait for
    each other. Others may go on naming the records meanwhile, or whoever names one and has the
    counter already would wait for who has the record; not so when they are `unnamed`, which is for
    taking them out of publication.
    """
    ordered = sorted(records, key=lambda record: (record._meta.label, str(record.pk)))
    found = {record: locked(record, unnamed=unnamed) for record in ordered}
    for prefix in sorted({r.identifier_prefix for r in ordered if r.identifier_prefix}):
        IdentifierCounter.lock(prefix)
    return [found[record] for record in records]


def locked(record, *, unnamed=True):
    return type(record)._base_manager.select_for_update(no_key=not unnamed).get(pk=record.pk)


def locked_rows(keys, *, changing=None, known=None):
    """{model: {key as text: row}} of those that are there, locked in one order.

    `keys`: {model: keys as text}. What is only named is held as it is, and others may name it too;
    the rows of the kind `changing` are for this transaction alone. `known`: what was locked before.
    """
    found = {model: dict(rows) for model, rows in (known or {}).items()}
    for model in sorted(keys, key=lambda model: model._meta.label):
        rows = model._base_manager.select_for_update(no_key=model is not changing).order_by("pk")
        known_rows = found.setdefault(model, {})
        for some in portions(sorted(keys[model] - known_rows.keys())):
            known_rows |= {str(row.pk): row for row in rows.filter(pk__in=some)}
    return found


def live_version(record):
    live = Version.objects.of(record).filter(state=Version.State.LIVE)
    return live.select_related("published_by").first()


def newest_public(record):
    """The version that readers saw last: the live one when there is one."""
    versions = Version.objects.of(record).public().newest_first()
    return versions.select_related("published_by").first()
