"""Why a record was found: the words around what was looked for, in pieces to be marked."""

from typing import NamedTuple

from .words import tokens

LETTERS_BEFORE = 60
LONGEST = 180


class Piece(NamedTuple):
    text: str
    marked: bool


class Reason(NamedTuple):
    """A text of the record, by the label of its field; "" for the summary that is always shown."""

    label: str
    pieces: list


def marked(text, query):
    """The text in Pieces, those marked that were looked for."""
    return pieces(text, spans(text, query))


def spans(text, query):
    """(start, end) of what was looked for, in order; none touches the next."""
    found = []
    for token in tokens(text):
        if not any(term.marks(token.text) for term in query.terms):
            continue
        if found and token.start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], token.end)
        else:
            found.append((token.start, token.end))
    return found


def pieces(text, found):
    shown, at = [], 0
    for start, end in found:
        shown += [Piece(text[at:start], False), Piece(text[start:end], True)]
        at = end
    return [piece for piece in (*shown, Piece(text[at:], False)) if piece.text]


def around(text, query):
    """As marked(), cut to the words around the first that was looked for."""
    found = spans(text, query)
    begin, end = window(text, found[0][0] if found else 0)
    inside = [
        (max(s, begin) - begin, min(e, end) - begin) for s, e in found if s < end and e > begin
    ]
    shown = pieces(text[begin:end], inside)
    before = [Piece("… ", False)] if begin else []
    after = [Piece(" …", False)] if end < len(text) else []
    return [*before, *shown, *after]


def window(text, first):
    """Where a part of the text begins and ends, at spaces."""
    if len(text) <= LONGEST:
        return 0, len(text)
    begin = max(first - LETTERS_BEFORE, 0)
    if begin:
        begin = text.find(" ", begin, first) + 1 or begin
    end = min(begin + LONGEST, len(text))
    if end < len(text):
        end = max(text.rfind(" ", begin, end), first + 1)
    return begin, end


def reasons(texts, fields, query, most=2):
    """The texts besides the title that tell best why it was found; else the summary.

    During an update an index may name a field that this process does not know.
    """
    wanted = {term for term in query.terms if not stands_in(term, title_of(texts))}
    found, left = [], [(name, text) for name, text in texts[1:] if name in fields]
    while wanted and len(found) < most:
        told = [(wanted & terms_in(wanted, text), name, text) for name, text in left]
        best = max(told, key=lambda each: (len(each[0]), fields[each[1]].weight), default=None)
        if not best or not best[0]:
            break
        terms, name, text = best
        found.append(Reason(str(fields[name].label), around(text, query)))
        wanted -= terms
        left.remove((name, text))
    summary = next((text for name, text in texts if name == "summary"), "")
    if not found and summary:
        found.append(Reason("", around(summary, query)))
    return found


def title_of(texts):
    return texts[0][1]


def terms_in(terms, text):
    line = line_of(text)
    return {term for term in terms if term.is_in(line)}


def stands_in(term, text):
    return term.is_in(line_of(text))


def line_of(text):
    return f" {' '.join(token.text for token in tokens(text))} "
