"""Alerts are asked for, confirmed and ended. Nobody is written to twice who has not confirmed."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from publishing.flood import Flooded
from publishing.models import IdentifierCounter
from publishing.rights import Refused

from . import heard, letters
from .models import Request, Subscription

LOCK = "ALERTS"
WINDOW = timedelta(hours=1)
MOST_OF_ONE = 10
MOST_OF_ALL = 120
# Letters that ask an address to confirm, until these lapse.
MOST_UNCONFIRMED = 3
MOST_OF_ADDRESS = 50
# A hash of a network address tells the same visitor on one day alone.
REQUESTS_KEPT = timedelta(days=2)


@transaction.atomic
def ask(subject, *, email, frequency, sender, at):
    """Send the letter that asks to confirm, unless the address has had enough of them.

    Whether it was sent is told to nobody: neither who has alerts nor who was asked before can be
    found out here. `sender`: see publishing.visitors. Raises Flooded.
    """
    check_flood(sender, at)
    IdentifierCounter.lock(LOCK)
    check_flood(sender, at)
    Request.objects.create(sender=sender, at=at)
    if Subscription.objects.waiting(at).of(email).count() < MOST_UNCONFIRMED:
        subscription = Subscription.objects.create(
            email=email.lower(), about=subject.about, frequency=frequency, requested_at=at
        )
        letter = letters.to_confirm(subscription, subject)
        transaction.on_commit(lambda: letters.send_later(letter))


def check_flood(sender, at):
    lately = Request.objects.filter(at__gt=at - WINDOW)
    if lately.count() >= MOST_OF_ALL or lately.filter(sender=sender).count() >= MOST_OF_ONE:
        raise Flooded(int(WINDOW.total_seconds()))


@transaction.atomic
def confirm(subscription, *, at):
    """Begin to tell; returns the Subscription that holds now, None where there is none any more.

    Who asked again for what they are told of already chooses anew how often. Raises Refused.
    """
    IdentifierCounter.lock(LOCK)
    asked = Subscription.objects.select_for_update().known(at).filter(pk=subscription.pk).first()
    if asked is None or asked.is_confirmed:
        return asked
    own = Subscription.objects.select_for_update().confirmed().of(asked.email)
    if same := own.filter(about=asked.about).first():
        same.frequency, same.next_at = asked.frequency, asked.next_moment(at)
        same.save(update_fields=["frequency", "next_at"])
        asked.delete()
        return same
    if len(own) >= MOST_OF_ADDRESS:
        raise Refused(_("This address has very many alerts. End one of them first."))
    asked.confirmed_at, asked.next_at = at, asked.next_moment(at)
    asked.told_until = heard.last_number()
    asked.save(update_fields=["confirmed_at", "next_at", "told_until"])
    return asked


def end(subscription):
    """Delete it with its address."""
    Subscription.objects.filter(pk=subscription.pk).delete()


def end_all(email):
    """Delete every alert of the address; returns how many there were."""
    own = Subscription.objects.of(email)
    number = own.count()
    own.delete()
    return number


def forget(*, at):
    """Delete what was not confirmed in time, and who asked; returns how many alerts."""
    Request.objects.filter(at__lte=at - REQUESTS_KEPT).delete()
    expired = Subscription.objects.expired(at)
    number = expired.count()
    expired.delete()
    return number
