"""What a public list found: its rows a page at a time, its groups of choices with their counts."""

from dataclasses import dataclass, field
from heapq import nlargest
from itertools import islice

from django.utils.translation import ngettext

SHOWN_FIRST = 8
MOST_OPTIONS = 200


class FoundRows:
    """The rows that a filter set found, as a Paginator takes them.

    They are counted by the index, and read through the public's own query.
    """

    def __init__(self, filterset):
        self.filterset, self.model = filterset, filterset.queryset.model

    def count(self):
        return len(self.filterset.found())

    __len__ = count

    def __getitem__(self, span):
        numbers = self.filterset.in_order()
        if numbers is None:
            return list(self.filterset.qs[span])
        return self.filterset.index.pick(self.filterset.rows_of_page(), numbers[span])

    def keys(self):
        """All keys in their order, read at once."""
        numbers = self.filterset.in_order()
        if numbers is None:
            return list(self.filterset.qs.values_list("pk", flat=True))
        return [self.filterset.index.keys[number] for number in numbers]

    def of_keys(self, keys, rows=None):
        """The rows of these keys, in this order; what is public no longer is left out.

        `rows`: a QuerySet of public rows that reads less of each than a page does.
        """
        rows = self.filterset.queryset if rows is None else rows
        found = {row.pk: row for row in rows.filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]


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


@dataclass
class Chip:
    """One value that narrows the list, and the address of the list without it."""

    name: str
    label: str
    address: str


def group_of(filter_, field, chosen, counts, offer):
    """What a filter offers; `offer`: offer_of() the same labels and counts."""
    added = [code for code in chosen if code not in offer.codes]
    options = [
        Option(code, field.label_of(code), code in chosen, counts.get(code, 0))
        for code in (*offer.codes, *added)
    ]
    left_out = offer.left_out - sum(code in counts and code in field.labels for code in added)
    return Group(filter_.field_name, filter_.label, options, left_out)


@dataclass(frozen=True)
class Offer:
    """Codes to choose from, and how many more some row has."""

    codes: list
    left_out: int = 0


def offer_of(filter_, labels, counts):
    """A closed list as it is, else what most rows have first, as far as there is room."""
    if filter_.closed:
        return Offer(list(labels))
    offered = [code for code in labels if code in counts]
    fewest = min(nlargest(MOST_OPTIONS, map(counts.get, offered)), default=0)
    above = [code for code in offered if counts[code] > fewest]
    even = (code for code in offered if counts[code] == fewest)
    codes = sorted(above, key=counts.get, reverse=True)
    codes += islice(even, MOST_OPTIONS - len(codes))
    return Offer(codes, len(offered) - len(codes))
