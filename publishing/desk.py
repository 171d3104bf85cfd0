"""The piles of drafts, review, planned moments and review dates."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from .models import Correction, LinkCheck, PlannedWithdrawal, ReviewDate, Version
from .piles import UPKEEP, WORK, Pile, pile
from .rights import kinds_for

State = Version.State


def versions(label, found, query):
    address = f"{reverse('admin:publishing_version_changelist')}?{query}"
    return Pile(WORK, label, found.count(), address)


@pile
def own_drafts(user):
    found = Version.objects.filter(state=State.DRAFT).written_by(user)
    return versions(_("My drafts"), found, "state=draft&whose=mine")


@pile
def own_conflicts(user):
    found = Version.objects.filter(state=State.CONFLICT).written_by(user)
    return versions(_("My texts kept beside a newer draft"), found, "state=conflict&whose=mine")


@pile
def waiting(user):
    if not kinds_for(user, "publish"):
        return None
    return versions(_("Waiting for me"), Version.objects.waiting_for(user), "whose=waiting")


@pile
def scheduled(user):
    found = Version.objects.filter(state=State.SCHEDULED, content_type__in=kinds_for(user, "view"))
    return versions(_("Scheduled"), found, "state=scheduled")


@pile
def planned_withdrawals(user):
    found = PlannedWithdrawal.objects.waiting().filter(content_type__in=kinds_for(user, "view"))
    address = reverse("admin:publishing_plannedwithdrawal_changelist")
    return Pile(WORK, _("Withdrawals planned"), found.count(), address)


@pile
def review_due(user):
    found = ReviewDate.objects.due(localdate()).filter(content_type__in=kinds_for(user, "view"))
    address = f"{reverse('admin:publishing_reviewdate_changelist')}?due=now"
    return Pile(UPKEEP, _("Review due"), found.count(), address)


@pile
def broken_links(user):
    if not user.has_perm("publishing.view_linkcheck"):
        return None
    address = f"{reverse('admin:publishing_linkcheck_changelist')}?state=broken"
    return Pile(UPKEEP, _("Broken links"), LinkCheck.objects.broken().count(), address)


@pile
def corrections(user):
    if not user.has_perm("publishing.view_correction"):
        return None
    address = reverse("admin:publishing_correction_changelist")
    return Pile(
        UPKEEP, _("Corrections from readers"), Correction.objects.waiting().count(), address
    )
