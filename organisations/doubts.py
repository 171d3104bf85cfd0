"""Rows that may speak of an organisation here by a name that is merely near: an editor decides."""

from functools import cached_property

from imports.cleaned import Candidate as Proposed
from imports.cleaned import Doubt

from .duplicates import candidates
from .likeness import OF_NO_COUNTRY, SHOWN_FROM, Candidate, compare, site_of
from .matching import ONE_NUMBER_EACH
from .models import Identifier
from .near_names import NearNames

MOST_PROPOSED = 5


class Doubts:
    """One for a run: near names are sought among what is in the register when it begins."""

    def about(self, identities, *, needs_country=False):
        """{row number: Doubt}. `identities`: {row number: Identity} of rows that match nothing.

        `needs_country`: only in one country; the very same name also where none is known.
        """
        near = {number: self.near(one) for number, one in identities.items()}
        keys = sorted({key for found in near.values() for key in found})
        if not keys:
            return {}
        self.load(keys)
        doubts = {}
        for number, found in near.items():
            proposed = self.proposed(identities[number], found, needs_country)
            if proposed:
                doubts[number] = Doubt(tuple(proposed))
        return doubts

    @cached_property
    def names(self):
        return NearNames.of_register()

    def near(self, one):
        return self.names.near([*one.names, *one.aliases])

    def load(self, keys):
        self.here = {one.key: one for one in candidates(keys)}
        self.numbers = {}
        found = Identifier.objects.filter(organisation__in=keys)
        for key, scheme, value in found.values_list("organisation", "scheme", "value"):
            self.numbers.setdefault(str(key), {}).setdefault(scheme, set()).add(value)

    def proposed(self, one, keys, needs_country):
        """The likeliest first."""
        row, found = as_candidate(one), []
        for key in map(str, keys):
            other = self.here.get(key)
            if other is None or one.has_other(self.numbers.get(key, {}), ONE_NUMBER_EACH):
                continue
            if needs_country and not countries_fit(row, other):
                continue
            likeness = compare(row, other)
            if likeness is not None and likeness.score >= SHOWN_FROM:
                found.append((other, likeness))
        found.sort(key=lambda pair: (-pair[1].score, pair[0].place))
        return [
            Proposed(
                key=other.key, label=label(other), score=likeness.score, reason=words(likeness)
            )
            for other, likeness in found[:MOST_PROPOSED]
        ]


def countries_fit(row, other):
    if row.country and row.country == other.country:
        return True
    is_known = row.country and other.country not in ("", OF_NO_COUNTRY)
    return not is_known and bool(row.names.keys() & other.names.keys())


def as_candidate(one):
    row = Candidate(key="", name=next(iter(one.names), ""), country=one.country)
    row.website = site_of(one.website)
    row.numbers = set(one.identifiers.get("other", ()))
    for name in (*one.names, *one.aliases):
        row.add_name(name)
    for acronym in one.acronyms:
        row.add_acronym(acronym)
    return row


def label(candidate):
    return f"{candidate.identifier} {candidate.name}".strip()


def words(likeness):
    return ", ".join(likeness.reasons)
