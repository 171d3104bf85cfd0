"""How a package is refused: as a whole, or with the place of each fault."""

from dataclasses import dataclass


class Unreadable(Exception):
    """There is no package to read; the message says why in one sentence."""


@dataclass(frozen=True)
class Problem:
    """`row` as a spreadsheet counts: the header is row 1, a cell of several lines is one row."""

    file: str
    row: int | None
    column: str
    reason: str

    def __str__(self):
        row = f"row {self.row}" if self.row else ""
        column = f"column {self.column}" if self.column else ""
        return f"{', '.join(filter(None, [self.file, row, column]))}: {self.reason}"


class Refused(Exception):
    """Nothing is written. `problems`: faults of the package; `conflicts`: sentences."""

    def __init__(self, problems=(), conflicts=()):
        self.problems = list(problems)
        self.conflicts = list(conflicts)
        super().__init__("\n".join(map(str, [*self.problems, *self.conflicts])))

    @property
    def refused_rows(self):
        return len({(problem.file, problem.row) for problem in self.problems})


class Problems:
    """The faults found so far, in the order of the files and rows."""

    def __init__(self):
        self.found = []

    def add(self, file, row, column, reason):
        self.found.append(Problem(file, row, column, str(reason)))

    def at(self, row, column, reason):
        """A fault of a row that was read."""
        self.add(row.table.file, row.number, column, reason)

    def refuse_if_any(self):
        if self.found:
            raise Refused(problems=dict.fromkeys(self.found))
