"""Alerts for tests, and the letters that came of them."""

import re
import threading
from datetime import timedelta

from django.core import mail
from django.utils import timezone

from alerts.heard import last_number
from alerts.models import Frequency, Subscription
from tests.publishing.public_forms import ticket

READER = "reader@reader.example"
LINK = re.compile(r"https?://[^/\s]+(/alerts/[^/\s]{40,}/(?:unsubscribe/)?)")


def make_alert(about="list=agreements", *, email=READER, frequency="daily", at=None):
    """One that was confirmed an hour ago."""
    at = at or timezone.now() - timedelta(hours=1)
    return Subscription.objects.create(
        email=email,
        about=about,
        frequency=frequency,
        requested_at=at,
        confirmed_at=at,
        next_at=Frequency(frequency).next_moment(at),
        told_until=last_number(),
    )


def morning(number=1):
    """The first moment of letters that is still to come, or one after it."""
    moment = timezone.now()
    for _each in range(number):
        moment = Frequency.DAILY.next_moment(moment)
    return moment


def asked(**fields):
    """What the form sends."""
    return {"ticket": ticket("alerts"), "email": READER, "frequency": "daily", **fields}


def letters():
    """Once the last one has left."""
    for thread in threading.enumerate():
        if thread.name == "letter":
            thread.join()
    return mail.outbox


def link_in(letter):
    """The way to the alert's own page, or to its end where that comes first."""
    return LINK.search(letter.body)[1]
