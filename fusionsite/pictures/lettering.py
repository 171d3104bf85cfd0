"""How wide a text is in the register's typeface, Schibsted Grotesk."""

# Advances of a thousandth of the size, from the space to "~".
WIDTHS = (
    "254 240 353 654 564 850 686 199 309 309 443 635 265 488 280 444 "
    "611 343 572 576 584 580 595 531 579 594 280 268 635 635 635 529 "
    "885 700 645 703 697 585 561 718 720 354 536 660 545 868 729 770 "
    "615 770 633 613 644 673 678 935 652 623 595 310 444 310 635 500 "
    "500 551 589 551 589 573 341 555 567 242 272 552 262 873 581 597 "
    "590 590 401 513 340 581 554 812 559 548 504 327 239 327 635"
)
ADVANCES = {chr(32 + place): int(width) for place, width in enumerate(WIDTHS.split())}
OTHER_LETTER = 560
WIDE_LETTER = 1000
FIRST_WIDE = "\u2e80"
BOLD = 1.05
ELLIPSIS = "…"


def text_width(text, size, bold=False):
    advances = sum(ADVANCES.get(letter) or other_width(letter) for letter in text)
    return advances * size / 1000 * (BOLD if bold else 1)


def other_width(letter):
    """Chinese, Japanese and Korean letters fill their square."""
    return WIDE_LETTER if letter >= FIRST_WIDE else OTHER_LETTER


def readable(text):
    """The text in one line, without what XML refuses."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def wrapped(text, width, size, bold=False, most=None):
    """The lines of a text that fit the width, at most so many, the last one cut with "…"."""
    space = text_width(" ", size, bold)
    lines, room = [], 0
    for word in pieces(text, width, size, bold):
        taken = text_width(word, size, bold)
        if lines and space + taken <= room:
            lines[-1] += f" {word}"
            room -= space + taken
        else:
            lines.append(word)
            room = width - taken
    if most and len(lines) > most:
        lines = [*lines[: most - 1], cut(lines[most - 1], width, size, bold)]
    return lines


def pieces(text, width, size, bold):
    """The words, those that are too long for a line in parts."""
    for word in readable(text).split():
        part, room = "", width
        for letter in word:
            taken = text_width(letter, size, bold)
            if part and taken > room:
                yield part
                part, room = "", width
            part += letter
            room -= taken
        yield part


def cut(line, width, size, bold=False):
    while line and text_width(line + ELLIPSIS, size, bold) > width:
        line = line[:-1].rstrip()
    return line + ELLIPSIS
