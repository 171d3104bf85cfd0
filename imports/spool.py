"""Cleaned rows between the reading of a source and the writing, in a temporary file."""

import pickle
from contextlib import contextmanager
from tempfile import TemporaryFile


class Spool:
    """Keeps batches of (row number, Cleaned or None); the memory holds one batch."""

    def __init__(self, file):
        self.file = file

    def add(self, batch):
        pickle.dump(batch, self.file, pickle.HIGHEST_PROTOCOL)

    def __iter__(self):
        """Every (row number, Cleaned or None), as it was kept."""
        self.file.seek(0)
        while True:
            try:
                # The file has no name: nobody but this process writes into it.
                batch = pickle.load(self.file)  # noqa: S301
            except EOFError:
                return
            yield from batch


@contextmanager
def new_spool():
    with TemporaryFile() as file:
        yield Spool(file)
