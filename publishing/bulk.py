"""What is done to many records at once: to each by itself, with its own right and answer."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import actions, drafts, review, review_dates, snapshots
from .applying import conform
from .bulk_forms import BulkNoteForm, BulkReasonForm, BulkRemarkForm, BulkReviewDateForm
from .locks import locked
from .models import Version
from .rights import Refused, check_can_change

MOST_AT_ONCE = 100


@dataclass(frozen=True)
class BulkAction:
    """`perform(record, user, cleaned)` does it to one record. `right`: who is offered it at all."""

    name: str
    label: str
    explanation: str
    form: type[forms.Form]
    perform: object
    right: str = "change"


@dataclass(frozen=True)
class Outcome:
    record: object
    done: bool
    reasons: list


def do_to_each(records, action, cleaned, *, by):
    """[Outcome]: what one record refuses stops no other."""
    return [outcome_of(record, action, cleaned, by) for record in records]


def outcome_of(record, action, cleaned, by):
    try:
        with transaction.atomic():
            action.perform(record, by, cleaned)
    except Refused as refusal:
        return Outcome(record, done=False, reasons=refusal.messages)
    except PermissionDenied as denial:
        return Outcome(record, done=False, reasons=[str(denial) or _("You may not do this.")])
    except IntegrityError:
        reason = _("The database refused this: somebody may have saved just now.")
        return Outcome(record, done=False, reasons=[reason])
    return Outcome(record, done=True, reasons=[])


def draft_of(record, *states):
    version = drafts.open_version(record)
    if version is None:
        raise Refused(_("It has no draft."))
    if version.state not in states:
        raise Refused(_("Its draft is %(state)s.") % {"state": version.get_state_display()})
    return version


def submit(record, user, cleaned):
    review.submit(draft_of(record, Version.State.DRAFT), by=user, remark=cleaned["remark"])


def publish(record, user, cleaned):
    version = draft_of(record, *Version.OPEN)
    note, minor = cleaned["change_note"] or None, cleaned["minor_change"] or None
    actions.publish_version(version, by=user, note=note, minor=minor)


def withdraw(record, user, cleaned):
    actions.withdraw(record, by=user, reason=cleaned["reason"])


def keep_review_date(record, user, cleaned):
    review_dates.set_review_date(record, by=user, due_on=cleaned["due_on"], note=cleaned["note"])


ACTIONS = [
    BulkAction(
        "submit",
        _("Submit for review…"),
        _("Those that have a draft are submitted; the rest stay as they are."),
        BulkRemarkForm,
        submit,
    ),
    BulkAction(
        "publish",
        _("Publish…"),
        _("Drafts that others wrote, and that lack nothing, are published at once."),
        BulkNoteForm,
        publish,
        right="publish",
    ),
    BulkAction(
        "withdraw",
        _("Withdraw…"),
        _("The pages stay readable under a banner that gives your reason. Lists leave them out."),
        BulkReasonForm,
        withdraw,
        right="publish",
    ),
    BulkAction(
        "review_date",
        _("Set review date…"),
        _("The day on which an editor looks at the records again. Readers do not see it."),
        BulkReviewDateForm,
        keep_review_date,
    ),
]


@transaction.atomic
def add_to_set(record, name, target, *, by, note="", at=None):
    """Add to a many-to-many set of the record, in its draft; returns the open Version.

    A draft that somebody reviews by now is left alone. Raises Refused.
    """
    at = at or timezone.now()
    check_can_change(record, by)
    record = locked(record)
    head = drafts.open_version(record)
    if head and head.state != Version.State.DRAFT:
        raise Refused(_("Its draft is %(state)s.") % {"state": head.get_state_display()})
    content, _digest, _version = drafts.newest_content(record)
    snapshot, _left_out = conform(type(record), content, snapshots.take(record))
    keys = snapshot["fields"][name]
    if str(target.pk) in keys:
        raise Refused(_("It has %(target)s already.") % {"target": target})
    snapshot["fields"][name] = sorted([*keys, str(target.pk)])
    if not record.was_public:
        snapshot, _warnings = drafts.write_through(record, snapshot)
    note = note or (head.note if head else "")
    return drafts.save_draft(
        record, snapshot, by=by, at=at, note=note, minor=bool(head and head.minor)
    )
