"""Who wrote to the editors is forgotten in time; docs/operating.md says when."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .models import Correction, FactCheckAnswer, Step
from .steps import take_step

# A hash of an address tells the same sender on one day alone.
SENDER_KEPT = timedelta(days=2)
KEPT_AFTER_CLOSING = timedelta(days=180)
KEPT_AT_MOST = timedelta(days=2 * 365)
BATCH = 200


def delete_personal_data(*, at=None):
    """Forget who wrote, where nobody needs it any more: (corrections, names of fact checkers)."""
    at = at or timezone.now()
    Correction.objects.filter(received_at__lte=at - SENDER_KEPT).exclude(sender="").update(
        sender=""
    )
    old = Q(closed_at__lte=at - KEPT_AFTER_CLOSING) | Q(received_at__lte=at - KEPT_AT_MOST)
    due = Correction.objects.filter(old, forgotten_at=None).order_by("received_at", "pk")
    corrections = 0
    while batch := list(due[:BATCH]):
        corrections += forget(batch, at)
    settled = Q(settled_at__lte=at - KEPT_AFTER_CLOSING) | Q(at__lte=at - KEPT_AT_MOST)
    names = FactCheckAnswer.objects.filter(settled).exclude(name="").update(name="")
    return corrections, names


@transaction.atomic
def forget(corrections, at):
    for correction in corrections:
        correction.name = correction.email = correction.sender = ""
        correction.answers, correction.forgotten_at = [], at
        take_step(correction, Step.Verb.FORGOTTEN, by=None, at=at)
    fields = ["name", "email", "sender", "answers", "forgotten_at"]
    Correction.objects.bulk_update(corrections, fields)
    return len(corrections)
