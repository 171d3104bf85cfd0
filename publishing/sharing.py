"""Preview links: made and revoked by editors, each recorded."""

from django.db import transaction
from django.utils import timezone

from .models import PreviewLink, Step
from .models.plans import LINK_LIFETIME
from .rights import check_can_change
from .steps import take_step


@transaction.atomic
def share(record, *, by, at=None, lifetime=LINK_LIFETIME):
    """A link for whoever has no account; returns the PreviewLink."""
    at = at or timezone.now()
    check_can_change(record, by)
    link = PreviewLink.objects.create(
        record=record, made_by=by, made_at=at, expires_at=at + lifetime
    )
    take_step(record, Step.Verb.SHARED, by=by, at=at)
    return link


@transaction.atomic
def revoke(link, *, by, at=None):
    at = at or timezone.now()
    check_can_change(link.record, by)
    if link.revoked_at is None:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        take_step(link.record, Step.Verb.REVOKED, by=by, at=at)
    return link
