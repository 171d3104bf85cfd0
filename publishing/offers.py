"""What a filter offers to choose: the codes that most of the rows found have."""

from array import array
from dataclasses import dataclass, field
from functools import partial
from heapq import heappush, heappushpop, nlargest

from django.utils.translation import ngettext

SHOWN_FIRST = 8
MOST_OPTIONS = 200


@dataclass
class Option:
    """One value to choose, and how many rows the list would have of it."""

    value: str
    label: str
    chosen: bool
    count: int

    @property
    def unit(self):
        return ngettext("record", "records", self.count)


@dataclass
class Group:
    """What one filter offers: `first` is always seen, `further` folded, `left_out` a number."""

    name: str
    label: str
    options: list
    left_out: int = 0
    first: list = field(init=False)
    further: list = field(init=False)

    def __post_init__(self):
        # A fold that hides one or two is no shorter than what it hides.
        few = len(self.options) <= SHOWN_FIRST + 2
        shown = self.options if few else self.options[:SHOWN_FIRST]
        rest = self.options[len(shown) :]
        self.first = shown + [option for option in rest if option.chosen]
        self.further = [option for option in rest if not option.chosen]

    @property
    def chosen(self):
        return sum(option.chosen for option in self.options)


@dataclass(frozen=True)
class Offer:
    """Codes to choose from, and how many more some row has."""

    codes: list
    left_out: int = 0


def group_of(filter_, form_field, chosen, found):
    """The Group of a filter for the numbers of the rows that the other filters leave."""
    index, members, labels = filter_.parent.index, filter_.members(), form_field.labels
    told = partial(index.told_of, found, "offer", filter_.field_name, filter_.day)
    offer = told(lambda: offer_of(filter_, labels, found))
    added = [code for code in chosen if code not in offer.codes]
    options = [
        Option(code, form_field.label_of(code), code in chosen, count_of(members, code, found))
        for code in (*offer.codes, *added)
    ]
    named = sum(count_of(members, code, found) > 0 for code in added if code in labels)
    return Group(filter_.field_name, filter_.label, options, offer.left_out - named)


def count_of(members, code, found):
    return found.intersection_cardinality(members[code]) if code in members else 0


def offer_of(filter_, labels, found):
    """A closed list as it is, else what most rows have first, as far as there is room."""
    if filter_.closed:
        return Offer(list(labels))
    index, members = filter_.parent.index, filter_.members()
    told = partial(index.told_of, index.all, "ranked", filter_.field_name, filter_.day)
    ranked = told(lambda: Ranked.of(labels, members))
    counts = ranked.counts(found)
    fewest = min(nlargest(MOST_OPTIONS, counts.values()), default=0)
    first = sorted((-count, rank) for rank, count in counts.items() if count >= fewest)
    codes = [ranked.codes[rank] for _count, rank in first[:MOST_OPTIONS]]
    return Offer(codes, ranked.number(found) - len(codes))


@dataclass(frozen=True)
class Ranked:
    """The codes that a filter names; the rank of one is its place in the order of the labels.

    `members`: the numbers of the rows that have each, with `ranks` beside them; `by_size`: places
    in these two, those that most rows have first.
    """

    codes: list
    members: list
    ranks: array
    by_size: array

    @classmethod
    def of(cls, labels, members):
        rank_of = {code: rank for rank, code in enumerate(labels)}
        # In the order in which they were made, that is in which they lie in memory.
        named = [(rank_of[code], rows) for code, rows in members.items() if code in rank_of]
        ranks = array("I", (rank for rank, _rows in named))
        members = [rows for _rank, rows in named]
        by_size = sorted(range(len(members)), key=lambda place: -len(members[place]))
        return cls(list(labels), members, ranks, array("I", by_size))

    def number(self, found):
        """Of how many codes any of the rows has one."""
        return sum(map(found.intersect, self.members))

    def counts(self, found):
        """{rank: how many of the rows have it}, with those that may be among the first."""
        count_of, counts, most = found.intersection_cardinality, {}, []
        for place in self.by_size:
            rows = self.members[place]
            if len(most) == MOST_OPTIONS and len(rows) < most[0]:
                break
            if count := count_of(rows):
                counts[self.ranks[place]] = count
                keep = heappush if len(most) < MOST_OPTIONS else heappushpop
                keep(most, count)
        return counts
