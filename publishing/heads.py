"""What the head of a page says of it: to result lists, to other sites, to machines."""

from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlencode

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from .public_lists import SortFilter

# What result lists show of a title and of a description before they cut it off.
LONGEST_TITLE = 60
LONGEST_DESCRIPTION = 155


def in_one_line(html):
    """The words of a piece of HTML, without tags."""
    return " ".join(unescape(strip_tags(html)).split())


def title_in_full(title):
    """The title with the name of the register, as long as both are read in a result list."""
    name = _("Fusion Cooperation Register")
    if not title or title.startswith(name):
        return title or name
    full = f"{title} – {name}"
    return full if len(full) <= LONGEST_TITLE else title


def shortened(text, most=LONGEST_DESCRIPTION):
    """The text, cut at the end of a sentence or a word when it is longer."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    sentence = cut.rfind(". ")
    if sentence > most // 2:
        return cut[: sentence + 1]
    return f"{cut.rpartition(' ')[0].rstrip(',;:– ') or cut}…"


def absolute(address):
    """An address of this site as others write it; one that is absolute stays."""
    return address if "://" in address else f"{settings.SITE_URL}{iri_to_uri(address)}"


def canonical_address(path, filterset=None, page=None):
    """The one address of a page: its path, what narrows it, and the number of a further page."""
    query = known_query(filterset) if filterset is not None and filterset.is_valid() else []
    if page is not None and page.number > 1:
        query.append(("page", page.number))
    return absolute(path) + (f"?{urlencode(query)}" if query else "")


def known_query(filterset):
    """(name, value) of what the filters understood; neither what is usual nor what is unknown."""
    query = []
    for name, filter_ in filterset.filters.items():
        value = filterset.form.cleaned_data.get(name)
        if not value or (isinstance(filter_, SortFilter) and value == next(iter(filter_.orders))):
            continue
        values = sorted(value) if isinstance(value, list) else [value]
        query += [(name, each) for each in values]
    return query


class LinksInOrder(HTMLParser):
    """Collects (words, address, whether it is the page itself) of the links of a way."""

    def __init__(self, html):
        super().__init__()
        self.links = []
        self.open = None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a" and "href" in attributes:
            self.open = ["", attributes["href"], "aria-current" in attributes]

    def handle_data(self, text):
        if self.open:
            self.open[0] += text

    def handle_endtag(self, tag):
        if tag == "a" and self.open:
            self.links.append((" ".join(self.open[0].split()), *self.open[1:]))
            self.open = None


def breadcrumbs(html, title):
    """The way to a page as https://schema.org/BreadcrumbList, made from the way that it prints."""
    links = LinksInOrder(html).links
    steps = [{"name": words, "item": absolute(address)} for words, address, _here in links]
    if links and not links[-1][2] and title:
        # Of the page itself machines know the address.
        steps.append({"name": title})
    if len(steps) < 2:
        return None
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, **step}
            for position, step in enumerate(steps, start=1)
        ],
    }
