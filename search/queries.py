"""What a person typed, read: words, "phrases in quotes", beginn*, -without."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from .words import encoded, tidy, tokens

LONGEST_TEXT = 200
MOST_TERMS = 16
# A quotation mark without a second one is no more than a space.
PIECE = re.compile(
    r'(?P<without>(?<!\S)-)?(?:["“”„«](?P<phrase>[^"“”„«»]*)["“”»]|(?P<word>[^\s"“”„«»]+))'
)
# What a question begins with; whoever asks so asks for the words that follow.
QUESTION = {
    *("who", "what", "when", "where", "which", "why", "how", "is", "are", "was", "were"),
    *("do", "does", "did", "has", "have", "had"),
}
# "£410m" is "410 million".
AMOUNT = re.compile(r"[£€$¥]?(?P<number>\d+(?:[.,]\d+)*)(?P<unit>mn?|bn)\W*", re.IGNORECASE)
UNITS = {"m": "million", "mn": "million", "bn": "billion"}


@dataclass(frozen=True)
class Term:
    """One word or phrase that is looked for.

    `tokens` stand all in the record, one after the other where they are `together`; or instead
    `whole`, the word written as one; or any of `others`. The last token of a `beginning` and its
    whole only begin so.
    """

    typed: str
    tokens: tuple
    whole: str = ""
    together: bool = False
    beginning: bool = False
    others: tuple = ()

    def in_fts5(self):
        star = " *" if self.beginning else ""
        if self.together:
            found = [f'"{" ".join(self.tokens)}"{star}']
        else:
            *first, last = self.tokens
            found = [" AND ".join([*(f'"{token}"' for token in first), f'"{last}"{star}'])]
        found += [f'"{self.whole}"{star}'] if self.whole else []
        found += [f'"{token}"' for token in self.others]
        return " OR ".join(f"({each})" for each in found)

    @property
    def is_phrase(self):
        return self.together and len(self.tokens) > 1

    def in_tsquery(self):
        """Of a phrase all its words, wherever they stand."""
        star = ":*" if self.beginning else ""
        found = [" & ".join(self.tokens) + star]
        found += [self.whole + star] if self.whole else []
        found += self.others
        return " | ".join(f"({each})" for each in found)

    @cached_property
    def patterns(self):
        """Groups of pieces of a line of tokens; the term is in a line that has all of a group."""
        end = "" if self.beginning else " "
        if self.together:
            groups = [(f" {' '.join(self.tokens)}{end}",)]
        else:
            *first, last = self.tokens
            groups = [(*(f" {token} " for token in first), f" {last}{end}")]
        groups += [(f" {self.whole}{end}",)] if self.whole else []
        return groups + [(f" {token} ",) for token in self.others]

    def is_in(self, line):
        return any(all(piece in line for piece in group) for group in self.patterns)

    def marks(self, token):
        """Whether a token of a text is one that was looked for."""
        if token in self.tokens or token == self.whole or token in self.others:
            return True
        beginnings = (self.tokens[-1], *filter(None, [self.whole]))
        return self.beginning and token.startswith(beginnings)


@dataclass(frozen=True)
class Query:
    """`terms` that a record has, all of them or `any_of` them, and none of those `without`.

    `sequence` are all tokens as typed, by which a whole name is known. `cut`: there were more
    words than are looked for.
    """

    terms: tuple = ()
    without: tuple = ()
    sequence: str = ""
    any_of: bool = False
    cut: bool = False

    def __bool__(self):
        return bool(self.terms)

    @cached_property
    def needles(self):
        """A line of tokens that has none of these has no term, and is no name that was typed."""
        pieces = [group[-1].strip() for term in self.terms for group in term.patterns]
        return tuple(dict.fromkeys([*pieces, *self.sequence.split(" ")[:1]]))

    def in_fts5(self):
        joint = " OR " if self.any_of else " AND "
        found = joint.join(f"({term.in_fts5()})" for term in self.terms)
        without = " OR ".join(f"({term.in_fts5()})" for term in self.without)
        return f"({found}) NOT ({without})" if without else found

    def in_tsquery(self):
        """Finds too much where there are phrases: see phrases()."""
        joint = " | " if self.any_of else " & "
        found = joint.join(f"({term.in_tsquery()})" for term in self.terms)
        without = [term for term in self.without if not term.is_phrase]
        return " & ".join([f"({found})", *(f"!({term.in_tsquery()})" for term in without)])

    def phrases(self):
        """What in_tsquery() leaves open: lists of Terms of which a text has one, and of which none.

        PostgreSQL would take each text apart anew, ten times as long as to look for the letters.
        """
        if self.any_of:
            wanted = [self.terms] if any(term.is_phrase for term in self.terms) else []
        else:
            wanted = [[term] for term in self.terms if term.is_phrase]
        return wanted, [term for term in self.without if term.is_phrase]

    def with_beginning(self):
        """The same with the last word taken for the beginning of one, or None where it is not."""
        last = self.terms[-1] if self.terms else None
        if last is None or last.beginning or last.together or len(last.typed) < 2:
            return None
        return replace(self, terms=(*self.terms[:-1], as_beginning(last.typed)))

    def with_any(self):
        return replace(self, any_of=True) if len(self.terms) > 1 else None


def read(text):
    """The Query of a text of at most LONGEST_TEXT characters."""
    text, terms, without, asking = tidy(text), [], [], []
    for piece in PIECE.finditer(text):
        found = term_of(piece)
        if not found:
            continue
        if piece["without"]:
            without.append(found)
        else:
            asks = (piece["word"] or "").casefold() in QUESTION
            (asking if asks else terms).append(found)
    terms = terms or asking
    shown = PIECE.sub(lambda piece: " " if piece["without"] else piece[0], text)
    return Query(
        terms=tuple(dict.fromkeys(terms))[:MOST_TERMS],
        without=tuple(dict.fromkeys(without))[:MOST_TERMS],
        sequence=" ".join(token.text for token in tokens(shown)),
        cut=len(terms) > MOST_TERMS or len(without) > MOST_TERMS,
    )


def term_of(piece):
    if piece["phrase"] is not None:
        return phrase_of(piece["phrase"])
    word = piece["word"]
    if word.endswith("*"):
        return as_beginning(word.rstrip("*"))
    amount = AMOUNT.fullmatch(word)
    return amount_of(word, **amount.groupdict()) if amount else word_of(word)


def amount_of(word, number, unit):
    """In full, or as it was typed."""
    full, short = phrase_of(f"{number} {UNITS[unit.lower()]}"), list(tokens(word))
    others = (short[0].text,) if len(short) == 1 else ()
    return replace(full, typed=word, others=others)


def phrase_of(text):
    found = tuple(token.text for token in tokens(text))
    return Term(text, found, together=len(found) > 1) if found else None


def word_of(word):
    """The parts of "UK-Japan" may stand anywhere; letters without spaces follow one another."""
    found = list(tokens(word))
    parts = tuple(token.text for token in found if token.text != token.whole)
    if not parts:
        return None
    whole = found[0].whole if all(token.whole == found[0].whole for token in found) else ""
    unspaced = any(not token.plain and token.text != token.whole for token in found)
    return Term(
        word,
        parts,
        whole=whole,
        together=unspaced and len(parts) > 1,
        # A letter of a script without spaces stands in the index with the next one alone.
        beginning=unspaced and len(parts) == 1 and found[-1].end - found[-1].start == 1,
    )


def as_beginning(word):
    """What begins like the last part of the word; the stem of the word is another way to say it."""
    found = [token for token in tokens(word) if token.text != token.whole]
    if not found:
        return None
    term, last = word_of(word), found[-1]
    if not last.plain:
        return replace(term, beginning=True)
    begun = encoded(last.plain)
    others = (last.text,) if len(found) == 1 and begun != last.text else ()
    return replace(term, tokens=(*term.tokens[:-1], begun), beginning=True, others=others)
