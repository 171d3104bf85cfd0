"""How wide a text is in the typeface of the register, Schibsted Grotesk, and how it breaks."""

import re
import unicodedata
from dataclasses import dataclass

# Advance widths in thousandths of the type size, from space to "~".
REGULAR = (
    "254 240 353 654 564 850 686 199 309 309 443 635 265 488 280 444 611 343 572 576 584 580 595 "
    "531 579 594 280 268 635 635 635 529 885 700 645 703 697 585 561 718 720 354 536 660 545 868 "
    "729 770 615 770 633 613 644 673 678 935 652 623 595 310 444 310 635 500 500 551 589 551 589 "
    "573 341 555 567 242 272 552 262 873 581 597 590 590 401 513 340 581 554 812 559 548 504 327 "
    "239 327 635"
)
BOLD = (
    "210 281 400 719 600 911 695 221 348 348 406 635 292 463 304 479 632 404 597 603 627 616 616 "
    "568 612 617 304 296 635 635 635 564 922 738 679 717 736 605 584 730 753 426 589 726 579 936 "
    "768 768 672 768 689 648 689 718 714 1008 735 659 634 362 479 362 635 500 500 596 628 583 627 "
    "597 370 579 604 284 303 607 298 913 617 611 628 628 458 544 380 617 604 880 606 609 542 360 "
    "273 359 635"
)
PUNCTUATION = {
    "–": 500,
    "—": 1000,
    "·": 304,
    "…": 824,
    "\u2019": 292,
    "\u2018": 292,
    "“": 533,
    "”": 533,
}
FULL_WIDTH = 1000  # of letters such as 文
SAFE = 780  # of any other letter: few are wider
WIDE = r"\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef"
# A line may end after a space, a hyphen, a dash or a letter such as 文.
PIECE = re.compile(rf"[{WIDE}]\s*|[^\s–/{WIDE}-]*[–/-]*\s*")
SHORTEST = 4  # letters that still say something before an ellipsis


def advances(widths):
    return {chr(32 + n): int(width) for n, width in enumerate(widths.split())} | PUNCTUATION


ADVANCES = {False: advances(REGULAR), True: advances(BOLD)}


def text_width(text, size, *, bold=False):
    """The width at a type size; letters that the typeface lacks count as wide as any may be."""
    known = ADVANCES[bold]
    return sum(known.get(c) or advance_of(c, known) for c in text) * size / 1000


def advance_of(letter, known):
    if unicodedata.east_asian_width(letter) in "WF":
        return FULL_WIDTH
    if unicodedata.combining(letter):
        return 0
    base = unicodedata.normalize("NFD", letter)[0]
    return known.get(base, SAFE) if base != letter else SAFE


@dataclass(frozen=True)
class Fitted:
    """A text broken into lines none of which is wider than `width`."""

    lines: tuple
    width: float


def readable(text):
    """The text in one line, without what XML refuses."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def fit(text, size, room, *, most_lines=2, bold=True, breaks_words=False):
    """The text in as few lines as hold it, cut with an ellipsis where they do not.

    `breaks_words`: a word that no line holds goes on in the next one instead of being cut.
    """
    pieces, lines = PIECE.findall(readable(text)), []
    if breaks_words:
        pieces = [part for piece in pieces for part in parts_of(piece, size, room, bold=bold)]
    while pieces and len(lines) < most_lines - 1:
        line, pieces = first_line(pieces, size, room, bold=bold)
        if not line:
            break
        lines.append(line)
    rest = "".join(pieces).strip()
    if rest:
        lines.append(cut(rest, size, room, bold=bold))
    width = max((text_width(line, size, bold=bold) for line in lines), default=0)
    return Fitted(tuple(line for line in lines if line), width)


def parts_of(piece, size, room, *, bold):
    """The piece as it is, or where it is too long for a line in parts that are not."""
    part = ""
    for letter in piece:
        if part and text_width(part + letter.strip(), size, bold=bold) > room:
            yield part
            part = ""
        part += letter
    yield part


def first_line(pieces, size, room, *, bold):
    """The pieces that fit one line, and those left."""
    taken = 0
    while taken < len(pieces):
        if text_width("".join(pieces[: taken + 1]).strip(), size, bold=bold) > room:
            break
        taken += 1
    return "".join(pieces[:taken]).strip(), pieces[taken:]


def cut(text, size, room, *, bold):
    """The beginning of the text, at a word if there is one, with an ellipsis; "" without room."""
    if text_width(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and text_width(f"{kept}…", size, bold=bold) > room:
        kept = kept[:-1]
    at_word = kept.rpartition(" ")[0]
    kept = (at_word if len(at_word) > len(kept) / 2 else kept).rstrip(" ,;:–-(")
    return f"{kept}…" if len(kept) >= SHORTEST else ""
