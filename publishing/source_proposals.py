"""A source from an address: what its page says of itself is proposed, an editor decides."""

from dataclasses import dataclass, field

from django.core.cache import cache
from django.utils.translation import gettext as _

from .models import Source
from .network import NotFetched
from .page_facts import PageFacts, facts_of

# So many pages in so many seconds an editor may have fetched.
MOST_FETCHES = 30
FETCHES_IN = 600
PAGES = ("text/html", "application/xhtml+xml", "text/plain", "")


@dataclass
class Proposal:
    """`sentence` says why nothing is proposed. `was_read`: the page, by the register or pasted."""

    facts: PageFacts = field(default_factory=PageFacts)
    sentence: str = ""
    was_read: bool = False
    led_to: str = ""


def propose(address, *, by, pasted=""):
    """What can be said of the page at the address; of what was pasted where there is that."""
    if pasted.strip():
        return read(pasted)
    if not may_fetch(by):
        return Proposal(sentence=_("Many pages were fetched for you just now. Wait ten minutes."))
    # httpx takes memory from each process of the server, most of which fetch nothing.
    from .fetching import fetch

    try:
        page = fetch(address)
    except NotFetched as failure:
        return Proposal(sentence=str(failure.sentence))
    if page.status >= 400:
        said = {"status": page.status}
        return Proposal(sentence=_("The site answers with status %(status)s.") % said)
    if page.content_type.partition(";")[0].strip().lower() not in PAGES:
        return Proposal(sentence=_("It is no web page but a file, which says nothing of itself."))
    found = read(page.text)
    found.led_to = page.address if page.address != address else ""
    return found


def read(page):
    facts = facts_of(page)
    sentence = "" if facts else _("The page says neither its title nor its date.")
    return Proposal(facts, sentence, was_read=True)


def may_fetch(user):
    key = f"pages-fetched-for-{user.pk}"
    cache.add(key, 0, FETCHES_IN)
    try:
        return cache.incr(key) <= MOST_FETCHES
    except ValueError:
        return True  # this cache keeps nothing, or the time has just passed


def source_at(address):
    """The source with this address, or None; a slash at the end makes no other page."""
    found = Source.objects.filter(url__in=forms_of_address(address))
    return found.order_by("created_at", "pk").first()


def sources_at(addresses):
    """{address: the source that source_at() gives} of those that are here; one query."""
    forms = {}
    for address in addresses:
        for form in forms_of_address(address):
            forms.setdefault(form, []).append(address)
    found = {}
    for source in Source.objects.filter(url__in=forms).order_by("created_at", "pk"):
        for address in forms[source.url]:
            found.setdefault(address, source)
    return found


def forms_of_address(address):
    """The ways in which one page is addressed."""
    bare = address.partition("#")[0].rstrip("/")
    secure = bare.removeprefix("http://").removeprefix("https://")
    forms = [f"{scheme}://{secure}{end}" for scheme in ("https", "http") for end in ("", "/")]
    return [address, *forms]
