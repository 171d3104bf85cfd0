"""Numbers on public pages and the lists that they count, read as docs/developing.md has it.

`data-counts` on a link is the number that it prints: it equals the `data-total` of what the link
leads to (of the element that the address names, else of #results), less `data-shown`, the rows that
are printed before it. On a <summary> it is the number of items that it unfolds. With `data-parts`
the link prints several numbers that make the whole up.
"""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from tests.plain_client import PlainClient

VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
NUMBER = re.compile(r"[0-9]+")
# A date says its exactness in <time>; the others are not in the page that people read.
EXPECTED_TAGS = {"head", "script", "style", "time", "svg", "select"}
# Dates, identifiers, versions and the name of the licence in a sentence.
EXPECTED_WORDS = re.compile(
    r"(?:[0-9]{1,2} )?(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December) [0-9]{4}\b|\b(?:AG|ORG|NEWS)-[0-9]{4}\b|\b[Vv]ersion [0-9]+\b"
    r"|\bCC BY 4\.0\b|\bAttribution 4\.0\b"
)
# The marks of sources and their list, the pages of a list, the form of filters and its chips, the
# line to cite, the history with its versions; the address of a page, printed for paper; the words
# of records that a search found; what is said of the data package, its size, checksum and rows; how
# many dates a calendar has; the line that other sites copy.
EXPECTED_CLASSES = {"src", "sources", "pages", "filters", "chips", "cite", "address", "hits"}
EXPECTED_CLASSES |= {"package", "calendar", "embed-line"}


@dataclass
class Counted:
    """A number on a page, and what it is said to count."""

    number: int
    address: str = ""
    shown: int = 0
    in_parts: bool = False
    words: str = ""
    items: int = 0

    def printed(self):
        numbers = [int(number) for number in NUMBER.findall(self.words)]
        if self.in_parts:
            return bool(numbers) and max(numbers) <= self.number <= sum(numbers)
        return self.number in numbers


@dataclass
class Element:
    """`counted`: what it prints; `fold`: what the summary of this <details> prints."""

    tag: str
    attributes: dict
    counted: Counted | None = None
    fold: Counted | None = None

    @property
    def holds_numbers(self):
        """Whether digits are expected in it."""
        is_heading = "data-total" in self.attributes and self.tag in {"h2", "caption"}
        expected = self.tag in EXPECTED_TAGS or self.classes & EXPECTED_CLASSES
        return bool(self.counted or is_heading or expected)

    @property
    def classes(self):
        return set((self.attributes.get("class") or "").split())


class Numbers(HTMLParser):
    """`totals`: {id: number of rows}; `wholes`: the numbers of rows without filters; `counted`: the
    numbers that lead somewhere; `loose`: words with digits where no digit is expected.
    """

    def __init__(self, html, base):
        super().__init__()
        self.base = base
        self.totals, self.wholes, self.counted, self.loose = {}, [], [], []
        self.path = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes))
        if "data-total" in element.attributes:
            self.totals[element.attributes.get("id")] = int(element.attributes["data-total"])
        if "data-of" in element.attributes:
            self.wholes.append(int(element.attributes["data-of"]))
        if "data-counts" in element.attributes:
            element.counted = self.read_counted(element)
        if tag == "li":
            folds = [above.fold for above in self.path if above.fold]
            for fold in folds[-1:]:
                fold.items += 1
        if tag not in VOID:
            self.path.append(element)

    def read_counted(self, element):
        attributes = element.attributes
        counted = Counted(
            number=int(attributes["data-counts"]),
            address=urljoin(self.base, attributes["href"]) if "href" in attributes else "",
            shown=int(attributes.get("data-shown", 0)),
            in_parts="data-parts" in attributes,
        )
        self.counted.append(counted)
        if element.tag == "summary":
            self.path[-1].fold = counted
        return counted

    def handle_endtag(self, tag):
        while self.path and self.path.pop().tag != tag:
            pass

    def handle_data(self, text):
        hidden = any("vh" in element.classes for element in self.path)
        for element in self.path:
            # What only screen readers are told are names, and some have figures in them.
            if element.counted and not hidden:
                element.counted.words += text
        expected = any(element.holds_numbers for element in self.path)
        if NUMBER.search(EXPECTED_WORDS.sub("", text)) and not expected:
            self.loose.append(" ".join(text.split()))


class Reader:
    """Reads each page once."""

    def __init__(self):
        self.client = PlainClient()
        self.pages = {}

    def page(self, address):
        if address not in self.pages:
            response = self.client.get(address)
            found = response.status_code == 200
            self.pages[address] = Numbers(response.content.decode(), address) if found else None
        return self.pages[address]

    def wrong(self, address):
        """What a page prints of a list that holds another number of rows."""
        page = self.page(address)
        assert page, address
        return [(address, counted) for counted in page.counted if not self.is_right(counted)]

    def is_right(self, counted):
        if not counted.printed():
            return False
        if not counted.address:
            return counted.items == counted.number
        target, part = urldefrag(counted.address)
        page = self.page(target)
        return page and page.totals.get(part or "results") == counted.number + counted.shown

    def wrong_wholes(self, address):
        """Of “3 of 87 records”, 87 is what the list holds without filters."""
        whole = self.page(address.partition("?")[0]).totals.get("results")
        return [(address, number) for number in self.page(address).wholes if number != whole]
