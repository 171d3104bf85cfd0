"""Numbers of rows in the order of a query, and where rows belong that have moved."""

from itertools import islice

# Rows of which the database is asked for the order at once.
ASKED = 1000
FEWEST, ROUNDS = 2, 20


class Moved(Exception):
    """The order changed while it was asked for."""


class InOrder:
    """The numbers of an order that were found, read as far as somebody wants them."""

    def __init__(self, numbers, found):
        self.numbers, self.found = numbers, found

    def __len__(self):
        return len(self.found)

    def __iter__(self):
        return filter(self.found.__contains__, self.numbers)

    def __getitem__(self, span):
        return list(islice(self, span.start, span.stop))

    def index(self, number):
        """Raises ValueError."""
        for place, each in enumerate(self):
            if each == number:
                return place
        raise ValueError(number)


def put_in(ordered, moved, in_order):
    """The list with the numbers that moved, each at its place. Raises Moved.

    `in_order(numbers)`: these numbers as the database orders them. It is asked where the moved
    stand among a few of the others, then among those between two of these, until none is between.
    """
    if not moved:
        return list(ordered)
    places = {number: (0, len(ordered)) for number in moved}
    for _round in range(ROUNDS):
        open_spans = {span for span in places.values() if span[0] < span[1]}
        pivots = pivots_in(open_spans)
        sequence = in_order([*moved, *(ordered[place] for place in pivots)])
        places = narrowed(places, sequence, {ordered[place]: place for place in pivots})
        if all(low == high for low, high in places.values()):
            in_sequence = [number for number in sequence if number in places]
            return list(inserted(ordered, in_sequence, places))
    raise Moved


def pivots_in(spans):
    """Places spread over each span."""
    each = max(FEWEST, ASKED // max(1, len(spans)))
    found = set()
    for low, high in spans:
        found.update(range(low, high, max(1, (high - low) // each)))
    return sorted(found)


def narrowed(places, sequence, place_of):
    """Between the nearest that stand before and after in the sequence. Raises Moved."""
    found, before = dict(places), 0
    for number in sequence:
        if number in place_of:
            if place_of[number] < before:
                raise Moved
            before = place_of[number] + 1
        elif number in found:
            low, high = found[number]
            found[number] = max(low, before), high
    after = None
    for number in reversed(sequence):
        if number in place_of:
            after = place_of[number]
        elif number in found and after is not None:
            low, high = found[number]
            found[number] = low, min(high, after)
    if any(low > high for low, high in found.values()) or not found.keys() <= set(sequence):
        raise Moved
    return found


def inserted(ordered, moved, places):
    """`moved`: in their order."""
    waiting = iter(moved)
    following = next(waiting, None)
    for place, number in enumerate(ordered):
        while following is not None and places[following][0] == place:
            yield following
            following = next(waiting, None)
        yield number
    while following is not None:
        yield following
        following = next(waiting, None)
