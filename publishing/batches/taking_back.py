"""Many published records leave publication together: the undoing of an import."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.actions import said
from publishing.bounded import portions
from publishing.history import tell_all
from publishing.locks import locked_rows
from publishing.models import Change, PlannedWithdrawal, Step, Version
from publishing.naming import namers
from publishing.rights import check_can_publish
from publishing.steps import new_step

from .versions import live_versions, open_versions

MOST_NAMES = 5


@transaction.atomic
def take_back(records, *, by, at=None, reason, road=None):
    """As unpublish, for many together: that they name one another does not hold them.

    Returns {key: sentences} of those that stay, because what stays public names them, or because
    they are not public. Raises PermissionDenied and Refused.
    """
    at, reason = at or timezone.now(), said(reason)
    for model in {type(record) for record in records}:
        check_can_publish(model(), by)
    records = locked_together(records)
    stay = {r.pk: [_("This record is not public.")] for r in records if not r.published_at}
    stay |= still_named([record for record in records if record.pk not in stay])
    for model, going in by_model(record for record in records if record.pk not in stay).items():
        take_out_all(model, going, by=by, at=at, reason=reason, road=road)
    return stay


def locked_together(records):
    """Those that are there, locked."""
    keys = {m: {str(record.pk) for record in some} for m, some in by_model(records).items()}
    found = {}
    for model in sorted(keys, key=lambda model: model._meta.label):
        found |= locked_rows({model: keys[model]}, changing=model)
    return [row for rows in found.values() for row in rows.values()]


def by_model(records):
    found = {}
    for record in records:
        found.setdefault(type(record), []).append(record)
    return found


def still_named(records):
    """{key: sentences} of those that a public record names which does not go with them.

    What one names that stays, stays too.
    """
    holding = {}
    for model, some in by_model(records).items():
        holding |= namers(model, [record.pk for record in some])
    going = {(type(record), record.pk) for record in records}
    staying = {}
    while True:
        held = {
            record.pk: sorted(holding.get(record.pk, set()) - going, key=str)
            for record in records
            if (type(record), record.pk) in going
        }
        held = {key: others for key, others in held.items() if others}
        if not held:
            break
        staying |= held
        going -= {(type(record), record.pk) for record in records if record.pk in held}
    return in_words(staying)


def in_words(staying):
    shown = {other for others in staying.values() for other in others[:MOST_NAMES]}
    titles = {}
    for model in {model for model, _key in shown}:
        for some in portions(key for kind, key in shown if kind is model):
            titles |= {(model, r.pk): str(r) for r in model._base_manager.filter(pk__in=some)}
    words = _("It is still named by %(names)s. Change that first.")
    return {
        key: [words % {"names": ", ".join(titles[other] for other in others[:MOST_NAMES])}]
        for key, others in staying.items()
    }


def take_out_all(model, records, *, by, at, reason, road):
    keys = [record.pk for record in records]
    live = live_versions(model, keys)
    kind = ContentType.objects.get_for_model(model)
    for some in portions(keys):
        model._base_manager.filter(pk__in=some).update(
            published_at=None,
            withdrawn_at=None,
            withdrawn_reason="",
            unpublished_at=at,
            unpublished_reason=reason,
            updated_at=timezone.now(),
        )
        of_these = {"content_type": kind, "object_id__in": some}
        Version.objects.filter(state=Version.State.LIVE, **of_these).update(
            state=Version.State.PAST
        )
        PlannedWithdrawal.objects.filter(**of_these).waiting().update(ended_at=at)
    for draft in open_versions(model, keys).values():
        # Whoever takes a record back wants it gone, also at the moment that was set for its draft.
        draft.move_to(Version.State.DRAFT, at=at)
    Step.objects.bulk_create(
        new_step(record, Step.Verb.UNPUBLISHED, by=by, at=at, road=road, remark=reason)
        for record in records
    )
    tell_all(
        [
            Change(
                record=record,
                kind=Change.Kind.UNPUBLISHED,
                by=by,
                at=at,
                note=reason,
                version=live.get(record.pk),
            )
            for record in records
        ]
    )
