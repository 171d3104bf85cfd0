"""What a slip of typing was meant to be: the nearest word that stands in a record."""

import re
from dataclasses import replace
from itertools import takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .models import Word
from .queries import read
from .words import fold, tokens

SHORTEST = 4
# From this length on two slips are forgiven instead of one.
LONG = 7
MOST_CORRECTED = 4
MOST_COMPARED = 20_000
MOST_BEGINNINGS = 20


def with_vocabulary(query):
    """The same, with the stems that words have which begin so: "cooperati*" finds "cooper"."""
    return replace(query, terms=tuple(map(spread, query.terms)))


def spread(term):
    begun = term.tokens[-1]
    plain = fold(term.typed.rstrip("*"))
    if not term.beginning or len(term.tokens) > 1 or len(plain) < 3:
        return term
    words = Word.objects.filter(plain__startswith=plain).exclude(token__startswith=begun)
    stems = words.order_by("token").values_list("token", flat=True).distinct()
    return replace(term, others=tuple(dict.fromkeys([*term.others, *stems[:MOST_BEGINNINGS]])))


def corrected(text, query):
    """(the text with its slips mended, its Query), or None where no word is near enough."""
    slips = unknown_words(text, query)
    nearest = {word: near for word in slips[:MOST_CORRECTED] if (near := nearest_to(fold(word)))}
    if not nearest:
        return None
    for word, near in nearest.items():
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _found, near=near: near, text)
    return text, read(text)


def unknown_words(text, query):
    """The words as typed that stand in no record, in order; those of phrases too."""
    found = {t.text: text[t.start : t.end] for t in tokens(text) if len(t.plain) >= SHORTEST}
    found = {token: word for token, word in found.items() if fold(word).isalpha()}
    known = set(Word.objects.filter(token__in=found).values_list("token", flat=True))
    looked_for = {token for term in query.terms for token in term.tokens}
    return [word for token, word in found.items() if token not in known and token in looked_for]


def nearest_to(plain):
    """The word as it is written in a record, or None; of two equally near the one more alike."""
    slips = 1 if len(plain) < LONG else 2
    words = Word.objects.as_long_as(len(plain), slips).order_by("plain")
    shown = dict(words.values_list("plain", "shown")[:MOST_COMPARED])
    near = process.extract(plain, shown.keys(), scorer=OSA.distance, score_cutoff=slips, limit=20)
    ranked = [(distance, -alike_before(plain, word), word) for word, distance, _place in near]
    return shown[min(ranked)[2]] if ranked else None


def alike_before(one, other):
    """How many letters two words begin alike with."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))
