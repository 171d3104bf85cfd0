"""The lineage of a record: three columns of cards, joined by curves.

On a page the cards are text in rows of one height, so that the middle of card i of n lies at
(i + ½) / n however its text wraps; between the columns stands a square of 100 that is stretched.
In a file of its own the same picture is drawn with its texts.
"""

from dataclasses import dataclass

from .lettering import fit, readable

EARLIER, LATER = "earlier", "later"

# A file of its own, in units.
CARD, GAP, EDGE = 300, 90, 24
HEAD, BELOW, PAD, BETWEEN = 96, 64, 14, 14
TITLE, SMALL = 16, 13
TITLE_LINES, SMALL_LINES = 3, 2
# A file carries the colours of light paper itself: no style sheet reaches it.
COLOURS = {"gov": "#3d2fb3", "inst": "#7c2a9c", "ind": "#bd154c", "fund": "#00697f"}
LINE_COLOURS = {"follows": COLOURS["fund"], "led": COLOURS["ind"], "more": "#77748f"}
DASHES = {"under": "8 4", "led": "1.5 5"}
# The reader's machine may have another face; its letters are seldom wider than this.
SLACK = 0.9


@dataclass(frozen=True)
class Curve:
    """From the middle of one card to that of another; `line`: how the relation is drawn."""

    start: tuple
    end: tuple
    line: str

    @property
    def path(self):
        (x, y), (to_x, to_y) = self.start, self.end
        bend = (to_x - x) * 0.55
        points = (x, y, x + bend, y, to_x - bend, to_y, to_x, to_y)
        return "M{} {}C{} {} {} {} {} {}".format(*map(number, points))

    @property
    def colour(self):
        return LINE_COLOURS.get(self.line, COLOURS["gov"])

    @property
    def dashes(self):
        return DASHES.get(self.line, "")


def strip(lines, side):
    """The curves of one side of a page's picture, in a square of 100."""
    middles = [(place + 0.5) / len(lines) * 100 for place in range(len(lines))]
    if side == EARLIER:
        return [Curve((0, y), (100, 50), line) for y, line in zip(middles, lines, strict=True)]
    return [Curve((0, 50), (100, y), line) for y, line in zip(middles, lines, strict=True)]


@dataclass(frozen=True)
class Line:
    """A line of text with its baseline."""

    x: int
    y: int
    text: str
    size: int
    bold: bool = False


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    height: int
    level: str
    line: str
    texts: tuple

    @property
    def colour(self):
        return COLOURS.get(self.level, "#77748f")

    @property
    def left(self):
        return (self.x, self.y + self.height / 2)

    @property
    def right(self):
        return (self.x + self.width, self.y + self.height / 2)


@dataclass(frozen=True)
class Drawing:
    name: str
    width: int
    height: int
    earlier: tuple
    this: Box
    later: tuple
    curves: tuple
    headings: tuple

    @property
    def source_line(self):
        return self.height - EDGE

    @property
    def boxes(self):
        return (*self.earlier, self.this, *self.later)


@dataclass(frozen=True)
class Text:
    """What a card says: a title, a smaller line above it and smaller lines below."""

    title: str
    above: str = ""
    below: tuple = ()
    level: str = ""
    line: str = ""


def drawing(earlier, this, later, headings):
    """The picture as a file of its own; takes Texts, and the headings of the three columns."""
    columns = [EDGE + place * (CARD + GAP) for place in range(3)]
    tallest = max(column_height(column) for column in (earlier, [this], later))
    boxes = [
        tuple(column_of(texts, x, tallest))
        for texts, x in zip((earlier, [this], later), columns, strict=True)
    ]
    [middle] = boxes[1]
    curves = [Curve(box.right, middle.left, box.line) for box in boxes[0]]
    curves += [Curve(middle.right, box.left, box.line) for box in boxes[2]]
    return Drawing(
        name=readable(this.title),
        width=columns[2] + CARD + EDGE,
        height=HEAD + tallest + BELOW,
        earlier=boxes[0],
        this=middle,
        later=boxes[2],
        curves=tuple(curves),
        headings=tuple(
            Line(x, HEAD - 16, words, SMALL) for x, words in zip(columns, headings, strict=True)
        ),
    )


def column_height(texts):
    heights = [height_of(text) for text in texts]
    return sum(heights) + BETWEEN * max(0, len(heights) - 1)


def column_of(texts, x, tallest):
    """The boxes of one column, in the middle of the height."""
    y = HEAD + (tallest - column_height(texts)) // 2
    for text in texts:
        height = height_of(text)
        yield Box(x, y, CARD, height, text.level, text.line, tuple(placed(text, x, y)))
        y += height + BETWEEN


def lines_of(text):
    """(words, size, bold) of each line of a card."""
    if text.above:
        yield from fitted(text.above, SMALL, SMALL_LINES)
    yield from fitted(text.title, TITLE, TITLE_LINES, bold=True)
    for words in text.below:
        yield from fitted(words, SMALL, SMALL_LINES)


def fitted(words, size, most_lines, *, bold=False):
    room = (CARD - 2 * PAD) * SLACK
    found = fit(words, size, room, most_lines=most_lines, bold=bold, breaks_words=True)
    return [(line, size, bold) for line in found.lines]


def height_of(text):
    return sum(line_height(size) for _words, size, _bold in lines_of(text)) + 2 * PAD


def placed(text, x, y):
    baseline = y + PAD
    for words, size, bold in lines_of(text):
        baseline += line_height(size)
        yield Line(x + PAD, baseline - size // 3, words, size, bold)


def line_height(size):
    return round(size * 1.3)


def number(value):
    """As short as two decimals allow, whatever the language of the page."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
