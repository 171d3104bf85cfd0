"""What visits of pages cost, a row for each page."""

from dataclasses import dataclass, field
from statistics import median

from .figures import LESS, Figure, middle_and_slowest
from .pages import Promise

COLUMNS = [
    *("p50 ms", "p95 ms", "processor ms", "yardstick = 1", "times small", "database ms", "queries"),
    *("kB", "kB sent", "at most", ""),
]


@dataclass
class Visit:
    """`milliseconds`: of each visit.

    `processor`, `of_database`: those of a visit, in each round; `loops`: what the yardstick took
    meanwhile. Sizes in kilobytes.
    """

    address: str
    queries: int
    promise: Promise | None = None
    milliseconds: list = field(default_factory=list)
    processor: list = field(default_factory=list)
    of_database: list = field(default_factory=list)
    loops: list = field(default_factory=list)
    size: float = 0
    compressed: float = 0

    @property
    def what(self):
        return f"`{self.address}`"

    @property
    def slowest(self):
        return middle_and_slowest(self.milliseconds)

    @property
    def processor_ms(self):
        return median(self.processor)

    @property
    def yardsticks(self):
        rounds = zip(self.processor, self.loops, strict=True)
        return median(processor / loop for processor, loop in rounds)

    @property
    def is_promised(self):
        return self.promise is not None

    @property
    def is_kept(self):
        return self.promise is None or self.promise.is_kept(self.slowest[1], self.queries)

    @property
    def said(self):
        return f"{self.slowest[1]:.0f} ms, {self.queries} queries, at most {self.promise}"

    def as_row(self, small):
        p50, p95 = self.slowest
        growth = self.processor_ms / small.processor_ms
        database = median(self.of_database)
        costs = [f"{p50:,.0f}", f"{p95:,.0f}", f"{self.processor_ms:,.1f}"]
        costs += [f"{self.yardsticks:.2f}", f"{growth:.2f}", f"{database:,.1f}", str(self.queries)]
        costs += [f"{self.size:,.0f}", f"{self.compressed:,.0f}"]
        mark = ("✓" if self.is_kept else "✗") if self.is_promised else ""
        return f"| {self.what} | {' | '.join(costs)} | {self.promise or ''} | {mark} |"


@dataclass
class Visits:
    """Of one register. `small`: those of the smallest, by which growth is counted."""

    heading: str
    figures: list
    small: list

    def __str__(self):
        rows = [
            f"| {self.heading} | {' | '.join(COLUMNS)} |",
            f"|---|{'---:|' * 9}---|---|",
        ]
        rows += [visit.as_row(small) for visit, small in self.pairs()]
        return "\n".join(rows) + "\n"

    def pairs(self):
        return zip(self.figures, self.small, strict=True)

    def ratios(self):
        found = {}
        for visit, small in self.pairs():
            name = f"{self.heading}: {visit.what}"
            growth = visit.processor_ms / small.processor_ms
            found |= {
                f"{name}, processor": Figure("", visit.yardsticks, better=LESS),
                f"{name}, growth": Figure("", growth, better=LESS),
                f"{name}, queries": Figure("", visit.queries, better=LESS),
            }
        return found
