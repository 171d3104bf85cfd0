"""Links to a draft for somebody without an account: made and revoked by editors, each recorded."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import snapshots
from .locks import locked
from .models import PreviewLink, Step, Version
from .models.plans import FACT_CHECK_LIFETIME, LINK_LIFETIME
from .rights import Refused, check_can_change
from .steps import take_step

MOST_WORKING = 20


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
def ask_for_check(record, *, by, at=None, lifetime=FACT_CHECK_LIFETIME):
    """A link that opens the present draft alone and asks whether it is right."""
    at = at or timezone.now()
    check_can_change(record, by)
    record = locked(record)
    version = Version.objects.of(record).open().first()
    if version is None:
        raise Refused(_("There is no draft to check."))
    if not says_what_it_said(record, version):
        raise Refused(_("The record was changed by another road. Open it and save it again."))
    working = PreviewLink.objects.of(record).of_one_draft().working(at)
    if working.count() >= MOST_WORKING:
        raise Refused(_("Many links work already. Revoke one first."))
    link = PreviewLink.objects.create(
        record=record, version=version, made_by=by, made_at=at, expires_at=at + lifetime
    )
    take_step(record, Step.Verb.ASKED, by=by, at=at, version=version)
    return link


@transaction.atomic
def revoke(link, *, by, at=None):
    at = at or timezone.now()
    check_can_change(link.record, by)
    if link.revoked_at is None:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        verb = Step.Verb.UNASKED if link.version_id else Step.Verb.REVOKED
        take_step(link.record, verb, by=by, at=at)
    return link


def why_not(link, at):
    """Why a link opens nothing, in a sentence; empty when it does."""
    if not link.works_at(at):
        return _("The link has expired or was revoked. Ask the editors for another.")
    if link.version_id is None:
        return ""
    if link.version.state == Version.State.LIVE:
        return _("The draft that it led to has been published. You find it in the register.")
    if not link.version.is_open or not says_what_it_said(link.record, link.version):
        return _("The draft was changed since the link was made. Ask the editors for another.")
    return ""


def says_what_it_said(record, version):
    """What was never public is its own draft: its rows may have been changed by another road."""
    if record is None:
        return False
    return record.was_public or snapshots.digest(snapshots.take(record)) == version.digest
