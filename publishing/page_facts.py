"""What a page says of itself in its head: title, publisher, date, language. Nothing is guessed."""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser

from django.core.exceptions import ValidationError

from dates.partial import PartialDate

from .languages import LanguageField

# What is said of a page stands at its beginning.
MOST_CHARACTERS = 200_000
MOST_PIECES = 5_000
LONGEST_JSON = 50_000
DEEPEST_JSON = 6
# Names of <meta>, the most telling first.
TITLES = ["og:title", "citation_title", "dcterms.title", "dc.title", "twitter:title"]
PUBLISHERS = ["og:site_name", "citation_publisher", "dcterms.publisher", "dc.publisher"]
DATES = [
    "article:published_time",
    "og:article:published_time",
    "govuk:first-published-at",
    "citation_publication_date",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "datepublished",
]
ISO_DATE = re.compile(r"\s*([0-9]{4}(?:[-/][0-9]{2}(?:[-/][0-9]{2})?)?)(?![0-9/-])")


@dataclass
class PageFacts:
    """What is proposed to an editor; empty where the page does not say it."""

    title: str = ""
    publisher: str = ""
    date: str = ""
    language: str = ""

    def __bool__(self):
        return any((self.title, self.publisher, self.date, self.language))


def facts_of(page):
    """The facts in a page of HTML; of a plain text, its first line as the title."""
    page = page[:MOST_CHARACTERS]
    if "<" not in page:
        lines = [line for line in page.splitlines() if line.strip()]
        return PageFacts(title=words(lines[0], 300)) if lines else PageFacts()
    reader = HeadReader()
    # The parser of the standard library asserts that a declaration is one it knows.
    with suppress(EnoughRead, AssertionError):
        reader.feed(page)
    described = described_in(reader.scripts)
    metas = reader.metas
    return PageFacts(
        title=words(first(metas, TITLES) or described.get("title") or "".join(reader.title), 300),
        publisher=words(first(metas, PUBLISHERS) or described.get("publisher"), 200),
        date=day(first(metas, DATES)) or day(described.get("date")),
        language=language(reader.language),
    )


class EnoughRead(Exception):
    """The page has more pieces than are looked at."""


class HeadReader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.metas = {}
        self.title = []
        self.scripts = []
        self.language = ""
        self.inside = None
        self.pieces = 0

    def handle_starttag(self, tag, attrs):
        self.pieces += 1
        if self.pieces > MOST_PIECES:
            raise EnoughRead
        said = dict(attrs)
        if tag == "meta":
            name = said.get("property") or said.get("name") or said.get("itemprop") or ""
            self.metas.setdefault(name.lower(), said.get("content") or "")
        elif tag == "html":
            self.language = said.get("lang") or ""
        elif tag == "title" and not self.title:
            self.inside = self.title
        elif tag == "script" and said.get("type") == "application/ld+json":
            self.inside = []
            self.scripts.append(self.inside)

    def handle_endtag(self, tag):
        if tag in ("title", "script"):
            self.inside = None

    def handle_data(self, text):
        if self.inside is not None:
            self.inside.append(text)


def described_in(scripts):
    """What the first description in JSON-LD that has a date or a headline says of the page."""
    for script in scripts:
        text = "".join(script)
        if len(text) > LONGEST_JSON:
            continue
        try:
            found = next(descriptions(json.loads(text)), None)
        except (ValueError, RecursionError):
            continue
        if found:
            return found
    return {}


def descriptions(value, depth=0):
    if depth > DEEPEST_JSON:
        return
    if isinstance(value, list):
        for item in value:
            yield from descriptions(item, depth + 1)
    elif isinstance(value, dict):
        if value.get("headline") or value.get("datePublished"):
            publisher = value.get("publisher")
            yield {
                "title": value.get("headline") or value.get("name"),
                "publisher": publisher.get("name") if isinstance(publisher, dict) else publisher,
                "date": value.get("datePublished"),
            }
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from descriptions(value.get(name), depth + 1)


def first(metas, names):
    return next((metas[name] for name in names if metas.get(name, "").strip()), "")


def words(text, longest):
    """One line of text that a database takes, cut at a length."""
    if not isinstance(text, str):
        return ""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split())[:longest].strip()


def day(text):
    """The day, month or year at the beginning of a date, as it is written there."""
    found = ISO_DATE.match(text) if isinstance(text, str) else None
    try:
        return PartialDate(found[1].replace("/", "-")).value if found else ""
    except ValidationError:
        return ""


def language(code):
    """The language of the page; what is no code of ours is left out."""
    for proposed in (code, code.partition("-")[0]):
        try:
            LanguageField().run_validators(proposed.strip())
        except ValidationError:
            continue
        return proposed.strip()
    return ""
