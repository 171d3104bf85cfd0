"""A value for any field that holds content, such as people, pages and spreadsheets leave behind."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django_countries.fields import CountryField

from dates.fields import PartialDateField
from organisations.identifier_schemes import CHECKS, CROCKFORD
from publishing.languages import LanguageField
from publishing.richtext import RichTextField
from publishing.web_addresses import WebAddressField
from tests.files import PDF, picture

FRAGMENTS = [
    "Plasma",
    "UK–Japan",
    '"quoted" and “quoted”',
    "a; b;c",
    "a, b,c",
    "=1+1",
    "+44 1235",
    "-5",
    "@home",
    "'tis",
    " before",
    "after ",
    "tab\there",
    "two\nlines",
    "CR\r\nLF",
    "CR\ralone",
    "\u2028separated\u0085",
    "\ufeffmarked",
    "\x1fcontrol\x0b",
    "é and e\u0301",
    "İıſß ﬁ ㍿",
    "核融合研究所",
    "الاندماج النووي",
    "\u202eoverride\u202c",
    "👩🏽‍🔬🇬🇧",
    "a\u200bb\u00a0c",
    "<b>&amp;</b>",
    "\\N \\t %s {0}",
    "NULL",
    "0012",
    "1e5",
    "true",
]
HTML = [
    "<p>Plain.</p>",
    "<p>“Two lines”,\n<br>and; a = 1 + 1</p>",
    '<p>=1+1 &amp; &lt;b&gt; "quoted"</p>\r\n<p>\r\n</p>',
    "<ul><li><p>核融合</p></li><li>الاندماج</li></ul>",
    '<p><a href="https://notices.example/?a=1&amp;b=;" title="A; “B”">there</a>\u00a0👩🏽‍🔬</p>',
    '<table><tbody><tr><th colspan="2">a</th></tr><tr><td>b</td><td>c</td></tr></tbody></table>',
    "<pre>\n\n  two leading lines</pre>",
    "<blockquote>H<sub>2</sub>O<sup>+</sup> \u202e…\u202c</blockquote>",
    "text without a tag, 'tis",
    "<h2>Unclosed <em>tags",
    '<p style="color: red" onclick="alert(1)">undressed</p><script>alert(1)</script>',
]
LANGUAGES = ["en", "ja", "ar", "haw", "pt-BR", "zh-Hant"]
COUNTRIES = ["GB", "JP", "US", "DE", "XX"]
ADDRESSES = [
    "https://notices.example/{n}",
    "http://notices.example:8080/{n}?q=1;2,3&x=%22'",
    "https://例え.example/パス/{n}#片",
    "HTTPS://Notices.Example/{n}/(a)_[b]",
    "mailto:office-{n}@notices.example",
]
CURRENCIES = ["GBP", "JPY", "EUR"]
AMOUNTS = ["0.00", "0.01", "410000000.00", "1234567890123.45"]


class Values:
    """`random` decides everything: the same one gives the same values."""

    def __init__(self, random):
        self.random = random
        self.number = 0

    def next_number(self):
        self.number += 1
        return self.number

    def of(self, field):
        """One that the field allows; nothing, now and then, where it may be empty."""
        if (field.blank or field.null) and self.random.random() < 0.3:
            return None if field.null else ""
        for kind, make in self.makers():
            if isinstance(field, kind):
                return make(field)
        raise AssertionError(f"No values are made for {field}.")

    def makers(self):
        """The first that fits."""
        return [
            (models.BooleanField, lambda field: self.random.random() < 0.5),
            (models.SlugField, lambda field: ""),
            (PartialDateField, lambda field: self.partial_date()),
            (LanguageField, lambda field: self.random.choice(LANGUAGES)),
            (WebAddressField, lambda field: self.web_address()),
            (CountryField, lambda field: self.random.choice(COUNTRIES)),
            (RichTextField, lambda field: self.html()),
            (models.DecimalField, self.decimal),
            (models.DateField, lambda field: self.day()),
            (models.IntegerField, lambda field: self.random.randrange(5)),
            (models.ImageField, self.picture),
            (models.FileField, self.document),
            (models.TextField, self.text),
            (models.CharField, self.text),
        ]

    def text(self, field):
        """As long as the field permits, now and then."""
        codes = [code for code, _label in field.flatchoices if code]
        if codes:
            return self.random.choice(codes)
        if field.name == "currency":
            return self.random.choice(CURRENCIES)
        text = " ".join(self.random.choices(FRAGMENTS, k=self.random.randint(1, 3)))
        if self.random.random() < 0.05:
            text = text * field.max_length
        # Names that must be unique are: by their number, at the front as at the end.
        return f"{self.next_number()} {text}"[: field.max_length]

    def html(self):
        return "\n".join(self.random.choices(HTML, k=self.random.randint(1, 3)))

    def partial_date(self):
        return self.random.choice(["2025", "2025-06", "2025-06-19", "1958", "2024-02-29"])

    def day(self):
        return date(2026, 1, 31) - timedelta(days=self.random.randrange(3000))

    def decimal(self, field):
        if field.name in ("latitude", "longitude"):
            return Decimal(self.random.choice(["-90.00000", "-0.00001", "0.00000", "51.67109"]))
        return Decimal(self.random.choice(AMOUNTS))

    def web_address(self):
        return self.random.choice(ADDRESSES).format(n=self.next_number())

    def picture(self, field):
        width = self.random.choice([4, 4, 4, 500])
        name = f"{field.upload_to}/{self.random.getrandbits(64):016x}-{width}x2.png"
        colour = self.random.choice(["red", "green", "blue"])
        return stored(name, picture(size=(width, 2), colour=colour))

    def document(self, field):
        name = f"{field.upload_to}/{self.random.getrandbits(64):016x}.pdf"
        return stored(name, PDF + b"%" * self.random.randrange(9))

    def identifier(self, scheme):
        """The number of an organisation, with its check digit."""
        number = self.next_number()
        match scheme:
            case "ror":
                letters = "".join(self.random.choices(CROCKFORD, k=6))
                endings = (f"{check:02d}" for check in range(1, 99))
                return right(scheme, f"0{letters}", endings)
            case "lei":
                endings = (f"{check:02d}" for check in range(100))
                return right(scheme, f"2138{number:014d}", endings)
            case "isni":
                return right(scheme, f"00000009{number:07d}", "0123456789X")
            case "wikidata":
                return f"Q9{number:08d}"
            case "companies_house":
                return f"GB-COH-{number:08d}"
            case "govuk":
                return f"body-{number}"
        return self.random.choice(FRAGMENTS)


def stored(name, content):
    return default_storage.save(name, ContentFile(content))


def right(scheme, stem, endings):
    return next(stem + ending for ending in endings if CHECKS[scheme](stem + ending))
