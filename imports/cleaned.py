"""One row of a source as the register understands it, before it meets the register."""

import hashlib
import json
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError


class RowRefused(ValidationError):
    """The row is not imported; `column` and `value` say what to mend, `label` what it is."""

    def __init__(self, message, column="", value="", label=""):
        super().__init__(message)
        self.column = column
        self.value = value
        self.label = label


@dataclass(frozen=True)
class Cited:
    """A page or document that the row is cited from: the facts of a publishing Source."""

    title: str
    url: str = ""
    publisher: str = ""
    date: str = ""
    language: str = ""
    note: str = ""
    place: str = ""
    date_qualifier: str = "on"
    date_note: str = ""


@dataclass
class Cleaned:
    """`key`: the source's own name of the row. `fields`: plain values as snapshots hold them, only
    those that the source speaks of. `children`: {relation: {natural key: {field: value}}}.

    `identity` holds what the importer matches by, `references` what the row names and the importer
    has yet to find; neither is compared. `note`: what readers are told of a change; `remark`: what
    whoever imports is told of the row. `beside`: what is remembered with the rest and never
    compared. `brings`: the `identifier` and `slug` that a new record keeps of another register.
    `only_cited`: the row is no record but the one source that it cites.
    """

    number: int
    key: str
    label: str
    fields: dict = field(default_factory=dict)
    children: dict = field(default_factory=dict)
    identity: dict = field(default_factory=dict)
    references: dict = field(default_factory=dict)
    cited: tuple = ()
    note: str = ""
    remark: str = ""
    beside: dict = field(default_factory=dict)
    brings: dict = field(default_factory=dict)
    waits: bool = False
    only_cited: bool = False

    @property
    def said(self):
        """What is remembered until the next run, as JSON."""
        said = {"fields": self.fields, "children": self.children}
        return {**said, "beside": self.beside} if self.beside else said

    def digest(self, version):
        """Tells whether the row says the same as the last time it was read in this way."""
        told = [version, self.label, self.fields, self.children, self.references, self.beside]
        text = json.dumps(told, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def told_apart(rows, natural_key):
    """{natural key: row} of rows that a source has in this order; a number follows a key that
    several have."""
    found = {}
    for row in rows:
        key, number = natural_key(row), 1
        while key in found:
            number += 1
            key = f"{natural_key(row)}#{number}"
        found[key] = row
    return found


# What an importer says of a row that nobody asked for: it is counted, and nothing else.
LEFT_OUT = object()


@dataclass(frozen=True)
class Match:
    """The record that a row speaks of, and what shows it."""

    key: object
    reason: str


@dataclass(frozen=True)
class Candidate:
    """A record that a row may speak of."""

    key: object
    label: str
    score: int
    reason: str


@dataclass(frozen=True)
class Doubt:
    """Near names alone: an editor decides."""

    candidates: tuple
