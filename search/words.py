"""Text taken apart into what is looked for: the same on every database, because it is done here.

A token begins with a letter that says how it is spelt and holds ASCII letters and digits alone, so
that no tokeniser of a database can take it apart again: "xmagnet", "xjt60sa", "y065873090e8".
"""

import re
import unicodedata
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import snowballstemmer

LONGEST = 40
# Scripts that are written without spaces; a word of them is found by any two letters that follow
# one another.
UNSPACED = (
    "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0e7f"
)
# "U.S.", "JT-60SA", "Germany's" and plain words; marks belong to the letter before them.
LETTERS = r"[^\W_](?:(?!_)[\w\u0300-\u036f\u0900-\u0963])*"
JOINED = r"[-\u2010-\u2015\u2212]"
WORD = re.compile(
    rf"(?P<dotted>\b(?:[A-Za-z]\.){{2,}}(?:[A-Za-z]\b)?)"
    rf"|(?P<word>{LETTERS}(?:{JOINED}{LETTERS})*)(?:['’]s\b)?"
)
PART = re.compile(LETTERS)
RUN = re.compile(f"(?P<unspaced>[{UNSPACED}]+)|[^{UNSPACED}]+")
# So frequent that they tell nothing apart.
PASSED_OVER = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
)
# Letters that have no accent to lose.
PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)

# It holds the word that it is at.
_stemmer, _stemming = snowballstemmer.stemmer("english"), Lock()


class Token(NamedTuple):
    """`text` is what is stored; it stands in the text from `start` to `end`.

    `plain` is the word as a reader would spell it, folded and not cut to its stem; "" for what is
    no word of its own. `whole` is "jt60sa" for each part of "JT-60SA", else "".
    """

    text: str
    start: int
    end: int
    plain: str = ""
    whole: str = ""


def tidy(text):
    """One spelling of each letter, one space between words."""
    return unicodedata.normalize("NFC", " ".join(str(text).split()))


def tokens(text):
    """Every token of a text from tidy(), in order: "JT-60SA" as a whole and then its parts."""
    for found in WORD.finditer(text):
        start = found.start()
        if found["dotted"]:
            yield token(fold(found["dotted"].replace(".", "")), start, found.end())
            continue
        word = found["word"]
        if word.isalnum() and word.isascii():
            if (plain := word.lower()[:LONGEST]) not in PASSED_OVER:
                yield token(plain, start, start + len(word))
            continue
        parts = list(PART.finditer(word))
        joined = fold("".join(part[0] for part in parts))[:LONGEST] if len(parts) > 1 else ""
        whole = encoded(joined) if joined else ""
        if whole:
            yield Token(whole, start, start + len(word), whole=whole)
        for part in parts:
            yield from tokens_of_part(part[0], start + part.start(), whole)


def tokens_of_part(word, start, whole):
    for run in RUN.finditer(word):
        at = start + run.start()
        if run["unspaced"]:
            pairs = [run[0][i : i + 2] for i in range(max(len(run[0]) - 1, 1))]
            for place, pair in enumerate(pairs):
                yield Token(encoded(fold(pair)), at + place, at + place + len(pair), whole=whole)
        elif (plain := fold(run[0])[:LONGEST]) and plain not in PASSED_OVER:
            yield token(plain, at, at + len(run[0]), whole)


def token(plain, start, end, whole=""):
    return Token(encoded(stem(plain)), start, end, plain=plain, whole=whole)


def fold(word):
    """No case, no accents: "Énergie" is "energie"."""
    letters = word.casefold()
    if letters.isascii():
        return letters
    letters = unicodedata.normalize("NFKD", letters.translate(PLAIN)).casefold()
    letters = "".join(c for c in letters if not unicodedata.combining(c) and c.isalnum())
    return unicodedata.normalize("NFC", letters)


@lru_cache(maxsize=50_000)
def stem(plain):
    """The stem of an English word; what holds a digit or another script is kept whole.

    Whoever asks for magnets does not mean magnetic confinement.
    """
    if plain.endswith(("ic", "ics")):
        return plain.removesuffix("s")
    if not (plain.isascii() and plain.isalpha()):
        return plain
    with _stemming:
        return _stemmer.stemWord(plain)


def encoded(plain):
    """A prefix of a word is a prefix of its code."""
    if plain.isascii():
        return f"x{plain}"
    return "y" + "".join(f"{ord(letter):06x}" for letter in plain)
