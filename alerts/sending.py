"""Letters go once: none is sent twice, and what one held is never lost in silence.

A mail server and a database cannot be changed in one step. So each letter is written down as a
Digest first, in a short transaction that also moves its subscriber on to the next moment
(`claim`); then it is sent; then the Digest is marked as sent (`settle`). Of several runs one
claims.

- Killed before the claim: nothing has happened. The next run sends the letter.
- Killed after the claim, before or after the letter left: nobody knows which. The Digest stays
  “being sent” and is never sent again; the subscriber's next letter says that the one of that day
  may not have reached them, and where its changes stand. It goes also when nothing else is new.
- The connection breaks while a letter is sent: the same.
- The server cannot be reached, or takes nothing from us: the run ends, and no claim is left.
- The server says no to a letter: then it has not taken it. The claim is undone, so that the
  changes are told later, after longer and longer pauses; after the last the subscription goes.

What there is to tell is read before the claim and outside of a transaction, where the indexes of
the lists are kept. Which changes those are is settled by their numbers (`heard`), not by the clock.
"""

import logging
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from smtplib import (
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from traceback import extract_tb

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from . import letters
from .asking import forget
from .heard import hear, heard_between
from .lists import NotUnderstood
from .models import Digest, Subscription
from .subjects import of_subscription
from .tidings import read_tidings

LIMIT = 500
# After one refusal, two, three …
PAUSES = [timedelta(hours=1), timedelta(hours=6), *map(timedelta, (1, 2, 4, 7))]
SPANS_KEPT = 8
SAID_NO = (SMTPRecipientsRefused, SMTPResponseException, SMTPNotSupportedError)

logger = logging.getLogger(__name__)


class MailServerAway(Exception):
    """No letter can be sent now; none is claimed. `tally`: what was done before."""

    tally = Counter()


class Outcome:
    SENT = "sent"
    NOTHING_NEW = "with nothing new"
    UNCLEAR = "broken off"
    REFUSED = "refused, to be tried again"
    GIVEN_UP = "given up"
    TAKEN = "sent by another run"
    FAILED = "not written for a fault"
    FORGOTTEN = "never confirmed and deleted"


@dataclass
class Written:
    """A letter and its row, neither sent nor saved. `ends`: with it the subscription is over."""

    digest: Digest
    letter: EmailMessage
    ends: bool = False


def send_due(*, at=None, limit=LIMIT):
    """Send what is due, to at most `limit` subscribers; returns a Counter of outcomes.

    Any number of processes may run it at once. Raises MailServerAway.
    """
    at = at or timezone.now()
    tally = Counter({Outcome.FORGOTTEN: forget(at=at)})
    until = hear(at=at)
    changes_after = lru_cache(SPANS_KEPT)(lambda after: heard_between(after, until))
    try:
        for subscription in Subscription.objects.due(at)[:limit]:
            changes = changes_after(subscription.told_until)
            tally[tell(subscription, changes, until, at)] += 1
    except MailServerAway as away:
        away.tally = +tally
        raise
    return +tally


def tell(subscription, changes, until, at):
    """Send one subscriber what of the changes concerns them; returns an Outcome."""
    try:
        written = write(subscription, changes, until, at)
    except Exception as fault:
        # One alert must not hold up those after it. What a fault says may hold an address.
        logger.error("Alert %s was not written: %s", subscription.pk, place_of(fault))
        move_on(subscription, at)
        return Outcome.FAILED
    if written is None:
        move_on(subscription, at, told_until=until)
        return Outcome.NOTHING_NEW
    with mail_server() as server:
        if not claim(subscription, written.digest, at):
            return Outcome.TAKEN
        return deliver(written, server, at)


def place_of(fault):
    frame = extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__} in {frame.filename}, line {frame.lineno}"


def write(subscription, changes, until, at):
    """The Written for the subscriber, or None where there is nothing to tell."""
    digest = Digest(
        subscription=subscription,
        due_at=subscription.next_at,
        after=subscription.told_until,
        until=until,
        since=localdate(at),
        claimed_at=at,
    )
    try:
        subject = of_subscription(subscription, localdate(at))
    except NotUnderstood as lost:
        return Written(digest, letters.last(subscription, digest.pk, lost.reasons), ends=True)
    changes = [change for change in changes if change.at > subscription.confirmed_at]
    tidings = read_tidings(subject, changes)
    unclear = list(subscription.digests.filter(state=Digest.State.SENDING).order_by("due_at"))
    if not tidings and not unclear:
        return None
    digest.since = tidings.since or digest.since
    return Written(digest, letters.digest(subscription, digest.pk, subject, tidings, unclear))


def move_on(subscription, at, **changed):
    """To the next moment, unless another run or the subscriber was there meanwhile."""
    as_read(subscription).update(next_at=subscription.next_moment(at), **changed)


def as_read(subscription):
    return Subscription.objects.filter(
        pk=subscription.pk, next_at=subscription.next_at, told_until=subscription.told_until
    )


@contextmanager
def mail_server():
    """A connection for one letter, so that none is broken off because the one before took long."""
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        raise MailServerAway(type(error).__name__) from None
    try:
        yield connection
    finally:
        with suppress(OSError):
            connection.close()


@transaction.atomic
def claim(subscription, digest, at):
    """Whether the letter is now this process's to send, once."""
    row = as_read(subscription).select_for_update().first()
    if row is None:
        return False
    digest.save(force_insert=True)
    row.told_until, row.next_at = digest.until, row.next_moment(at)
    row.save(update_fields=["told_until", "next_at"])
    return True


def deliver(written, server, at):
    """Send it, once it is claimed; returns an Outcome."""
    try:
        server.send_messages([written.letter])
    except SMTPSenderRefused as error:
        # That is about who writes, and would be said of every letter.
        undo(written.digest)
        raise MailServerAway(type(error).__name__) from None
    except SAID_NO as error:
        logger.warning("A letter of an alert was refused: %s", type(error).__name__)
        return give_back(written.digest, at)
    except OSError as error:
        logger.error("A letter of an alert was broken off: %s", type(error).__name__)
        return Outcome.UNCLEAR
    settle(written)
    return Outcome.SENT


@transaction.atomic
def settle(written):
    """It was sent. Earlier ones are done with: what was unclear of them, it said."""
    digest = written.digest
    own = Subscription.objects.filter(pk=digest.subscription_id)
    if written.ends:
        own.delete()
        return
    own.update(refusals=0)
    Digest.objects.filter(pk=digest.pk).update(state=Digest.State.SENT)
    Digest.objects.filter(subscription=digest.subscription_id).exclude(pk=digest.pk).delete()


@transaction.atomic
def give_back(digest, at):
    """The server did not take it: the same is told later, or the subscription is given up."""
    row = undo(digest)
    if row is None:
        return Outcome.REFUSED
    if row.refusals >= len(PAUSES):
        row.delete()
        return Outcome.GIVEN_UP
    row.next_at = at + PAUSES[row.refusals]
    row.refusals += 1
    row.save(update_fields=["next_at", "refusals"])
    return Outcome.REFUSED


@transaction.atomic
def undo(digest):
    """Take the claim back; returns the subscription, locked, unless it ended meanwhile."""
    row = Subscription.objects.select_for_update().filter(pk=digest.subscription_id).first()
    if row:
        Digest.objects.filter(pk=digest.pk).delete()
        row.told_until, row.next_at = digest.after, digest.due_at
        row.save(update_fields=["told_until", "next_at"])
    return row
