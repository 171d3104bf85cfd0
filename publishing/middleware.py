"""The first request after a due moment publishes what is due, if no timer was faster."""

import logging

from django.db import Error
from django.utils import timezone

from .schedule import next_moment, publish_due

# Another process may have scheduled something since this one looked.
LOOK_AGAIN_SECONDS = 20

logger = logging.getLogger(__name__)


class DueMoments:
    """Asks the database when something is due, at most every LOOK_AGAIN_SECONDS."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.looked_at = timezone.now()
        self.due_at = None

    def __call__(self, request):
        now = timezone.now()
        if self.must_look(now):
            self.catch_up(now)
        return self.get_response(request)

    def must_look(self, now):
        age = (now - self.looked_at).total_seconds()
        due = self.due_at is not None and self.due_at <= now
        return due or not 0 <= age < LOOK_AGAIN_SECONDS

    def catch_up(self, now):
        """A database that cannot be reached is for the page itself to say.

        It is not asked again at once: each visitor would wait for its silence twice.
        """
        self.looked_at = now
        try:
            self.due_at = next_moment()
            if self.due_at is not None and self.due_at <= now:
                publish_due(at=now)
                self.due_at = next_moment()
        except Error:
            self.due_at = None
            logger.exception("What is due could not be published by a request.")
