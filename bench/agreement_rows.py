"""Invented agreements as rows of CSV, between organisations of a file of ROR records."""

import csv
import json
from pathlib import Path
from random import Random

from agreements.vocabulary import Kind, LegalCharacter, Level

from .places import PLACES, WEIGHTS
from .words import SUBJECTS

COLUMNS = [
    "title", "kind", "legal_character", "level", "summary", "announced", "signed", "in_effect",
    "expires", "parties", "themes", "place", "place_country", "source_url", "source_title",
]  # fmt: skip
THEMES = Path(__file__).resolve().parents[1] / "data" / "starter" / "themes.csv"
KIND_WEIGHTS = {
    Kind.MEMORANDUM_OF_UNDERSTANDING: 30,
    Kind.COOPERATION_AGREEMENT: 12,
    Kind.RESEARCH_AGREEMENT: 10,
    Kind.CONTRACT: 8,
    Kind.PARTNERSHIP: 8,
    Kind.AGREEMENT: 6,
}
PARTIES = {1: 4, 2: 62, 3: 14, 4: 8, 5: 5, 8: 4, 15: 2, 30: 1}


class Agreements:
    """`names`: those of organisations. `change`: how many per cent say something else by now."""

    def __init__(self, count, names, *, seed=1, change=0):
        self.count, self.names, self.seed, self.change = count, names, seed, change
        self.themes = theme_codes()

    def __iter__(self):
        return map(self.row, range(self.count))

    def row(self, number):
        random = Random(f"{self.seed}/agreement/{number}")  # noqa: S311 - not a secret
        kind = drawn(random, {kind: KIND_WEIGHTS.get(kind, 1) for kind in Kind})
        subject = random.choice(SUBJECTS)
        (place,) = random.choices(PLACES, WEIGHTS)
        row = {
            "title": f"{kind.replace('_', ' ').capitalize()} {number} on {subject}",
            "kind": str(kind),
            "legal_character": drawn(random, LEGAL_CHARACTERS),
            "level": drawn(random, LEVELS),
            "summary": f"They work together on “{subject.lower()}”, {place.name} first.",
            **dates(random),
            "parties": ";".join(self.parties(random)),
            "themes": ";".join(random.sample(self.themes, random.randint(0, 3))),
            "source_url": f"https://notices.example/agreements/{number}",
            "source_title": f"Notice {number}, “{subject}”",
        }
        if random.random() < 0.6:
            row |= {"place": place.name, "place_country": place.country}
        if Random(f"{self.seed}/agreement change/{number}").random() * 100 < self.change:  # noqa: S311
            row["summary"] = f"They work together on {subject.lower()}, and share what they learn."
        return row

    def parties(self, random):
        """A few organisations are in very many agreements."""
        wanted = min(drawn(random, PARTIES), len(self.names))
        found = {}
        while len(found) < wanted:
            found[self.names[int(len(self.names) * random.random() ** 4)]] = True
        return list(found)


LEGAL_CHARACTERS = {
    str(LegalCharacter.NOT_STATED): 70,
    str(LegalCharacter.NON_BINDING): 14,
    str(LegalCharacter.BINDING): 8,
    str(LegalCharacter.CONTRACT): 6,
    str(LegalCharacter.MIXED): 2,
}
LEVELS = {
    str(Level.AGENCY): 40,
    str(Level.COMPANY): 25,
    str(Level.GOVERNMENT): 18,
    str(Level.MIXED): 14,
    str(Level.INDUSTRY_BODY): 3,
}


def drawn(random, weights):
    return random.choices(list(weights), list(weights.values()))[0]


def dates(random):
    """As exact as sources are: a day mostly, a month or a year, or nothing."""
    year = random.randint(1958, 2025)
    month, day = random.randint(1, 12), random.randint(1, 28)
    exact = f"{year}-{month:02d}-{day:02d}"
    signed = random.choices([exact, exact[:7], exact[:4], ""], [70, 12, 12, 6])[0]
    return {
        "announced": exact if not signed or random.random() < 0.2 else "",
        "signed": signed,
        "in_effect": f"{year + 1}" if random.random() < 0.25 else "",
        "expires": f"{year + 5}-12-31" if random.random() < 0.2 else "",
    }


def theme_codes():
    with THEMES.open(newline="", encoding="utf-8") as file:
        return [row["slug"] for row in csv.DictReader(file)]


def names_in(path):
    """The displayed names of the organisations that are active, of a file with a record a line."""
    found = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("{"):
                record = json.loads(line.rstrip().rstrip(","))
                if record["status"] == "active":
                    found.append(displayed(record))
    return found


def displayed(record):
    return next(name["value"] for name in record["names"] if "ror_display" in name["types"])
