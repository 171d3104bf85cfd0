"""What a thread of the server held ends with it: its connection to the database.

Django's connection is part of a cycle, and would stay open until the next search for garbage, which
is rare here: a server whose threads come and go would run out of connections.
"""

import sys
import threading

from django.db.backends.signals import connection_created


class Held:
    def __init__(self, connection):
        self.connection = connection

    def __del__(self):
        # The connections of a process end with it, when little is left to close them with.
        if not sys.is_finalizing():
            self.connection.close()


class OfThread(threading.local):
    """Forgotten by Python when the thread ends."""

    def __init__(self):
        self.held = {}


_of_thread = OfThread()


def close_with_threads():
    """Connections that are opened from now on in this process."""
    connection_created.connect(hold)


def hold(sender, connection, **kwargs):
    """A connection is made anew after a failure: it is held once."""
    if connection.alias not in _of_thread.held:
        _of_thread.held[connection.alias] = Held(connection)
