"""A new record that begins as another one."""

import json
import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import snapshots
from .applying import conform
from .drafts import newest_content, save_draft, write_through
from .locks import locked
from .models import Step
from .registry import content_of
from .rights import Refused, check_can_add


@transaction.atomic
def copy(record, *, by, at=None):
    """A record that was never published, with the content of this one; returns it.

    What only one record may have, such as a number in a treaty series, is left out, and so are
    citations: nobody has read them for the new one. Raises Refused.
    """
    check_can_add(record, by)
    if not record.may_be_copied:
        raise Refused(_("A record of this kind is not copied."))
    model = type(record)
    content, _digest, _version = newest_content(record)
    snapshot, _left_out = conform(model, content, snapshots.take(record))
    fresh = model(**{model.title_field: title_of_copy(record, snapshot)})
    fresh.slug = fresh.free_slug()
    snapshot = with_new_keys(snapshot)
    snapshot["fields"] |= {model.title_field: fresh.display_title, "slug": fresh.slug}
    snapshot["children"] |= {name: {} for name in content_of(model).not_copied}
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
            fresh = locked(fresh)
            snapshot, warnings = write_through(fresh, snapshot)
    except IntegrityError as error:
        raise Refused(_("Another record has what must be unique, such as its name.")) from error
    save_draft(
        fresh,
        snapshot,
        by=by,
        at=at or timezone.now(),
        verb=Step.Verb.COPIED,
        remark=" ".join([_("From %(record)s.") % {"record": record}, *warnings]),
    )
    return fresh


def title_of_copy(record, snapshot):
    longest = record._meta.get_field(record.title_field).max_length
    title = snapshot["fields"][record.title_field]
    return (_("Copy of %(title)s") % {"title": title})[:longest]


def with_new_keys(snapshot):
    """The snapshot with other keys for its rows, also where one row points at another."""
    text = json.dumps(snapshot)
    for rows in snapshot["children"].values():
        for key in rows:
            text = text.replace(key, str(uuid.uuid4()))
    return json.loads(text)
