"""What became of each row, and who is told: a report file, a screen, the run that is kept."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass

from .models import Line

TALLIED = {
    Line.Outcome.CREATED: "created",
    Line.Outcome.UPDATED: "updated",
    Line.Outcome.UNCHANGED: "unchanged",
    Line.Outcome.CONFLICT: "conflicts",
    Line.Outcome.REFUSED: "refused",
}
MOST_KEPT = 10_000
LONGEST_VALUE = 300


@dataclass(frozen=True)
class Told:
    """`changes`: [{"what", "old", "new"}]; with "stays" where `old` stands against the source."""

    outcome: str
    number: int
    label: str = ""
    record: object = None
    reason: str = ""
    column: str = ""
    value: str = ""
    changes: tuple = ()

    def as_json(self, file):
        return {
            "outcome": str(self.outcome),
            "file": file,
            "row": self.number,
            "record": self.label,
            "key": str(self.record) if self.record else "",
            "column": self.column,
            "value": self.value,
            "reason": self.reason,
            "changes": list(self.changes),
        }

    def as_row(self, run):
        return Line(
            run=run,
            number=self.number,
            outcome=self.outcome,
            label=self.label[:300],
            record_key=self.record,
            reason=self.reason[:1000],
            column=self.column[:100],
            value=self.value[:LONGEST_VALUE],
            changes=list(self.changes),
        )


class Telling:
    """Counts and passes on what became of the rows.

    `listeners` are called with each Told. `everything`: whether those that are unchanged, and the
    words of what changes, are wanted too. `kept` are the lines that stay with the run.
    """

    def __init__(self, *, everything=False, listeners=()):
        self.everything = everything
        self.listeners = listeners
        self.tally = Counter()
        self.kept = []
        self.hash = hashlib.sha256()

    def tell(self, told, content=None):
        """`content`: the snapshot that the record gets, which the plan stands for."""
        self.tally[TALLIED[told.outcome]] += 1
        if self.everything or told.outcome != Line.Outcome.UNCHANGED:
            for listener in self.listeners:
                listener(told)
        if self.everything:
            self.note(told, content)
        for_people = told.outcome in (Line.Outcome.CONFLICT, Line.Outcome.REFUSED)
        if for_people and len(self.kept) < MOST_KEPT:
            self.kept.append(told)

    def note(self, told, content):
        stands_for = [told.number, str(told.outcome), str(told.record), told.reason, content]
        text = json.dumps(stands_for, sort_keys=True, ensure_ascii=False, default=str)
        self.hash.update(text.encode("utf-8", "surrogatepass"))

    @property
    def digest(self):
        """The same for a plan and for a run that does what the plan said."""
        return self.hash.hexdigest()
