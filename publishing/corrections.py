"""Corrections from readers: received, taken in hand, answered, closed."""

import re
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import notices
from .flood import Flooded
from .locks import locked
from .models import Correction, IdentifierCounter, Step
from .models.corrections import REFERENCE_PREFIX
from .registry import versioned_models
from .rights import Refused, can_change
from .steps import take_step

State = Correction.State

WINDOW = timedelta(hours=1)
MOST_OF_ONE = 5
MOST_OF_ALL = 60
MOST_ANSWERS = 20
IDENTIFIER = re.compile(r"[A-Z]{1,8}-[0-9]{1,8}")


def public_record(identifier):
    """The public record that has this permanent identifier, or None."""
    identifier = identifier.strip().upper()
    if not IDENTIFIER.fullmatch(identifier):
        return None
    for model in versioned_models():
        prefix = model.identifier_prefix
        if prefix and identifier.startswith(f"{prefix}-"):
            return model.objects.published().filter(identifier=identifier).first()
    return None


@transaction.atomic
def receive(*, text, record="", address="", name="", email="", sender="", at=None):
    """Keep what a reader wrote; returns the Correction. Raises Flooded.

    `record`: what the reader gave for the record. The same words sent twice are kept once. No
    letter goes out: a form that writes to any address one types would serve others for that.
    """
    at = at or timezone.now()
    check_flood(sender, at)
    IdentifierCounter.lock(REFERENCE_PREFIX)
    check_flood(sender, at)
    found = public_record(record)
    again = Correction.objects.received_since(at - WINDOW).filter(
        sender=sender, text=text, record_named="" if found else record
    )
    if found:
        again = again.of(found)
    if same := again.first():
        return same
    correction = Correction.objects.create(
        reference=IdentifierCounter.next_identifier(REFERENCE_PREFIX),
        record=found,
        record_named="" if found else record,
        text=text,
        address=address,
        name=name,
        email=email,
        sender=sender,
        received_at=at,
    )
    take_step(correction, Step.Verb.RECEIVED, by=None, at=at, road=Step.Road.FORM)
    return correction


def check_flood(sender, at):
    lately = Correction.objects.received_since(at - WINDOW)
    if lately.count() >= MOST_OF_ALL or lately.filter(sender=sender).count() >= MOST_OF_ONE:
        raise Flooded(int(WINDOW.total_seconds()))


def can_handle(user):
    return user.has_perm("publishing.change_correction")


def can_close(correction, user):
    """Who may change the record speaks for it; one that names no record is everybody's."""
    if not can_handle(user):
        return False
    return correction.record is None or can_change(correction.record, user)


def opened(correction, allowed):
    """The correction, locked; raises Refused when this editor may not, or it is closed."""
    correction = locked(correction)
    if not allowed:
        raise Refused(_("Only who may change the record may do this."))
    if not correction.is_waiting:
        raise Refused(_("It is closed by now. Open it again first."))
    return correction


@transaction.atomic
def take_in_hand(correction, *, by, at=None):
    at = at or timezone.now()
    correction = opened(correction, can_handle(by))
    if correction.handled_by == by:
        return correction
    correction.state, correction.handled_by = State.IN_HAND, by
    correction.save(update_fields=["state", "handled_by"])
    take_step(correction, Step.Verb.TAKEN, by=by, at=at)
    return correction


@transaction.atomic
def answer(correction, *, by, text, at=None):
    """A letter to the reader, after the commit. It is kept until the personal data are deleted."""
    at = at or timezone.now()
    correction = opened(correction, can_close(correction, by))
    if not correction.email:
        raise Refused(_("No e-mail address is there to answer to."))
    if len(correction.answers) >= MOST_ANSWERS:
        raise Refused(_("So many letters were sent already. Write from your own address."))
    correction.answers = [
        *correction.answers, {"at": at.isoformat(), "by": str(by), "text": text}
    ]  # fmt: skip
    if correction.state == State.NEW:
        correction.state, correction.handled_by = State.IN_HAND, by
    correction.save(update_fields=["answers", "state", "handled_by"])
    # Its words are personal data, which a history that nobody changes could not forget.
    take_step(correction, Step.Verb.ANSWERED, by=by, at=at)
    notices.answer_reader(correction, text)
    return correction


@transaction.atomic
def close(correction, *, by, state, outcome, version=None, at=None):
    """Done or declined, and why. `version`: the public one that mended the record."""
    at = at or timezone.now()
    correction = opened(correction, can_close(correction, by))
    record = correction.record
    if state not in Correction.CLOSED:
        raise Refused(_("A correction is closed as done or as declined."))
    if version is not None:
        if state != State.DONE:
            raise Refused(_("What was declined was mended by no version."))
        if not version.number or record is None or version.record != record:
            raise Refused(_("Name a public version of the record that the reader wrote about."))
    correction.state, correction.outcome, correction.mended_by = state, outcome, version
    correction.closed_at, correction.closed_by = at, by
    correction.handled_by = correction.handled_by or by
    correction.save(
        update_fields=["state", "outcome", "mended_by", "closed_at", "closed_by", "handled_by"]
    )
    verb = Step.Verb.MENDED if state == State.DONE else Step.Verb.DECLINED
    take_step(correction, verb, by=by, at=at, remark=outcome, version=version)
    if record is not None:
        said = f"{correction.reference}: {outcome}" if outcome else correction.reference
        take_step(record, verb, by=by, at=at, remark=said, version=version)
    return correction


@transaction.atomic
def reopen(correction, *, by, at=None):
    at = at or timezone.now()
    correction = locked(correction)
    if not can_close(correction, by):
        raise Refused(_("Only who may change the record may do this."))
    if correction.is_waiting:
        raise Refused(_("It is open already."))
    correction.state, correction.handled_by = State.IN_HAND, by
    correction.closed_at = correction.closed_by = correction.mended_by = None
    correction.save(update_fields=["state", "handled_by", "closed_at", "closed_by", "mended_by"])
    take_step(correction, Step.Verb.REOPENED, by=by, at=at, remark=correction.outcome)
    return correction
