"""Records for tests: only what matters is named, the rest is plausible and short."""

from itertools import count

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User
from agreements.models import Agreement, Event, Link, Party, Signatory
from dates.partial import PartialDate
from news.models import Article
from organisations.models import Organisation
from publishing.actions import publish
from publishing.models import Citation, LinkCheck, LinkUse, Page, Source
from themes.models import Theme

numbers = count(1)


def make_user(*groups, username=None, **fields):
    """An editor; groups by name: "Authors", "Publishers", "Administrators"."""
    user = User.objects.create_user(
        username or f"editor-{next(numbers)}", password="a long password", is_staff=True, **fields
    )
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def make_source(**fields):
    number = next(numbers)
    return Source.objects.create(
        **{"title": f"Notice {number}", "url": f"https://notices.example/{number}", **fields}
    )


def cite(record, source=None, fact="", **fields):
    return Citation.objects.create(
        record=record, source=source or make_source(), fact=fact, **fields
    )


def make_link(address=None, *, used_in=(), **fields):
    """An address that was seen; `used_in`: records and sources."""
    address = address or f"https://notices.example/link/{next(numbers)}"
    times = {"since": timezone.now(), "first_seen_at": timezone.now()}
    link = LinkCheck.objects.create(address=address, **{**times, **fields})
    for record in used_in:
        LinkUse.objects.create(link=link, record=record)
    return link


def make_theme(*, published=True, **fields):
    number = next(numbers)
    theme = Theme.objects.create(**{"name": f"Theme {number}", "position": number, **fields})
    return published_or_not(theme, published)


def make_page(*, published=True, **fields):
    page = Page.objects.create(
        **{"slug": "about", "title": "About", "body": "<p>About the register.</p>", **fields}
    )
    return published_or_not(page, published)


def make_organisation(name=None, *, published=True, **fields):
    name = name or f"Laboratory {next(numbers)}"
    defaults = {"kind": "research_organisation", "country": "GB"}
    organisation = Organisation.objects.create(name=name, **{**defaults, **fields})
    cite(organisation, fact="name")
    return published_or_not(organisation, published)


def usual_parties():
    """Two organisations that are party where a test does not care who is."""
    slugs = ["usual-party", "other-usual-party"]
    known = {
        organisation.slug: organisation
        for organisation in Organisation.objects.filter(slug__in=slugs)
    }
    return [known.get(slug) or make_organisation(slug=slug) for slug in slugs]


def make_agreement(
    title=None, *, published=True, signed="2025-06-19", parties=None, themes=(), **fields
):
    """An agreement with its parties (two usual ones unless given) and an event of signing.

    `signed`: a partial date as a person types it, or None for no event.
    """
    defaults = {
        "kind": "memorandum_of_understanding",
        "level": "government",
        "summary": "They agreed to work together.",
    }
    agreement = Agreement.objects.create(
        title=title or f"Memorandum {next(numbers)}", **{**defaults, **fields}
    )
    parties = usual_parties() if parties is None else parties
    for position, organisation in enumerate(parties, start=1):
        add_party(agreement, organisation, position=position)
    if signed:
        add_event(agreement, "signed", signed)
    agreement.themes.set(themes)
    cite(agreement, fact="title")
    return published_or_not(agreement, published)


def add_event(agreement, code, when="", **fields):
    date = PartialDate.parse(when)
    return Event.objects.create(
        agreement=agreement, code=code, date=date.value, date_qualifier=date.qualifier, **fields
    )


def add_party(agreement, organisation, **fields):
    return Party.objects.create(agreement=agreement, organisation=organisation, **fields)


def add_signatory(agreement, party=None, **fields):
    return Signatory.objects.create(agreement=agreement, party=party, **fields)


def add_link(agreement, kind, to_agreement, **fields):
    return Link.objects.create(agreement=agreement, kind=kind, to_agreement=to_agreement, **fields)


def make_article(title=None, *, published=True, date="2025-06-19", agreements=(), **fields):
    defaults = {"summary": "What happened.", "body": "<p>It happened.</p>"}
    article = Article.objects.create(
        title=title or f"News {next(numbers)}", date=date, **{**defaults, **fields}
    )
    article.agreements.set(agreements)
    return published_or_not(article, published)


def published_or_not(record, published):
    if published:
        publish(record, by=None, at=timezone.now(), note="First publication")
        record.refresh_from_db()
    return record
