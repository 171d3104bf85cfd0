"""How well a record fits: a whole number, the same on every database."""

WHOLE_NAME = 1000
# For a name that begins with what was typed; the more of the name that is, the more of it.
BEGUN_NAME = 100
# Where any of the words will do, one more of them is worth more than any field.
ONE_MORE = 200


def score(words, query):
    """What the fields weigh in which each term stands, each weight once; `words`: of an entry.

    Whoever typed the whole of a name means what bears it; its beginning, most likely.
    """
    by_name, weights = 0, [set() for _term in query.terms]
    needles = query.needles
    for line in words.split("\n"):
        # Of most lines nothing was typed: to see it at once is most of the speed.
        for needle in needles:
            if needle in line:
                break
        else:
            continue
        mark, _space, found = line.partition(" ")
        weight, found = int(mark[1:]), f" {found} "
        if mark[0] == "n":
            by_name = max(by_name, named(found, weight, query))
        for place, term in enumerate(query.terms):
            if weight not in weights[place] and term.is_in(found):
                weights[place].add(weight)
    if query.any_of:
        by_name += ONE_MORE * sum(map(bool, weights))
    return by_name + sum(map(sum, weights))


def named(name, weight, query):
    """What it is worth that the whole of a name was typed, or its beginning."""
    typed = f" {query.sequence}"
    if name == f"{typed} ":
        return WHOLE_NAME + weight
    if name.startswith(typed if query.terms[-1].beginning else f"{typed} "):
        return BEGUN_NAME * typed.count(" ") // (name.count(" ") - 1)
    return 0


def in_order(rows, query):
    """Keys of (key, day, words) rows: the best first, then the newest, then by key."""
    ranked = [
        (-score(words, query), -day.toordinal() if day else 0, key.hex, key)
        for key, day, words in rows
    ]
    return [key for *_rank, key in sorted(ranked)]
