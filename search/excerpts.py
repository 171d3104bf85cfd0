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


def reasons(texts, fields, query, lines=None, most=2):
    """The texts besides the title that tell best why it was found; else the summary.

    During an update an index may name a field that this process does not know. `lines`: the tokens
    of each text, where they are known.
    """
    lines = lines or [line_of(text) for _name, text in texts]
    wanted = {term for term in query.terms if not term.is_in(lines[0])}
    left = [
        (terms_in(wanted, line), name, text)
        for (name, text), line in zip(texts[1:], lines[1:], strict=True)
        if name in fields
    ]
    found = []
    while wanted and len(found) < most:
        left = [(terms & wanted, name, text) for terms, name, text in left if terms & wanted]
        if not left:
            break
        best = max(left, key=lambda each: (len(each[0]), fields[each[1]].weight))
        terms, name, text = best
        found.append(Reason(str(fields[name].label), around(text, query)))
        wanted -= terms
        left.remove(best)
    summary = next((text for name, text in texts if name == "summary"), "")
    if not found and summary:
        found.append(Reason("", around(summary, query)))
    return found


def terms_in(terms, line):
    return {term for term in terms if term.is_in(line)}


def line_of(text):
    return f" {' '.join(token.text for token in tokens(text))} "
