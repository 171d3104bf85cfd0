"""What was measured, beside what was promised."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`least` and `most`: what was promised of it; None where nothing was."""

    what: str
    value: float
    least: float | None = None
    most: float | None = None

    @property
    def is_kept(self):
        return (self.least is None or self.value >= self.least) and (
            self.most is None or self.value <= self.most
        )

    def as_row(self):
        value = f"{self.value:,.2f}" if self.value < 10 else f"{self.value:,.0f}"
        bounds = [("at least", self.least), ("at most", self.most)]
        bound = " ".join(f"{words} {bound:,}" for words, bound in bounds if bound is not None)
        mark = ("✓" if self.is_kept else "✗") if bound else ""
        return f"| {self.what} | {value} | {bound} | {mark} |"


def table(heading, figures):
    rows = [f"| {heading} | figure | promised | |", "|---|---:|---|---|"]
    return "\n".join([*rows, *(figure.as_row() for figure in figures)]) + "\n"
