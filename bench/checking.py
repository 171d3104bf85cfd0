"""Measures the ratios of the kept run again, and fails when one is worse by more than a fifth.

python -m bench.checking                    about eight minutes; wrk and nginx are needed
python -m bench.checking --keep var/bench   quicker: its registers stay for the next time

No time is compared, only what another machine would measure too: kept pages beside nginx,
processor time beside that of a fixed task, growth from 1,000 to 20,000 records, queries. A ratio
that is worse is measured once more before it counts.
"""

import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from . import installing, options, results
from .figures import MORE
from .parts import PARTS
from .running import run, tell

CHECKED, SIZES, DATABASES = ["cached", "uncached"], (1_000, 20_000), ("PostgreSQL",)
TOLERATED = 0.2


@dataclass(frozen=True)
class Compared:
    name: str
    before: float
    now: float
    better: str

    @property
    def worse(self):
        """By what share of what it was."""
        change = self.now / self.before - 1 if self.before else 0
        return -change if self.better == MORE else change

    @property
    def has_fallen(self):
        return self.worse > TOLERATED

    def __str__(self):
        return f"{self.name}: {self.now:.2f}, was {self.before:.2f}"


def compared(ratios, baseline):
    """Of what was measured both times."""
    return [
        Compared(name, baseline[name]["value"], figure.value, figure.better)
        for name, figure in ratios.items()
        if name in baseline
    ]


def fallen(first, again):
    """Both times: the machine may have been busy with something else the first time."""
    second = {each.name for each in again if each.has_fallen}
    return [each for each in first if each.has_fallen and each.name in second]


def main(arguments=None):
    """0 when no ratio has fallen, 1 when one has, 2 when none can be compared."""
    parser = options.parser("python -m bench.checking", __doc__, CHECKED, SIZES, DATABASES)
    words = "the folder of another baseline.json"
    parser.add_argument("--beside", default=results.FOLDER, metavar="FOLDER", help=words)
    baseline = results.baseline(parser.parse_args(arguments).beside)
    chosen = options.read(arguments, parser)
    if installing.look(is_permitted=chosen.install) and "cached" in chosen.parts:
        return 2
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return check(replace(chosen, keep=chosen.keep or Path(folder)), baseline)


def check(chosen, baseline):
    found = run(chosen)
    if found.failed:
        tell(found.summary())
        return 2
    first = compared(found.ratios(), baseline)
    worse = [each for each in first if each.has_fallen]
    if worse:
        tell(f"Worse, and measured once more: {len(worse)}.\n")
        again = run(replace(chosen, parts=parts_of(worse, chosen.parts)))
        worse = fallen(first, compared(again.ratios(), baseline))
    return verdict(first, worse)


def parts_of(ratios, parts):
    names = tuple(ratio.name for ratio in ratios)
    return tuple(p for p in parts if any(name.startswith(PARTS[p].TITLE) for name in names))


def verdict(first, worse):
    if not first:
        tell("Nothing can be compared: baseline.json has none of these ratios.")
        return 2
    lines = [f"- ✗ {each}" for each in worse]
    tell("\n".join([f"{len(first)} ratios compared, {len(worse)} fell.", *lines]))
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
