from dataclasses import dataclass


@dataclass(frozen=True)
class RawRow:
    """One row as the source has it.

    `number` is what a person counts in the file: the line of a CSV file, the row of a
    spreadsheet, elsewhere the position from 1. `values`: {column: text} of a table, or the object
    of a document. `problem` says why it cannot be used.
    """

    number: int
    values: dict
    problem: str = ""
