"""Caches that may be away: then nothing is kept, and whoever asks is answered all the same.

What must hold without a cache, such as the limit on passwords, is counted in the database.
"""

import logging
from contextlib import suppress

from django.core.cache.backends import filebased, redis
from redis.exceptions import RedisError

AWAY = (RedisError, OSError)
# Nobody waits longer for a cache than the page itself would take.
WAITING_SECONDS = 1

logger = logging.getLogger(__name__)


def or_else(name, answer):
    """The method of that name; where the cache is away, what `answer` makes of its arguments."""

    def method(self, *arguments, **options):
        try:
            return getattr(super(MayBeAway, self), name)(*arguments, **options)
        except AWAY as fault:
            logger.warning("The cache is away: %s", type(fault).__name__)
            return answer(*arguments, **options)

    return method


def nothing(*arguments, **options):
    return None


def yes(*arguments, **options):
    """As by Django's cache that keeps nothing: whoever adds a lock may go on."""
    return True


def no(*arguments, **options):
    return False


def the_default(key, default=None, version=None):
    return default


def not_there(key, *arguments, **options):
    """As of a key that was forgotten."""
    raise ValueError(f"The cache is away: “{key}” is not kept.")


class MayBeAway:
    """Goes before a backend of Django's."""

    add = or_else("add", yes)
    clear = or_else("clear", no)
    delete = or_else("delete", no)
    delete_many = or_else("delete_many", nothing)
    get = or_else("get", the_default)
    get_many = or_else("get_many", lambda keys, version=None: {})
    has_key = or_else("has_key", no)
    incr = or_else("incr", not_there)
    set = or_else("set", nothing)
    set_many = or_else("set_many", lambda values, *arguments, **options: list(values))
    touch = or_else("touch", no)


class FileCache(MayBeAway, filebased.FileBasedCache):
    def _createdir(self):
        """Done at the start and before each writing, which says itself that it is in vain."""
        with suppress(OSError):
            super()._createdir()


class RedisCache(MayBeAway, redis.RedisCache):
    def __init__(self, server, params):
        super().__init__(server, params)
        waiting = {
            "socket_connect_timeout": WAITING_SECONDS,
            "socket_timeout": WAITING_SECONDS,
        }
        self._options = waiting | self._options
