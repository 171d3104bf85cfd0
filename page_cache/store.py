"""Where answers are kept: in the memory of a process, within bounds."""

import threading
from collections import OrderedDict
from contextlib import suppress

# Of the room for answers that were asked for again.
PROTECTED_SHARE = 0.8
# Spellings of the addresses of kept answers: parameters in another order, and the like.
MOST_SPELLINGS = 10_000


class Store:
    """The least recently used goes first, in two parts.

    A new answer is on trial, and competes with others on trial; asked for again it moves to the
    protected part. So a flood of addresses that are asked for once, as anybody can make them by
    searching for random words, drives out its own answers and those that came within it, and not
    the pages that people read.
    """

    def __init__(self, most_bytes):
        self.most_bytes = most_bytes
        self.lock = threading.Lock()
        self.token = None
        self.clear()

    def clear(self):
        self.trial, self.protected = OrderedDict(), OrderedDict()
        self.trial_bytes = self.protected_bytes = 0
        self.spellings = OrderedDict()

    def __len__(self):
        return len(self.trial) + len(self.protected)

    @property
    def bytes(self):
        return self.trial_bytes + self.protected_bytes

    def find(self, key):
        """Without a lock: what another thread takes out meanwhile is as good."""
        answer = self.protected.get(key)
        if answer is not None:
            with suppress(KeyError):
                self.protected.move_to_end(key)
            return answer
        answer = self.trial.get(key)
        if answer is not None:
            self.protect(key)
        return answer

    def protect(self, key):
        with self.lock:
            if (answer := self.trial.pop(key, None)) is None:
                return
            self.trial_bytes -= answer.size
            self.protected[key] = answer
            self.protected_bytes += answer.size
            self.shorten()

    def add_form(self, key, answer, encoding):
        """An answer is asked for in another encoding, which takes room too."""
        with self.lock:
            before = answer.size
            answer.form(encoding)
            if self.trial.get(key) is answer:
                self.trial_bytes += answer.size - before
            elif self.protected.get(key) is answer:
                self.protected_bytes += answer.size - before
            self.shorten()

    def keep(self, key, answer):
        """An answer under another token than those before makes them all useless."""
        with self.lock:
            if answer.token != self.token:
                spellings = self.spellings
                self.clear()
                self.token, self.spellings = answer.token, spellings
            self.drop(key)
            self.trial[key] = answer
            self.trial_bytes += answer.size
            self.shorten()

    def drop(self, key):
        if (old := self.trial.pop(key, None)) is not None:
            self.trial_bytes -= old.size
        if (old := self.protected.pop(key, None)) is not None:
            self.protected_bytes -= old.size

    def shorten(self):
        while self.protected_bytes > self.most_bytes * PROTECTED_SHARE:
            # Back on trial, where it is the newest.
            old, oldest = self.protected.popitem(last=False)
            self.protected_bytes -= oldest.size
            self.trial[old] = oldest
            self.trial_bytes += oldest.size
        while self.trial and self.bytes > self.most_bytes:
            _key, answer = self.trial.popitem(last=False)
            self.trial_bytes -= answer.size

    def spell(self, spelling, key):
        """That an address, as it was written, is that of a key."""
        with self.lock:
            self.spellings[spelling] = key
            while len(self.spellings) > MOST_SPELLINGS:
                self.spellings.popitem(last=False)
