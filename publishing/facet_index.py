"""The index of a list: its public rows as numbers, and which of them have which codes."""

from collections import namedtuple
from copy import copy
from functools import partial

from .facet_numbers import NO_NUMBERS, Codes, Keys, Numbers
from .facet_orders import InOrder, put_in
from .facet_reading import at_once, read

DAYS_KEPT, TOTALS_KEPT = 8, 64
# `again(index, found, renewal)`: what was found, as it is in the renewed index; None: read anew.
ForADay = namedtuple("ForADay", ["found", "again"])
Order = namedtuple("Order", ["numbers", "rows"])
# `order`: the numbers of the dated rows, the first of the list first; `days[number]`: the first and
# the last day of a row.
Spans = namedtuple("Spans", ["order", "numbers", "days"])
# Of rows that may have changed: the numbers of those that were there, and that are.
Renewal = namedtuple("Renewal", ["keys", "touched", "there"])


class FacetIndex:
    """The public rows of a list as numbers from 0, each its own for as long as it is renewed.

    `first`: the numbers in the list's first order. What is known of rows is not written to again:
    with_changed() gives another index, which shares what stayed as it was. Several threads read
    one: what they work out is kept by single steps, and twice the same is as good.
    """

    def __init__(self, filterset_class):
        self.filterset_class, self.filters = filterset_class, filterset_class.codes_filters()
        self.rows = filterset_class.rows
        self.keys, self.spans = Keys(), []
        self.orders, self.days, self.labels, self.codes, self.totals = {}, {}, {}, {}, {}
        self.lasting, self.first = read(self, self.rows())
        self.set_dated(Numbers(self.first), self.dated_among(self.first))

    def __len__(self):
        return len(self.all)

    def set_dated(self, numbers, dated):
        """`dated`: the numbers of the rows of which a day is known."""
        self.all, self.dated, self.undated = numbers, dated, numbers - dated

    def dated_among(self, numbers):
        return Numbers(number for number in numbers if any(self.spans[number][:1]))

    def with_changed(self, keys, labels):
        """The index in which these rows are as they are now. Raises facet_orders.Moved.

        `keys`: of rows that have come, have gone or may have changed. `labels`: whether the names
        of codes may have changed.
        """
        new = copy(self)
        new.labels, new.totals = {} if labels else self.labels.copy(), {}
        new.days = self.days.copy()
        new.orders = {name: order for name, order in self.orders.copy().items() if order.rows}
        if keys:
            new.exchange(keys)
        return new

    def exchange(self, keys):
        """What a new index has of the one before, but for these rows."""
        # The numbers of keys are added to; older indexes do not ask for those that they lack.
        self.spans = [*self.spans]
        touched = self.numbers_of_keys(keys)
        found, there = read(self, self.rows().filter(pk__in=keys))
        self.codes = {
            name: self.codes_again(codes, touched, found[name])
            for name, codes in self.codes.copy().items()
        }
        renewal = Renewal(keys, touched, Numbers(there))
        numbers, dated = self.all - touched, self.dated - touched
        self.set_dated(numbers | renewal.there, dated | self.dated_among(there))
        before = self.lasting
        self.lasting = {name: with_codes(before[name], touched, found[name]) for name in before}
        self.labels = self.labels_that_stay(before)
        self.first = self.put_in(self.first, renewal, self.rows)
        self.orders = {
            name: Order(self.put_in(order.numbers, renewal, order.rows), order.rows)
            for name, order in self.orders.items()
        }
        self.days = {
            key: ForADay(kept.again(self, kept.found, renewal), kept.again)
            for key, kept in self.days.items()
            if kept.again
        }

    def put_in(self, ordered, renewal, rows):
        """The order in which the rows of a renewal stand where `rows()` has them."""
        others = [number for number in ordered if number not in renewal.touched]

        def in_order(numbers):
            keys = [self.keys[number] for number in numbers]
            return self.in_order_of(rows().filter(pk__in=keys))

        return put_in(others, renewal.there, in_order)

    def labels_that_stay(self, before):
        """Those of filters that have no code that they had not; without those of codes gone."""
        stay = {}
        for name, labels in self.labels.items():
            had, have = before[name].keys(), self.lasting[name].keys()
            if have <= had:
                gone = () if self.filters[name].closed else had - have
                stay[name] = without(labels, gone)
        return stay

    def labels_of(self, name):
        """{code: label} of what a filter offers, in its order."""
        if (labels := self.labels.get(name)) is None:
            # A code that is kept already is not kept again as another string.
            own = {code: code for code in self.lasting[name]}
            choices = self.filters[name].choices(own.keys())
            labels = self.labels[name] = {own.get(code, code): label for code, label in choices}
        return labels

    def members(self, name, day):
        """{code: numbers of the rows that have it}, of one filter; `day` None: by its column."""
        if day is None:
            return self.lasting[name]
        again = partial(codes_again, name=name, day=day)
        return self.kept_for(day, name, lambda: self.codes_on(name, day), again)

    def codes_on(self, name, day, **those):
        """{code: numbers} of those rows."""
        found = Codes()
        rows = self.rows().filter(**those).order_by()
        for key, code in self.filters[name].codes_on(rows, day):
            if (number := self.number_of(key)) is not None:
                found.note(code, number)
        return found.as_numbers()

    def codes_of(self, name):
        """The codes of each number, as a list, of one filter that goes by a column."""
        if name not in self.codes:
            found, once = [()] * len(self.keys), {}
            for code, numbers in self.lasting[name].items():
                for number in numbers:
                    found[number] += (code,)
            # Many rows have the same few codes as others: equal ones are kept once.
            self.codes[name] = [once.setdefault(codes, codes) for codes in found]
        return self.codes[name]

    def codes_again(self, codes, touched, found):
        new = codes + [()] * (len(self.keys) - len(codes))
        for number in touched:
            new[number] = ()
        for code, numbers in found.items():
            for number in numbers:
                new[number] += (code,)
        return new

    def spans_on(self, day, dated_on):
        """The Spans of the rows; `day` None: as they are.

        `dated_on(day)`: the rows of an earlier day with the days that were known then, as pairs.
        """
        if day is None:
            return Spans(self.in_first_order(self.dated), self.dated, self.spans)
        return self.kept_for(day, "spans", lambda: self.read_spans(dated_on(day)))

    def read_spans(self, rows):
        numbered = ((self.number_of(key), span) for key, *span in rows)
        days = {number: span for number, span in numbered if number is not None}
        return Spans(list(days), Numbers(days), days)

    def there_on(self, day, rows_on):
        """The numbers of the rows that were there on an earlier day."""
        return self.kept_for(day, "", lambda: self.numbers_of(rows_on(day)))

    def kept_for(self, day, name, read, again=None):
        """What was read for the day; the days asked for longest ago are forgotten."""
        if (kept := self.days.get((name, day))) is None:
            kept = ForADay(read(), again)
            keep_within(self.days, DAYS_KEPT, (name, day), kept)
        return kept.found

    def counts(self, members, found):
        """{code: how many of the found rows have it}, without those that none has."""
        if len(found) == len(self):
            return {code: len(rows) for code, rows in members.items() if rows}
        both = found.intersection_cardinality
        return {code: count for code, rows in members.items() if (count := both(rows))}

    def told_of(self, found, *what):
        """What the last of `what` works out of found rows; of all rows it is kept."""
        *name, work_out = what
        if len(found) < len(self):
            return work_out()
        key = tuple(name)
        if (kept := self.totals.get(key)) is None:
            # In a tuple: nothing that is worked out is None then.
            kept = (work_out(),)
            keep_within(self.totals, TOTALS_KEPT, key, kept)
        return kept[0]

    def numbers_of(self, rows):
        """The numbers of the rows of any query."""
        return self.numbers_of_keys(rows.order_by().values_list("pk", flat=True))

    def numbers_of_keys(self, keys):
        return self.numbers_of_values(key.bytes for key in keys)

    def numbers_of_values(self, values):
        """The numbers of the rows of keys that are given as sixteen bytes."""
        return self.keys.numbers_of(values) & self.all

    def number_of(self, key):
        """That of a row; None where it is not among the rows."""
        number = self.keys.get(key)
        return number if number is not None and number in self.all else None

    def known(self, rows):
        """The rows of any query that have a number."""
        return [row for row in rows if self.number_of(row.pk) is not None]

    def between_years(self, first, last):
        """The numbers of the rows whose span overlaps these years; None leaves a side open."""
        begun, ended = self.kept_for(None, "years", lambda: self.years_of(self.dated), years_again)
        found = self.dated
        if first:
            found &= NO_NUMBERS.union(*(rows for year, rows in ended.items() if year >= first))
        if last:
            found &= NO_NUMBERS.union(*(rows for year, rows in begun.items() if year <= last))
        return found

    def years_of(self, numbers):
        """{year in which a span begins: numbers}, {year in which it ends: numbers}."""
        begun, ended = Codes(), Codes()
        for number in numbers:
            begins, ends = self.spans[number]
            begun.note(begins.year, number)
            ended.note(ends.year, number)
        return begun.as_numbers(), ended.as_numbers()

    def pick(self, rows, numbers):
        """Rows by their numbers, in this order, those that the query still finds."""
        keys = [self.keys[number] for number in numbers]
        found = {row.pk: row for row in rows.filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]

    def in_first_order(self, found):
        return InOrder(self.first, found)

    def ordered(self, name, rows, *, by_own_changes=True):
        """All numbers in the order of `rows()`; `name`: under which it is kept.

        `by_own_changes`: a row changes its place by its own changes alone.
        """
        if name not in self.orders:
            self.orders[name] = Order(self.in_order_of(rows()), rows if by_own_changes else None)
        return self.orders[name].numbers

    def ordered_on(self, day, name, rows):
        """All numbers in the order of `rows()`, which holds for the day alone."""
        again = partial(order_again, rows=rows)
        return self.kept_for(day, name, lambda: self.in_order_of(rows()), again)

    def in_order_of(self, rows):
        numbers = map(self.number_of, at_once(rows.values_list("pk", flat=True)))
        return [number for number in numbers if number is not None]


def keep_within(kept, most, key, value):
    """The oldest go; other threads may do the same meanwhile."""
    for oldest in list(kept)[: max(len(kept) + 1 - most, 0)]:
        kept.pop(oldest, None)
    kept[key] = value


def without(labels, gone):
    return {code: each for code, each in labels.items() if code not in gone} if gone else labels


def with_codes(codes, touched, found):
    """{code: numbers} without those that were touched, and with those that were found."""
    new = {
        code: numbers if numbers.isdisjoint(touched) else numbers - touched
        for code, numbers in codes.items()
    }
    for code, numbers in found.items():
        new[code] = new.get(code, NO_NUMBERS) | numbers
    return {code: numbers for code, numbers in new.items() if numbers}


def codes_again(index, codes, renewal, *, name, day):
    return with_codes(codes, renewal.touched, index.codes_on(name, day, pk__in=renewal.keys))


def years_again(index, years, renewal):
    found = index.years_of(renewal.there & index.dated)
    pairs = zip(years, found, strict=True)
    return tuple(with_codes(before, renewal.touched, now) for before, now in pairs)


def order_again(index, ordered, renewal, *, rows):
    return index.put_in(ordered, renewal, rows)
