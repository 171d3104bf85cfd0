"""The token of what readers see now, shared by all processes of a host that read or publish.

It is random bytes in a file that every reader has in memory. While a commit that changes public
pages is under way the token is closed: nothing is kept and nothing that was kept is given. Then it
is another one, so that whatever was rendered before is of no use.

A publisher holds a lock of the kernel while it has closed the token. One that is killed leaves it
closed and counted; whoever meets that opens it, once no transaction of the dead one can still be
committed (in_flight.py).
"""

import fcntl
import mmap
import os
import secrets
import struct
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

SIZE = 16
CLOSED = bytes(SIZE)
# The token, how many publishers hold it closed, and how often it was closed.
LAYOUT = struct.Struct(f"{SIZE}sQQ")


class Token:
    """The token in a folder on a disk of this host, or one in memory."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.path = self.folder / "token"
        self.file = self.map = None

    def read(self):
        """Of a token that is being written this may be a mixture: one that is nobody's."""
        if self.map is None:
            self.open()
        return self.map[:SIZE]

    def open(self):
        with self.locked():
            self.open_file()

    def open_file(self):
        """An empty file is closed: whoever meets it looks whether something is in flight."""
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o660)
        if os.fstat(file).st_size < LAYOUT.size:
            os.pwrite(file, bytes(LAYOUT.size), 0)
        before, self.file = self.file, file
        self.map = mmap.mmap(file, LAYOUT.size, mmap.MAP_SHARED, mmap.PROT_READ)
        if before is not None:
            if not os.path.sameopenfile(before, file):
                # For those that still have the one in memory that was removed.
                os.pwrite(before, bytes(LAYOUT.size), 0)
            os.close(before)

    def is_removed(self):
        """Whether the file in memory has no name any more; costs next to nothing to ask."""
        try:
            return os.fstat(self.file).st_nlink == 0
        except OSError:
            # Another thread has just closed it, having opened the next.
            return True

    def is_replaced(self):
        """Whether somebody removed the file that this process has in memory."""
        try:
            return os.fstat(self.file).st_ino != os.stat(self.path).st_ino
        except OSError:
            return True

    @contextmanager
    def locked(self):
        """One process at a time; never while the database is asked."""
        with self.holding("lock", fcntl.LOCK_EX):
            yield

    @contextmanager
    def holding(self, name, kind):
        lock = self.lock(name, kind)
        try:
            yield
        finally:
            os.close(lock)

    def lock(self, name, kind):
        """A lock lasts until it is closed: each is a file opened anew, also within a process."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = os.open(self.folder / name, os.O_RDWR | os.O_CREAT, 0o660)
        except OSError as error:
            advice = "Set PAGE_CACHE_ROOT to a folder that it may write in."
            message = f"The page cache cannot use {self.folder} ({error.strerror}). {advice}"
            raise OSError(message) from error
        try:
            fcntl.flock(lock, kind)
        except BaseException:
            os.close(lock)
            raise
        return lock

    def state(self):
        if self.file is None or self.is_replaced():
            self.open_file()
        return LAYOUT.unpack(os.pread(self.file, LAYOUT.size, 0))

    def write(self, token, publishers, closings):
        os.pwrite(self.file, LAYOUT.pack(token, publishers, closings), 0)

    def close(self):
        """Before a commit that changes public pages. Gives what opens the token again."""
        with self.locked():
            _token, publishers, closings = self.state()
            publisher = self.lock("publishers", fcntl.LOCK_SH)
            self.write(CLOSED, publishers + 1, closings + 1)
        return publisher

    def renew(self, publisher):
        """After that commit: a new token, unless another publisher holds it closed."""
        with self.locked():
            token, publishers, closings = self.state()
            os.close(publisher)
            publishers = max(publishers - 1, 0)
            self.write(token if publishers else new_token(), publishers, closings)

    def abandon(self, publisher):
        """Nobody knows whether the commit took place: as if the publisher had died."""
        os.close(publisher)

    def change(self):
        """A new token where none is held closed."""
        self.renew(self.close())

    def dead_closings(self):
        """How often the token had been closed, where it is and nobody who did it lives; else None.

        A number names one state of affairs: see revive().
        """
        with self.locked():
            token, _publishers, closings = self.state()
            return closings if token == CLOSED and self.nobody_publishes() else None

    def revive(self, closings):
        """Open the token, unless somebody has closed it since dead_closings()."""
        with self.locked():
            token, _publishers, now = self.state()
            if token == CLOSED and now == closings and self.nobody_publishes():
                self.write(new_token(), 0, closings)

    def nobody_publishes(self):
        with suppress(BlockingIOError), self.holding("publishers", fcntl.LOCK_EX | fcntl.LOCK_NB):
            return True
        return False


def new_token():
    """Random: two that count up could come to the same number."""
    return secrets.token_bytes(SIZE)


@cache
def token_in(folder):
    """One a process."""
    return Token(folder)
