"""What was measured, beside what was promised."""

from dataclasses import dataclass
from statistics import quantiles

MORE, LESS = "more", "less"


@dataclass(frozen=True)
class Figure:
    """`least` and `most`: what was promised of it; None where nothing was.

    `better`: MORE or LESS, for a ratio that says the same on another machine.
    """

    what: str
    value: float
    least: float | None = None
    most: float | None = None
    better: str | None = None

    @property
    def is_promised(self):
        return self.least is not None or self.most is not None

    @property
    def is_kept(self):
        return (self.least is None or self.value >= self.least) and (
            self.most is None or self.value <= self.most
        )

    @property
    def bound(self):
        bounds = [("at least", self.least), ("at most", self.most)]
        return " ".join(f"{words} {bound:,}" for words, bound in bounds if bound is not None)

    @property
    def said(self):
        return f"{shown(self.value)}, {self.bound}"

    def as_row(self):
        mark = ("✓" if self.is_kept else "✗") if self.is_promised else ""
        return f"| {self.what} | {shown(self.value)} | {self.bound} | {mark} |"


def shown(value):
    return f"{value:,.2f}" if abs(value) < 10 else f"{value:,.0f}"


@dataclass(frozen=True)
class Table:
    heading: str
    figures: list

    def __str__(self):
        rows = [f"| {self.heading} | figure | promised | |", "|---|---:|---|---|"]
        return "\n".join([*rows, *(figure.as_row() for figure in self.figures)]) + "\n"

    def ratios(self):
        """{name: figure} of those that say the same on another machine."""
        return {f"{self.heading}: {each.what}": each for each in self.figures if each.better}


def middle_and_slowest(values):
    """(p50, p95)"""
    if len(values) == 1:
        return values[0], values[0]
    shares = quantiles(values, n=20, method="inclusive")
    return shares[9], shares[18]
