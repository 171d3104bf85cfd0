"""How well a record fits: a whole number, the same on every database."""

WHOLE_NAME = 1000


def score(words, query):
    """What the fields weigh in which each term stands; `words` are the lines of an entry.

    Whoever typed the whole of a name means what bears it.
    """
    best, weights = 0, [set() for _term in query.terms]
    sequence = f" {query.sequence} "
    for line in words.split("\n"):
        mark, _space, found = line.partition(" ")
        weight, found = int(mark[1:]), f" {found} "
        if mark[0] == "n" and found == sequence:
            best = max(best, WHOLE_NAME + weight)
        for place, term in enumerate(query.terms):
            if weight not in weights[place] and term.is_in(found):
                weights[place].add(weight)
    return best + sum(sum(found) for found in weights)


def in_order(rows, query):
    """Keys of (key, day, words) rows: the best first, then the newest, then by key."""
    ranked = [
        (-score(words, query), -day.toordinal() if day else 0, key.hex, key)
        for key, day, words in rows
    ]
    return [key for *_rank, key in sorted(ranked)]
