"""A form of the public as a browser sends it: read from the page, filled in, sent a while later."""

import re
from datetime import timedelta

from django.utils import timezone

from publishing.public_forms import new_ticket

TICKET = re.compile(r'name="ticket" value="([^"]*)"')


def ticket(purpose="corrections", age=60):
    """One that was given out so many seconds ago."""
    return new_ticket(purpose, timezone.now() - timedelta(seconds=age))


def ticket_in(response):
    return TICKET.search(response.content.decode())[1]


def correction(**fields):
    """What a reader sends."""
    return {"ticket": ticket(), "text": "The day is wrong.", "consent": "on", **fields}
