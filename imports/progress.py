"""How far an import has come: a bar on a terminal, plain lines elsewhere."""

import time
from contextlib import contextmanager

from tqdm import tqdm

SECONDS_BETWEEN_LINES = 10


def progress_on(stream, clock=time.monotonic):
    """A context manager (words, total) → advance(count) that shows rate and time left."""

    @contextmanager
    def bar(words, total):
        with tqdm(total=total, desc=words, unit=" rows", file=stream) as shown:
            yield shown.update

    @contextmanager
    def lines(words, total):
        yield PlainLines(stream, words, total, clock).advance

    return bar if stream.isatty() else lines


class PlainLines:
    def __init__(self, stream, words, total, clock):
        self.stream, self.words, self.total, self.clock = stream, words, total, clock
        self.done = 0
        self.begun = self.last = clock()

    def advance(self, count):
        self.done += count
        now = self.clock()
        if now - self.last < SECONDS_BETWEEN_LINES:
            return
        self.last = now
        rate = self.done / (now - self.begun)
        of_all = f" of {self.total:,}" if self.total else ""
        left = f", {(self.total - self.done) / rate:.0f} s left" if self.total else ""
        self.stream.write(f"{self.words}: {self.done:,}{of_all} rows, {rate:,.0f}/s{left}\n")
