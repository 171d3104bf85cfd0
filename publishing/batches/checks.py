"""What stands in the way of each record of a batch; nothing is asked of the database."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing.going_live import why_not_named
from publishing.models import Record, Version

from .rows import naming_refused


def faults_of(prepared):
    """{key: sentences} of those that cannot be kept, not even as drafts."""
    refused = {key: list(one.faults) for key, one in prepared.items() if one.faults}
    return refused | naming_refused(prepared, refused)


def in_the_way(prepared, there):
    """{key: sentences} of those that cannot be published, as check_publishable gives them.

    `prepared`: {key: Prepared} of all that are to be public together. `there`: {model: {key as
    text: row}} of what they name beside one another.
    """
    mates = {str(key) for key in prepared}
    refused = {}
    for key, one in prepared.items():
        sentences = list(one.faults) or [
            *(str(sentence) for _name, sentence in one.record.publishing_gaps()),
            *unpublished(one, there, mates),
        ]
        if sentences:
            refused[key] = sentences
    return refused | naming_refused(prepared, refused)


def unpublished(prepared, there, mates):
    for model, keys in prepared.named.items():
        if issubclass(model, Record):
            own = mates if isinstance(prepared.record, model) else set()
            for other in (there[model].get(key) for key in sorted(keys - own)):
                if other is not None and other.published_at is None:
                    yield why_not_named(other)


def why_not_changed(record, revive):
    """A sentence where a record as it stands is no longer an importer's to change, or None."""
    if record is None:
        return _("It is not in the register.")
    if record.replacement_key:
        return _("It was merged into “%(into)s”.") % {"into": record.replacement}
    if record.unpublished_at and record.pk not in revive:
        words = {
            "day": date_format(localtime(record.unpublished_at), "j F Y"),
            "reason": record.unpublished_reason,
        }
        return _("It was taken back on %(day)s: %(reason)s") % words
    return None


def why_not_drafted(draft):
    """A sentence where an open version is in the hands of others, or None."""
    if draft is None or draft.state == Version.State.DRAFT:
        return None
    words = {
        "state": draft.get_state_display(),
        "who": draft.created_by or _("an import"),
        "since": date_format(localtime(draft.since), "j F Y"),
    }
    return _("A draft by %(who)s is %(state)s since %(since)s. Settle that one first.") % words
