"""How often Python looks for garbage while thousands of rows are made."""

import gc
from contextlib import contextmanager

# Rows are let go of batch by batch without its help: at 700 it would take a quarter of the time.
OBJECTS_BETWEEN_COLLECTIONS = 50_000


def let_go_of_a_batch():
    """Records and their rows hold each other; what is kept of all rows is not looked through."""
    gc.collect(1)


@contextmanager
def few_collections():
    """For work that makes many objects and few circles of them."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
