"""Which rows of a public list have which codes: held in memory, so that counts are true and quick.

An index is read anew after every public change, in each process for itself. Rows are always read
through the door of the public: the index says which ones and how many, never what they hold.
"""

import gc
from dataclasses import dataclass
from threading import Lock

from django.db import connection
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.functional import cached_property

from .models import Change

DAYS_KEPT = 8
# From so many rows on an index is worth a collection whenever it is read anew.
MANY_ROWS = 1000


class FacetIndex:
    """The public rows of a list as numbers from 0, in the list's first order."""

    def __init__(self, filterset_class):
        self.filters = filterset_class.codes_filters()
        self.rows = filterset_class.rows
        self.keys, self.spans = [], []
        self.orders, self.days, self.labels, self.codes = {}, {}, {}, {}
        self.read(filterset_class.span)
        self.all = frozenset(range(len(self.keys)))

    def __len__(self):
        return len(self.keys)

    def read(self, span):
        """One query for the rows and their own columns, one more for each relation."""
        found = {name: {} for name in self.filters}
        columns = self.columns()
        self.read_rows(span, columns.pop("", []), found)
        for of_relation in columns.values():
            self.read_relation(of_relation, found)
        self.lasting = {name: frozen(codes) for name, codes in found.items()}

    def columns(self):
        """{relation: (lookup, name of the filter) pairs}; the relation "" is the row itself."""
        columns = {}
        for name, filter_ in self.filters.items():
            for lookup in () if filter_.by_day else filter_.lookups:
                relation, separator, _rest = lookup.partition("__")
                columns.setdefault(relation if separator else "", []).append((lookup, name))
        return columns

    def read_rows(self, span, columns, found):
        lookups = [lookup for lookup, _name in columns]
        for key, *values in self.rows().values_list("pk", *span, *lookups):
            days, own = values[: len(span)], values[len(span) :]
            self.note(found, columns, len(self.keys), own)
            self.keys.append(key)
            self.spans.append(tuple(days))
        self.numbers = {key: number for number, key in enumerate(self.keys)}

    def read_relation(self, columns, found):
        lookups = [lookup for lookup, _name in columns]
        for key, *values in self.rows().order_by().values_list("pk", *lookups):
            # A row published since the rows were read counts from the next reading on.
            if key in self.numbers:
                self.note(found, columns, self.numbers[key], values)

    @cached_property
    def dated(self):
        """The numbers of the rows of which a day is known."""
        return frozenset(number for number, (begins, _ends) in enumerate(self.spans) if begins)

    def note(self, found, columns, number, values):
        for (_lookup, name), value in zip(columns, values, strict=True):
            if value:
                code = self.filters[name].code_of(value)
                found[name].setdefault(code, set()).add(number)

    def labels_of(self, name):
        """{code: label} of what a filter offers, in its order."""
        if name not in self.labels:
            self.labels[name] = dict(self.filters[name].choices(set(self.lasting[name])))
        return self.labels[name]

    def members(self, name, day):
        """{code: numbers of the rows that have it}, of one filter; `day` None: by its column."""
        if day is None:
            return self.lasting[name]
        return self.kept_for(day, name, lambda: self.read_codes(name, day))

    def read_codes(self, name, day):
        found = {}
        for key, code in self.filters[name].codes_on(self.rows().order_by(), day):
            if key in self.numbers:
                found.setdefault(code, set()).add(self.numbers[key])
        return frozen(found)

    def codes_of(self, name):
        """{number: codes} of one filter that goes by a column."""
        if name not in self.codes:
            found = {}
            for code, numbers in self.lasting[name].items():
                for number in numbers:
                    found.setdefault(number, set()).add(code)
            # Most rows have the same few codes as others: equal sets are kept once.
            once = {}
            sets = ((number, frozenset(codes)) for number, codes in found.items())
            self.codes[name] = {number: once.setdefault(codes, codes) for number, codes in sets}
        return self.codes[name]

    def spans_on(self, day, dated_on):
        """{number: (first day, last day)} of the dated rows, the first of the list first.

        `dated_on(day)`: the rows of an earlier day with the days that were known then, as pairs.
        """
        return self.kept_for(day, "spans", lambda: self.read_spans(day, dated_on))

    def read_spans(self, day, dated_on):
        if day is None:
            return {number: self.spans[number] for number in sorted(self.dated)}
        numbers = self.numbers
        return {numbers[key]: span for key, *span in dated_on(day) if key in numbers}

    def there_on(self, day, rows_on):
        """The numbers of the rows that were there on an earlier day."""
        return self.kept_for(day, "", lambda: self.numbers_of(rows_on(day)))

    def kept_for(self, day, name, read):
        """What was read for the day; the days asked for longest ago are forgotten."""
        if (name, day) not in self.days:
            found = read()
            while len(self.days) >= DAYS_KEPT:
                self.days.pop(next(iter(self.days)), None)
            self.days[name, day] = found
            return found
        return self.days[name, day]

    def counts(self, members, found):
        """{code: how many of the found rows have it}, without those that none has."""
        if len(found) == len(self):
            return {code: len(rows) for code, rows in members.items() if rows}
        return {code: number for code, rows in members.items() if (number := len(rows & found))}

    def numbers_of(self, rows):
        """The numbers of the rows of any query."""
        return self.numbers_of_keys(rows.order_by().values_list("pk", flat=True))

    def numbers_of_keys(self, keys):
        return frozenset(self.numbers[key] for key in keys if key in self.numbers)

    def known(self, rows):
        """The rows of any query that have a number."""
        return [row for row in rows if row.pk in self.numbers]

    def between_years(self, first, last):
        """The numbers of the rows whose span overlaps these years; None leaves a side open."""
        return frozenset(
            number
            for number, (begins, ends) in enumerate(self.spans)
            if begins and (not first or ends.year >= first) and (not last or begins.year <= last)
        )

    def pick(self, rows, numbers):
        """Rows by their numbers, in this order, those that the query still finds."""
        keys = [self.keys[number] for number in numbers]
        found = {row.pk: row for row in rows.filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]

    def ordered(self, name, rows):
        """All numbers in the order of a query; `name`: under which it is kept."""
        if name not in self.orders:
            self.orders[name] = self.in_order_of(rows)
        return self.orders[name]

    def ordered_on(self, day, name, rows_on):
        """All numbers in the order of `rows_on()`, which holds for the day alone."""
        return self.kept_for(day, name, lambda: self.in_order_of(rows_on()))

    def in_order_of(self, rows):
        keys = rows.values_list("pk", flat=True)
        return [self.numbers[key] for key in keys if key in self.numbers]


def frozen(found):
    return {code: frozenset(numbers) for code, numbers in found.items()}


@dataclass(frozen=True)
class Kept:
    state: tuple
    index: FacetIndex


_kept = {}
_reading = Lock()


def index_of(filterset_class):
    """The index as of the newest public change."""
    if connection.in_atomic_block:
        # What a transaction sees may never become public: a draft in a preview.
        return FacetIndex(filterset_class)
    state = state_of_register()
    kept = _kept.get(filterset_class)
    if not kept or kept.state != state:
        with _reading:
            kept = _kept.get(filterset_class)
            if not kept or kept.state != state:
                is_first = kept is None
                kept = _kept[filterset_class] = Kept(state, FacetIndex(filterset_class))
                if is_first or len(kept.index) >= MANY_ROWS:
                    pass_over_in_collections()
    return kept.index


def pass_over_in_collections():
    """Spare visits the search for garbage among all that stays, which takes a tenth of a second.

    What became garbage since the last time is found now.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def state_of_register():
    """Differs after every public change, also when the moment of one that was planned has come."""
    told = Change.objects.filter(at__lte=timezone.now()).aggregate(Count("pk"), Max("at"))
    return tuple(told.values())
