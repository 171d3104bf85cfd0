"""Who has a number or a name: looked up for a batch, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field

from .match_keys import acronym_key, match_key
from .models import NOT_APPLICABLE, Identifier, Name, Organisation

# Fewer than a database allows in one query.
MOST_VALUES = 5_000
LONGEST_ACRONYM = 40
LONGEST_KEY = 300


@dataclass
class Owner:
    """An organisation as far as rows are matched with it. `numbers`: {scheme: values}."""

    key: object
    name: str
    identifier: str
    country: str
    taken_back: bool
    numbers: dict = field(default_factory=lambda: defaultdict(set))

    def __str__(self):
        return f"{self.identifier} {self.name}" if self.identifier else self.name

    @property
    def is_national(self):
        return bool(self.country) and self.country != NOT_APPLICABLE


@dataclass(frozen=True)
class Hit:
    """That an organisation has a name or an acronym, and how it is written there."""

    key: object
    text: str
    is_acronym: bool = False
    is_former: bool = False


class Owners:
    """What of the register a batch asks for: `identifiers` such as ORG-0012, `numbers` as pairs of
    scheme and value, `names` and `acronyms` as they are written."""

    def __init__(self, *, identifiers=(), numbers=(), names=(), acronyms=()):
        self.by_identifier = found_by_identifier(set(identifiers))
        self.by_number = found_by_number(set(numbers))
        self.by_name = defaultdict(list)
        self.by_acronym = defaultdict(list)
        self.find_names({match_key(name)[:LONGEST_KEY] for name in (*names, *acronyms)})
        self.find_acronyms({short_key(text) for text in (*names, *acronyms)})
        self.of = self.owners()

    def find_names(self, keys):
        organisations = Organisation.objects.all()
        for key, pk, text in rows(organisations, "name_match", keys, "pk", "name"):
            self.by_name[key].append(Hit(pk, text))
        for key, pk, text in rows(organisations, "native_name_match", keys, "pk", "native_name"):
            self.by_name[key].append(Hit(pk, text))
        columns = ("organisation", "name", "kind")
        for key, pk, text, kind in rows(Name.objects.all(), "name_match", keys, *columns):
            hit = Hit(pk, text, kind == Name.Kind.ACRONYM, kind == Name.Kind.FORMER)
            self.by_name[key].append(hit)

    def find_acronyms(self, keys):
        organisations = Organisation.objects.all()
        for key, pk, text in rows(organisations, "acronym_match", keys, "pk", "acronym"):
            self.by_acronym[key].append(Hit(pk, text, is_acronym=True))

    def owners(self):
        """{key of an organisation: the Owner that stands for it today}."""
        keys = {*self.by_identifier.values(), *self.by_number.values()}
        for hits in (*self.by_name.values(), *self.by_acronym.values()):
            keys.update(hit.key for hit in hits)
        replaced = Organisation.replacements(keys)
        today = {key: replaced.get(str(key), str(key)) for key in keys}
        found = loaded(set(today.values()))
        return {key: found[other] for key, other in today.items() if other in found}

    def named(self, text):
        """[(Owner, Hit)] of those that have exactly this name or acronym."""
        hits = [*self.by_name.get(match_key(text)[:LONGEST_KEY], ())]
        hits += self.by_acronym.get(short_key(text), ())
        found = {}
        for hit in sorted(hits, key=lambda hit: (hit.is_acronym, hit.is_former)):
            owner = self.of.get(hit.key)
            if owner is not None:
                found.setdefault(owner.key, (owner, hit))
        return list(found.values())


def rows(records, column, keys, *columns):
    """Rows of (the key, …) of those that have one of the keys."""
    keys = sorted(keys - {""})
    for start in range(0, len(keys), MOST_VALUES):
        wanted = {f"{column}__in": keys[start : start + MOST_VALUES]}
        yield from records.filter(**wanted).order_by("pk").values_list(column, *columns)


def short_key(text):
    return acronym_key(text)[:LONGEST_ACRONYM] if len(text) <= LONGEST_ACRONYM else ""


def found_by_identifier(identifiers):
    return dict(rows(Organisation.objects.all(), "identifier", identifiers, "pk"))


def found_by_number(numbers):
    """{(scheme, value): key}; a number of an unknown register may be that of several."""
    by_scheme = defaultdict(set)
    for scheme, value in numbers:
        by_scheme[scheme].add(value)
    found = {}
    for scheme, values in by_scheme.items():
        if scheme != Identifier.Scheme.OTHER:
            of_scheme = Identifier.objects.filter(scheme=scheme)
            there = rows(of_scheme, "value", values, "organisation")
            found |= {(scheme, value): key for value, key in there}
    return found


def loaded(keys):
    """{key as text: Owner}."""
    found = {}
    columns = ("name", "identifier", "country", "unpublished_at")
    for key, name, identifier, country, unpublished in rows(
        Organisation.objects.all(), "pk", keys, *columns
    ):
        owner = Owner(key, name, identifier or "", str(country or ""), unpublished is not None)
        found[str(key)] = owner
    numbers = rows(Identifier.objects.all(), "organisation", keys, "scheme", "value")
    for key, scheme, value in numbers:
        found[str(key)].numbers[scheme].add(value)
    return found
