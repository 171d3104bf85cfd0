"""What a class of faults did to the register, in one line at the end of the run."""

import time
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Sentences on what went wrong are kept by what they are a case of."""

    kind: str
    injections: int = 0
    lost: list = field(default_factory=list)
    doubled: list = field(default_factory=list)
    early: list = field(default_factory=list)
    slowest: float = 0.0

    @contextmanager
    def recovery(self, within):
        """What runs inside is the way back to a register that works."""
        began = time.monotonic()
        yield
        took = time.monotonic() - began
        self.slowest = max(self.slowest, took)
        assert took <= within, f"{self.kind}: back after {took:.1f} s, not {within} s"

    def look_at(self, wrong):
        """Note what `state.wrong_in_register()` found."""
        self.lost += wrong["lost"]
        self.doubled += wrong["doubled"]

    @property
    def harm(self):
        return [*self.lost, *self.doubled, *self.early]

    @property
    def numbers(self):
        harm = [len(self.lost), len(self.doubled), len(self.early)]
        return [self.kind, self.injections, *harm, self.slowest]
