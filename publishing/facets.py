"""Which rows of a public list have which codes: held in memory, so that counts are true and quick.

After a public change each process reads anew what the change may have touched, and now and then
all. Rows are always read through the door of the public: the index says which ones and how many,
never what they hold.
"""

import gc
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from threading import Lock

from django.db import connection
from django.utils import timezone

from .facet_changes import Seen, see
from .facet_index import FacetIndex
from .facet_orders import Moved

__all__ = ["FacetIndex", "index_of", "kept_index_of", "state_of_register"]

# An index of fewer rows is read as quickly as it is renewed, and not worth a collection.
MANY_ROWS = 1000


@dataclass(frozen=True)
class Kept:
    seen: Seen
    day: date
    index: FacetIndex


_kept = {}
_reading = Lock()


def index_of(filterset_class):
    """The index as of the newest public change."""
    if connection.in_atomic_block:
        # What a transaction sees may never become public: a draft in a preview.
        return FacetIndex(filterset_class)
    kept = _kept.get(filterset_class)
    if not kept or not kept.seen.is_all(timezone.now()):
        with _reading:
            # Whoever had to wait would take what was published meanwhile for a change to come.
            kept, now = _kept.get(filterset_class), timezone.now()
            if not kept or not kept.seen.is_all(now):
                kept = _kept[filterset_class] = renewed(kept, filterset_class, now)
    return kept.index


def kept_index_of(filterset_class):
    """The same; None within a transaction, where it would have to be read for this one reader."""
    return None if connection.in_atomic_block else index_of(filterset_class)


def renewed(kept, filterset_class, now):
    """With the rows that may have changed since, as long as few of many have on the same day.

    Once a day all is read: statuses are those of another day, and whatever was written past the
    register's own doors is seen by then.
    """
    today, seen = timezone.localdate(now), see(now)
    if kept and kept.day == today and len(kept.index) >= MANY_ROWS:
        touched = seen.touched_since(kept.seen, filterset_class)
        if touched is not None:
            # Somebody may publish while it is read.
            with suppress(Moved):
                index = kept.index.with_changed(*touched)
                # Visits that are over hold each other, and with them the indexes that they read.
                gc.collect()
                return Kept(seen, today, index)
    is_first, index = kept is None, FacetIndex(filterset_class)
    if is_first or len(index) >= MANY_ROWS:
        pass_over_in_collections()
    return Kept(seen, today, index)


def pass_over_in_collections():
    """Spare visits the search for garbage among all that stays, which takes a tenth of a second.

    What became garbage since the last time is found now.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def state_of_register():
    """(number of changes whose moment has come, moment of the newest of them).

    Differs after every public change, however late it was committed or early it is dated.
    """
    seen = see(timezone.now())
    return seen.count, seen.newest
