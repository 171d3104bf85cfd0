"""What readers see now: the token of this host, and what other hosts have written meanwhile."""

import logging
import threading
import time

from django.conf import settings
from django.db import Error, connection

from .in_flight import InFlight
from .models import Renewal
from .token import CLOSED, token_in

# How often one process looks whether a closed token can be opened.
LOOK_EVERY = 1.0
# Of several hosts: what one of them published the others show within a second.
ASK_EVERY = 0.4

logger = logging.getLogger(__name__)


class Freshness:
    def __init__(self):
        self.token = token_in(settings.PAGE_CACHE_ROOT)
        self.several_hosts = settings.SEVERAL_HOSTS
        self.every = ASK_EVERY if self.several_hosts else LOOK_EVERY
        self.others, self.asked_at = None if self.several_hosts else b"", 0.0
        self.look_at = 0.0
        self.looking = threading.Lock()
        self.in_flight = InFlight()

    def now(self):
        """What differs whenever public pages do; None while nothing may be kept or given."""
        if time.monotonic() >= self.look_at:
            self.look()
        value = self.token.read()
        # Whoever publishes now writes to another file than one that was removed: look() finds it.
        if value == CLOSED or self.others is None or self.token.is_removed():
            return None
        return value + self.others

    def look(self):
        """At what is not in memory, now and then; who comes meanwhile waits for what is found."""
        with self.looking:
            started = time.monotonic()
            if started < self.look_at:
                return
            try:
                self.look_at_token()
                if self.several_hosts:
                    self.others = Renewal.state()
            except (Error, OSError) as error:
                name = type(error).__name__
                logger.warning("Whether kept pages are fresh cannot be found out: %s", name)
                connection.close_if_unusable_or_obsolete()
                self.others = None if self.several_hosts else b""
            self.look_at = started + self.every

    def look_at_token(self):
        if self.token.map is not None and self.token.is_replaced():
            self.token.open()
        if self.token.read() != CLOSED:
            return
        closings = self.token.dead_closings()
        if closings is not None and self.in_flight.is_settled(closings):
            self.token.revive(closings)
