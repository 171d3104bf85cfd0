"""One renderer an address: whoever asks for the same meanwhile waits, and is given the answer."""

import threading
from contextlib import contextmanager


class Renderers:
    """Within one process; what two processes render at once, each keeps for itself."""

    def __init__(self):
        self.lock = threading.Lock()
        self.at_work = {}

    @contextmanager
    def one_at_a_time(self, key):
        with self.lock:
            turn = self.at_work.setdefault(key, [threading.Lock(), 0])
            turn[1] += 1
        try:
            with turn[0]:
                yield
        finally:
            with self.lock:
                turn[1] -= 1
                if not turn[1]:
                    del self.at_work[key]
