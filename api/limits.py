"""How often one visitor may ask in a minute, and what the headers say of it.

https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
"""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone

from publishing.visitors import sender_of

WINDOW_SECONDS = 60

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Allowance:
    """`used` of `most` requests in this minute, which ends in so many `seconds`."""

    most: int
    used: int
    seconds: int

    @property
    def is_exceeded(self):
        return self.used > self.most

    def tell(self, response):
        left = max(0, self.most - self.used)
        response.headers["RateLimit-Policy"] = f'"minute";q={self.most};w={WINDOW_SECONDS}'
        response.headers["RateLimit"] = f'"minute";r={left};t={self.seconds}'
        if self.is_exceeded:
            response.headers["Retry-After"] = str(self.seconds)


def count_request(request):
    """The Allowance of who asks, this request counted; None where there is no limit."""
    most = settings.API_REQUESTS_A_MINUTE
    if not most:
        return None
    now = timezone.now()
    minute, second = divmod(int(now.timestamp()), WINDOW_SECONDS)
    return Allowance(most, count(f"{sender_of(request, now)}:{minute}"), WINDOW_SECONDS - second)


def count(key):
    """How often it was counted; a cache that is out of reach counts nothing and locks nobody out.

    It is a cache of its own: one that forgets when it is full must not forget tries at sign-in.
    """
    visits = caches["visits"]
    try:
        visits.add(key, 0, timeout=2 * WINDOW_SECONDS)
        return visits.incr(key)
    except ValueError:  # It was forgotten between the two.
        return 1
    except Exception:
        logger.exception("Requests to the API could not be counted.")
        return 1
