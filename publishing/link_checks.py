"""Asking what the register leads to whether it is still there."""

import logging
import time
from collections import Counter, defaultdict
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import outgoing_links
from .models import Lease, LinkCheck
from .network import NotFetched, Reason
from .rights import Refused, check_can_change

logger = logging.getLogger(__name__)
LEASE = "check_links"
# Longer than one link may take, with its pause.
LEASE_LENGTH = timedelta(minutes=10)
AGAIN_AFTER = timedelta(minutes=1)
LONGEST_PAUSE = 60


class AlreadyRunning(Exception):
    """Another process checks links now."""


def check_due_links(*, limit, host_pause, now=timezone.now, pause=time.sleep):
    """Look at the links that are due, at most `limit`; returns a Counter for the tally.

    One site is asked again after `host_pause` seconds. Raises AlreadyRunning.
    """
    if not Lease.take(LEASE, at=now(), length=LEASE_LENGTH):
        raise AlreadyRunning
    try:
        tally = Counter()
        tally["new"], tally["no longer used"] = outgoing_links.note_addresses(at=now())
        due = LinkCheck.objects.due(now())[:limit]
        manners = Manners(host_pause, pause)
        for link in in_turns(due):
            manners.wait_for(host_of(link.address))
            Lease.extend(LEASE, at=now(), length=LEASE_LENGTH)
            tally[look_at(link, at=now())] += 1
        return tally
    finally:
        Lease.give_back(LEASE)


def in_turns(links):
    """One link of each site, then the next of each: the pauses pass while others are asked."""
    turns = defaultdict(list)
    asked = Counter()
    for link in links:
        host = host_of(link.address)
        turns[asked[host]].append(link)
        asked[host] += 1
    return [link for turn in sorted(turns) for link in turns[turn]]


def host_of(address):
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


class Manners:
    """No site is asked twice within the pause."""

    def __init__(self, host_pause, pause):
        self.host_pause = min(host_pause, LONGEST_PAUSE)
        self.pause = pause
        self.asked = {}

    def wait_for(self, host):
        since = time.monotonic() - self.asked.get(host, float("-inf"))
        if since < self.host_pause:
            self.pause(self.host_pause - since)
        self.asked[host] = time.monotonic()


def look_at(link, *, at):
    """Ask once and note what was said; returns the state. No transaction is held meanwhile."""
    try:
        answer, reason = ask(link.address), None
    except NotFetched as failure:
        answer, reason = None, failure.reason
    except Exception:
        # One site must not hold up the others, which would be asked after it for ever.
        logger.exception("A link could not be checked: %s", link.address)
        answer, reason = None, Reason.BAD_ANSWER
    return note(link, answer, reason, at)


def ask(address):
    """Some sites answer only a browser that reads the page: they are asked for it then."""
    # httpx takes memory from each process of the server, most of which fetch nothing.
    from .fetching import fetch

    answer = fetch(address, method="HEAD", with_body=False)
    return answer if answer.status < 400 else fetch(address, with_body=False)


@transaction.atomic
def note(link, answer, reason, at):
    """An editor may have written to the row meanwhile, or the link may be gone."""
    row = LinkCheck.objects.select_for_update().filter(pk=link.pk).first()
    if row is None:
        return "no longer used"
    if answer:
        row.answered(answer.status, at, moved_to=answer.moved_to)
    else:
        row.not_fetched(reason, at)
    row.save()
    return row.state


def check_again(link, *, by, at=None):
    """Look at one link now, for an editor; returns it, or None when nothing leads to it any more.

    Raises Refused right after another look.
    """
    at = at or timezone.now()
    check_can_change(link, by)
    if link.last_checked_at and at - link.last_checked_at < AGAIN_AFTER:
        raise Refused(_("It was checked a moment ago. Try again in a minute."))
    if Lease.take(LEASE, at=at, length=LEASE_LENGTH):
        # Perhaps the editor has just mended it.
        outgoing_links.note_addresses(at=at)
        Lease.give_back(LEASE)
    link = LinkCheck.objects.filter(pk=link.pk).first()
    if link:
        look_at(link, at=at)
        link = LinkCheck.objects.filter(pk=link.pk).first()
    return link


@transaction.atomic
def keep(link, *, by, reason, at=None):
    """Let a link stay although its page is gone; an empty reason takes that back."""
    check_can_change(link, by)
    row = LinkCheck.objects.select_for_update().get(pk=link.pk)
    if row.kept_reason == reason:
        return row
    row.kept_reason = reason
    row.kept_at, row.kept_by = (at or timezone.now(), by) if reason else (None, None)
    row.save(update_fields=["kept_reason", "kept_at", "kept_by"])
    return row
