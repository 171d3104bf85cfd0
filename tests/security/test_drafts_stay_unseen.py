"""What is not published changes no byte that readers get, and no word of it is in any answer.

Each text of a draft holds a word that stands nowhere else, such as "zqx0001".
"""

import json
import re
import uuid
import zipfile
from datetime import timedelta
from functools import cache
from io import BytesIO
from itertools import count
from typing import NamedTuple

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import CharField, FileField, TextField
from django.test import override_settings
from django.urls import get_resolver, reverse
from django.utils import timezone
from django_countries.fields import CountryField

from agreements.models import Agreement, Document, Milestone
from agreements.models import Identifier as SeriesNumber
from agreements.vocabulary import Status
from alerts.models import Frequency
from alerts.sending import send_due
from dates.fields import PartialDateField
from fusionsite.sitemaps import SITEMAPS, WITH_PARTS_OF_THEIR_OWN
from news.models import Article
from organisations.models import Identifier, Membership, Name, Organisation, Site
from publishing import corrections, drafts, fact_checks, remarks, review, snapshots
from publishing.actions import publish, publish_version, unpublish, withdraw
from publishing.applying import rolled_back
from publishing.languages import LanguageField
from publishing.models import Page
from publishing.models.pages import ADDRESSES
from publishing.preview import name_of
from publishing.richtext import RichTextField
from publishing.sharing import ask_for_check, share
from publishing.web_addresses import WebAddressField
from search.indexing import rebuild
from tests.alerts.subscribing import make_alert
from tests.factories import (
    add_event,
    add_link,
    add_party,
    add_signatory,
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_page,
    make_source,
    make_theme,
    make_user,
)
from tests.plain_client import PlainClient
from themes.models import Theme

from .test_access import names_of

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

KINDS = {
    "agreements": Agreement,
    "organisations": Organisation,
    "news": Article,
    "themes": Theme,
    "pages": Page,
}
WITH_PAGES = ("agreements", "organisations", "news")
STATES = ("draft", "in_review", "approved", "scheduled")
# Says when a form was given out.
TICKET = re.compile(rb'name="ticket" value="[^"]*"')
WORD = re.compile(r"zqx\d{4}", re.IGNORECASE)
NEVER, NO_KEY = "zqx0000", str(uuid.UUID(int=0))
# A word stands in a text of any length, but not where only certain codes may stand.
CODES = (CountryField, LanguageField, PartialDateField)
WITH_OTHER_CODES = ("draft", "approved")
CHANGED_CODES = {"kind", "level", "legal_character", "code", "role"}
UNMARKED = {"fact", "currency"}
THAT_DAY = "as_of=2026-01-01"
QUERIES = {
    "agreements": [
        *("q=pact", "q=zqx0001", "q=zqx*", "q=laboratory&sort=relevance", "q=pcat"),
        *("country=gb", "country=jp", "country=br", "country=jp&theme=heat"),
        *("theme=heat", "theme=walls"),
        *("kind=memorandum_of_understanding", "kind=memorandum_of_cooperation", "level=agency"),
        *("legal_character=not_stated", *(f"status={code}" for code in Status.values)),
        *("organisation=laboratory", "organisation=bystander", "organisation=body"),
        *("year_from=2030", "year_to=2026", "sort=date", "sort=title", "page=2", "level=none"),
        *(THAT_DAY, "sort=next-date", "dated=no", f"q=pact&{THAT_DAY}"),
        *(f"q=laboratory&sort=relevance&{THAT_DAY}", f"sort=next-date&{THAT_DAY}"),
    ],
    "organisations": [
        *("q=laboratory", "q=zqx0001", "q=zqx*"),
        *("country=gb", "country=br", "theme=heat", "member_of=body", "member_of=bystander"),
        *("kind=research_organisation", "kind=university", "status=active", "sort=-agreements"),
        *(THAT_DAY, f"status=active&{THAT_DAY}", f"member_of=body&{THAT_DAY}"),
        f"q=laboratory&{THAT_DAY}",
    ],
    "news": [
        *("q=signed", "q=zqx0001", "q=zqx*"),
        *("country=jp", "country=br", "theme=heat", "organisation=bystander", "agreement=older"),
        *("agreement=bystander", "kind=news_story", "kind=press_release", "year_from=2030"),
        *(THAT_DAY, "dated=no", f"q=signed&{THAT_DAY}"),
    ],
}
SEARCHES = (
    *("", "pact", "laboratory", "brazil", "pcat", "zqx0001", "zqx*", "zqx", "zqy0001"),
    *("pact&type=news", "brazil&type=agreements", "pact -zqx0001", "pact zqx0001", "pact&page=2"),
)
TIMELINES = (
    *("country=jp", "country=br", "lane=jp", "lane=br", "lane=others", "theme=heat"),
    *(THAT_DAY, f"country=jp&{THAT_DAY}", "year_from=2030", "page=2"),
)
CHANGES = (
    *("", "country=jp", "country=br", "theme=heat", "organisation=laboratory", "since=2026-01-01"),
    *("organisation=bystander", "record=AG-0001", "record=AG-0009", "kind=unpublished", "minor=no"),
    *("kind=withdrawn", "record=zqx0001", "country=jp&theme=heat"),
)
# Sections of the API by kind of record.
OF_API = {"agreements": "agreements", "organisations": "organisations", "news": "articles"}
CHANGES_OF_API = ("", "sort=at", "type=themes", "kind=unpublished", "record=AG-0001", "limit=1")
# Where the address of a record stands in the filter of a list.
FILTERS = {
    "agreements": [
        *("/news/?agreement=", "/agreements/compare/?b=pact&a="),
        *("/api/v1/articles?agreement=", "/alerts/new/?list=news&agreement="),
    ],
    "organisations": [
        *("/agreements/?organisation=", "/organisations/?member_of="),
        *("/api/v1/agreements?organisation=", "/api/v1/organisations?member_of="),
        *("/changes/?organisation=", "/changes.atom?organisation="),
        "/alerts/new/?list=agreements&organisation=",
    ],
    "themes": [
        *("/agreements/?theme=", "/organisations/?theme=", "/news/?theme="),
        *("/timeline/?theme=", "/changes/?theme=", "/changes.atom?theme="),
        "/alerts/new/?list=organisations&theme=",
    ],
}
ALERTS = (
    *("list=agreements", "list=organisations", "list=news", "list=agreements&q=pact"),
    *("country=jp", "country=br", "list=agreements&theme=heat", "list=news&country=br"),
    *(f"record={prefix}-{number:04}" for prefix in ("AG", "ORG", "NEWS") for number in range(1, 9)),
)
LIST_FILES = ("csv", "atom")
RECORD_FILES = ("json", "atom", "jsonld", "bib", "ris", "bib?version=1", "ris?version=2")
LEAST_SEEN = {"agreements": 20, "organisations": 12, "news": 8, "themes": 1, "pages": 4}


class Answer(NamedTuple):
    status: int
    headers: dict
    body: str


class Found(NamedTuple):
    """What readers got: {name of an address: {address: Answer}} before and after the drafts.

    `letters`: those that subscribers get then, before and after.
    `hidden`: {address that only a draft has: (its Answer, that of one that never was)}.
    `previewed`, `published`: {(kind, sort of draft): (its title, the words on its page)}.
    `words`: those that were given to the drafts.
    """

    before: dict
    after: dict
    letters: tuple
    hidden: dict
    previewed: dict
    published: dict
    words: set


@pytest.fixture(scope="module")
def found(django_db_setup, django_db_blocker, tmp_path_factory):
    """Drafts are made and previewed once for all tests here, and undone."""
    settings = override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        PACKAGE_ROOT=tmp_path_factory.mktemp("package"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )
    with settings, django_db_blocker.unblock(), rolled_back():
        client, register = PlainClient(), Register()
        rebuild()
        before, told = crawl(client, register), letters_sent()
        unseen = Drafts(register)
        previewed = unseen.preview(client)
        rebuild()
        after = crawl(client, register)
        letters = told, letters_sent()
        hidden = unseen.ask_for(client)
        shown = unseen.publish(client)
        return Found(before, after, letters, hidden, previewed, shown, unseen.marks.given)


def number_of(answers):
    return sum(map(len, answers.values()))


def test_every_public_address_is_asked(found):
    routes = names_of(get_resolver())
    public = {name for name, route in routes if not route.startswith("admin/")}
    assert set(found.before) == public - {"view_on_site"}
    for name, answers in found.before.items():
        seen = {answer.status for answer in answers.values()}
        assert seen & {200, 302} or name in ("preview", "fact_check"), name


def test_not_one_byte_changes(found, counted):
    counted("public answers compared before and after the drafts", number_of(found.after))
    changed = [
        address
        for name, answers in found.before.items()
        for address, answer in answers.items()
        if found.after[name][address] != answer
    ]
    assert changed == []


def test_no_word_of_a_draft_is_in_any_answer(found, counted):
    counted("words of drafts looked for", len(found.words))
    assert len(found.words) > 1000
    # A search page says what was typed; the test above sees that it says nothing else.
    told = [
        (address, words)
        for answers in found.after.values()
        for address, answer in answers.items()
        if (words := words_in(answer) - set(WORD.findall(address)))
    ]
    assert told == []


def test_letters_to_subscribers_tell_what_is_public_alone(found):
    before, after = found.letters
    assert len(before) > 10
    assert after == before


def test_an_address_that_only_a_draft_has_is_like_one_that_never_was(found):
    assert len(found.hidden) > 100
    assert {answer.status for answer, _never in found.hidden.values()} == {400, 404}
    assert [address for address, (answer, never) in found.hidden.items() if answer != never] == []


@pytest.mark.parametrize("sort", ["new", "changed"])
@pytest.mark.parametrize("kind", KINDS)
def test_publishing_a_draft_shows_its_words(found, kind, sort):
    title, seen = found.published[kind, sort]
    assert title in seen
    assert len(seen) >= LEAST_SEEN[kind]


@pytest.mark.parametrize("sort", ["new", "changed"])
@pytest.mark.parametrize("kind", KINDS)
def test_who_has_the_link_sees_the_words_of_the_draft(found, kind, sort):
    title, seen = found.previewed[kind, sort]
    assert title in seen
    assert len(seen) >= LEAST_SEEN[kind]


def read(client, address):
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Type") == "application/zip":
        body = unpacked(body)
    body = TICKET.sub(b"", body)
    # Each request has an id of its own.
    headers = {**response.headers, "X-Request-ID": None}
    return Answer(response.status_code, headers, body.decode("latin-1"))


def unpacked(package):
    """The bytes of the files, in which words can be seen."""
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return b"".join(name.encode() + archive.read(name) for name in archive.namelist())


def letters_sent():
    """{(to, subject, text)} of what subscribers would get next."""
    with rolled_back():
        sent = len(mail.outbox)
        send_due(at=Frequency.DAILY.next_moment(timezone.now()))
        return {(letter.to[0], letter.subject, letter.body) for letter in mail.outbox[sent:]}


def words_in(answer):
    return {word.lower() for word in WORD.findall(f"{answer.headers} {answer.body}")}


def crawl(client, register):
    return {
        name: {address: read(client, address) for address in addresses}
        for name, addresses in register.addresses().items()
    }


def page_of(kind, slug):
    """Where readers see a record; a theme stands beside the filters of lists alone."""
    if kind == "themes":
        return f"{FILTERS[kind][0]}{slug}"
    return reverse("page" if kind == "pages" else f"{kind}:detail", args=[slug])


class Register:
    """Public records: four of each kind, their neighbours, and some withdrawn or moved."""

    def __init__(self):
        self.alerts = [
            make_alert(about, email=f"{number}@reader.example")
            for number, about in enumerate(ALERTS)
        ]
        self.heat = make_theme(name="Heat", slug="heat")
        self.walls = make_theme(name="Walls", slug="walls", parent=self.heat)
        self.body = make_organisation("Body", slug="body", country="XX")
        self.bystander = make_organisation("Bystander", slug="bystander")
        self.partner = make_organisation("Partner", slug="partner", country="JP")
        self.laboratory = self.make_laboratory()
        self.older = make_agreement("Older", slug="older", parties=[self.laboratory, self.body])
        self.other = make_agreement("Bystander", slug="bystander", parties=[self.bystander])
        first = {
            "agreements": self.make_pact(),
            "organisations": self.laboratory,
            "news": self.make_news(),
            "themes": self.walls,
            "pages": make_page(summary="What it is.", slug=ADDRESSES[0]),
        }
        for kind, fact in (("themes", "name"), ("pages", "title")):
            cite(first[kind], fact=fact)
            published(first[kind])
        marks = Marks("word")
        self.live = {
            kind: [record, *(published(marks.copy_of(record, place)) for place in (1, 2, 3))]
            for kind, record in first.items()
        }
        self.withdrawn = make_agreement("Withdrawn", parties=[self.partner])
        withdraw(self.withdrawn, by=None, reason="It was wrong.")
        self.taken_back = make_article("Taken back")
        unpublish(self.taken_back, by=None, reason="It was private.")
        self.moved = make_organisation("Moved", slug="old-place")
        published(self.moved, slug="new-place")

    def make_laboratory(self):
        laboratory = make_organisation("Laboratory", slug="laboratory", published=False)
        laboratory.themes.set([self.heat, self.walls])
        Name.objects.create(organisation=laboratory, name="The Lab")
        Name.objects.create(organisation=laboratory, name="Old Lab", kind="former")
        Site.objects.create(organisation=laboratory, name="Hall", place="Culham", country="GB")
        Membership.objects.create(organisation=laboratory, body=self.body, note="For long.")
        Identifier.objects.create(organisation=laboratory, scheme="other", value="L 1")
        logo = {"logo": keep_file("logos/logo.png"), "logo_credit": "Ours"}
        return published(laboratory, summary="A laboratory.", **logo)

    def make_pact(self):
        pact = make_agreement("Pact", slug="pact", published=False, parties=[self.partner])
        pact.themes.set([self.heat, self.walls])
        party = add_party(pact, self.laboratory, role="lead")
        add_signatory(pact, party, name="A. Person", office="Director")
        add_event(pact, "in_effect", "2025-07")
        add_link(pact, "builds_on", self.older, note="It says so.")
        meeting = Milestone.objects.create(
            agreement=pact, kind="meeting", text="They met.", date="2025-08"
        )
        meeting.organisations.set([self.bystander])
        Document.objects.create(agreement=pact, title="Text", file=keep_file("documents/text.pdf"))
        SeriesNumber.objects.create(agreement=pact, scheme="other", value="N 1")
        cite(pact, fact=f"parties/{party.pk}/organisation")
        money = {"amount": 5, "currency": "GBP", "amount_qualifier": "about"}
        return published(pact, feature_headline="From a pact to a laboratory", **money)

    def make_news(self):
        article = make_article("Signed", slug="signed", published=False, agreements=[self.older])
        article.organisations.set([self.laboratory])
        article.themes.set([self.heat, self.walls])
        cite(article, fact="title")
        picture = {"lead_image": keep_file("news/picture.png"), "lead_image_alt": "A room."}
        picture["lead_image_credit"] = "Ours"
        return published(article, publisher_organisation=self.partner, **picture)

    def addresses(self):
        """{name of an address: the addresses of that name}."""
        more = {
            "agreements": [self.older, self.other, self.withdrawn],
            "organisations": [self.body, self.bystander, self.partner, self.moved],
            "news": [self.taken_back],
        }
        live = {kind: [record.slug for record in self.live[kind]] for kind in WITH_PAGES}
        others = {kind: [record.slug for record in more[kind]] for kind in WITH_PAGES}
        others["organisations"].append("old-place")
        records = [record for kind in WITH_PAGES for record in self.live[kind]]
        files = ("logos/logo.png", "documents/text.pdf", "news/picture.png", "news/no.png")
        identifiers = [f"{p}-{n:04}" for p in ("AG", "ORG", "NEWS") for n in (1, 5, 9)]
        found = {
            "home": ["/"],
            "countries": ["/countries/", f"/countries/?{THAT_DAY}"],
            "changes": [f"/changes/?{query}" for query in CHANGES],
            "changes_feed": [f"/changes.atom?{query}" for query in CHANGES],
            "search": [f"/search/?q={text}" for text in SEARCHES],
            "country": [
                f"/countries/{code}/{query}"
                for code in ("gb", "jp", "br")
                for query in ("", f"?{THAT_DAY}")
            ],
            "map": ["/map/"],
            "map_file": ["/map.svg"],
            "country_brief": [f"/countries/{code}/brief/" for code in ("gb", "jp", "br")],
            "data": ["/data/"],
            "register_package": ["/data/register.zip"],
            "register_checksum": ["/data/register.zip.sha256"],
            "register_schema": ["/data/datapackage.json"],
            "catalog": ["/data/catalog.jsonld"],
            "sitemap": ["/sitemap.xml"],
            "sitemap_section": [f"/sitemap-{section}.xml" for section in SITEMAPS],
            "robots": ["/robots.txt"],
            "security": ["/.well-known/security.txt"],
            "healthz": ["/healthz"],
            "readyz": ["/readyz"],
            "timeline": ["/timeline/", *(f"/timeline/?{query}" for query in TIMELINES)],
            "timeline_file": ["/timeline.svg", *(f"/timeline.svg?{q}" for q in TIMELINES)],
            "columns": ["/agreements.csv-metadata.json"],
            "timeline_embed": [f"/embed/timeline/?rows=50&{query}" for query in TIMELINES],
            "page": [reverse("page", args=[slug]) for slug in ADDRESSES],
            "identifier": [reverse("identifier", args=[each]) for each in identifiers],
            "identifier_version": [f"/id/{each}/v{n}" for each in identifiers for n in (1, 2)],
            "media": [f"/media/{name}" for name in files],
            "preview": [f"/preview/{name_of(record)}/" for record in records],
            "fact_check": [f"/fact-check/{name_of(record)}/" for record in records],
            "api": ["/api/"],
            "openapi": ["/api/v1/openapi.json"],
            "api:api-root": ["/api/v1/"],
            "api:home": ["/api/v1/"],
            "api:list_search": [f"/api/v1/search?q={text}" for text in SEARCHES],
            "api:list_changes": [f"/api/v1/changes?{query}" for query in CHANGES_OF_API],
            "api:list_sources": ["/api/v1/sources", "/api/v1/sources?limit=1"],
            "api:read_sources": [f"/api/v1/sources/{key}" for key in self.cited()],
            "api:list_countries": ["/api/v1/countries", f"/api/v1/countries?{THAT_DAY}"],
            "api:read_countries": [f"/api/v1/countries/{code}" for code in ("gb", "jp", "br")],
            "api:list_themes": ["/api/v1/themes"],
            "api:read_themes": [f"/api/v1/themes/{theme.slug}" for theme in self.live["themes"]],
            "corrections": ["/corrections/", *(f"/corrections/?record={i}" for i in identifiers)],
            "alerts:new": ["/alerts/new/", *(f"/alerts/new/?{about}" for about in ALERTS)],
            "alerts:asked": ["/alerts/asked/"],
            "alerts:detail": [f"/alerts/{alert.token}/" for alert in self.alerts],
            "alerts:unsubscribe": [f"/alerts/{a.token}/unsubscribe/" for a in self.alerts],
            "corrections_received": [f"/corrections/received/C-{n:04}/" for n in (1, 2, 9)],
        }
        for kind in WITH_PAGES:
            found |= addresses_of(kind, live[kind], others[kind])
        pacts = (*live["agreements"], *others["agreements"])
        found["agreements:lineage"] = [f"/agreements/{slug}/lineage.svg" for slug in pacts]
        found["agreements_file"] += [f"/agreements.ics?{q}" for q in QUERIES["agreements"]]
        found["agreements:file"] += [f"/agreements/{slug}.ics" for slug in pacts]
        pairs = ["", *(f"?a={slug}&b=pact" for slug in pacts), "?a=Memorandum", "?b=AG-0001"]
        found["agreements:compare"] = [f"/agreements/compare/{pair}" for pair in pairs]
        return found

    def cited(self):
        """Keys of the sources of a public record, and one that none has."""
        citations = self.live["agreements"][0].citations
        return [*citations.values_list("source", flat=True), NO_KEY]


def addresses_of(kind, slugs, others):
    listed = reverse(f"{kind}:list")
    # A workbook says when it was made; its rows are those of the others.
    lists = [f"/{kind}.{file}?{query}" for file in LIST_FILES for query in QUERIES[kind]]
    return {
        f"{kind}_file": [f"/{kind}.json", *lists],
        f"{kind}:list": [listed, *(f"{listed}?{query}" for query in QUERIES[kind])],
        f"{kind}:detail": [
            page_of(kind, slug) + query
            for slug in (*slugs, *others)
            for query in ("", f"?{THAT_DAY}")
        ],
        f"{kind}_embed": [f"/embed{listed}?rows=50&{query}" for query in QUERIES[kind]],
        f"{kind}:history": [f"{page_of(kind, slug)}history/" for slug in slugs],
        f"api:list_{OF_API[kind]}": [
            f"/api/v1/{OF_API[kind]}?limit={limit}&{query}"
            for query in QUERIES[kind]
            for limit in (1, 100)
        ],
        f"api:read_{OF_API[kind]}": [
            f"/api/v1/{OF_API[kind]}/{slug}{query}"
            for slug in (*slugs, *others)
            for query in ("", f"?{THAT_DAY}")
        ],
        f"{kind}:version": [f"{page_of(kind, s)}versions/{n}/" for s in slugs for n in (1, 2)],
        f"{kind}:file": [
            f"/{kind}/{slug}.{file}" for slug in (*slugs, *others) for file in RECORD_FILES
        ],
    }


def published(record, **fields):
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()
    publish(record, by=None, note="It was corrected.")
    record.refresh_from_db()
    return record


def keep_file(name):
    return default_storage.save(name, ContentFile(name.encode()))


class Drafts:
    """Unpublished things of every sort beside the register.

    `records`: {(kind, "new" or "changed"): one record in each state}.
    """

    def __init__(self, register):
        self.register = register
        self.marks, self.deleted = Marks("zqx"), []
        self.author, self.publisher = self.editor("Authors"), self.editor("Publishers")
        self.records = {(kind, "new"): self.make_new(kind) for kind in KINDS}
        self.let_drafts_name_drafts()
        self.records |= {(kind, "changed"): register.live[kind] for kind in KINDS}
        for kind in KINDS:
            for record, state in zip(register.live[kind], STATES, strict=True):
                self.change(record, state)
            self.keep_versions(kind, register.live[kind])
        for record in (register.withdrawn, register.taken_back):
            self.change(record, "draft")
        make_source(**self.marks.source())
        self.say_things()
        # As the draft stands; a link leads there.
        self.links = {
            key: (share(records[0], by=self.author), drafts.open_version(records[0]))
            for key, records in self.records.items()
        }

    def editor(self, group):
        word = self.marks.word
        return make_user(group, username=word(), first_name=word(), last_name=word())

    def make_new(self, kind):
        """Records that were never public, one in each state, naming what a public one names."""
        made = []
        for place, state in enumerate(STATES, start=4):
            self.marks.changes_codes = state in WITH_OTHER_CODES
            record = self.marks.copy_of(self.register.live[kind][0], place)
            self.save(record, snapshots.take(record), state)
            made.append(record)
        return made

    def let_drafts_name_drafts(self):
        approved = STATES.index("approved")
        pact, party = (self.records[kind, "new"][approved] for kind in WITH_PAGES[:2])
        add_party(pact, party, role="observer")
        self.records["news", "new"][approved].agreements.add(pact)

    def change(self, record, state):
        """A draft with another text everywhere, one row of several less, and rows more."""
        now, self.marks.changes_codes = snapshots.take(record), state in WITH_OTHER_CODES
        wanted, more = self.marks.mark(record, now), self.marks.mark(record, with_new_keys(now))
        for name, rows in wanted["children"].items():
            if len(rows) > 1:
                del rows[min(rows)]
            for row in more["children"][name].values():
                self.lead_elsewhere(row)
            rows |= more["children"][name]
        if not isinstance(record, Theme):
            self.lead_elsewhere(wanted["fields"])
        self.save(record, wanted, state)

    def lead_elsewhere(self, values):
        """To public records that the live version does not name."""
        bystander, other = str(self.register.bystander.pk), str(self.register.other.pk)
        elsewhere = dict.fromkeys(
            ("organisation", "body", "parent", "successor", "publisher_organisation"), bystander
        )
        elsewhere |= {"organisations": [bystander], "to_agreement": other, "agreements": [other]}
        values |= {name: elsewhere[name] for name in values.keys() & elsewhere.keys()}

    def save(self, record, snapshot, state):
        word, by = self.marks.word, self.publisher
        version = drafts.save_draft(record, snapshot, by=self.author, note=word())
        review.submit(version, by=self.author, remark=word())
        if state == "draft":
            review.return_to_writer(version, by=by, remark=word())
        if state in ("approved", "scheduled"):
            review.approve(version, by=by, remark=word())
        if state == "scheduled":
            review.schedule(version, by=by, moment=timezone.now() + timedelta(days=30))

    def keep_versions(self, kind, records):
        """Versions in conflict and discarded, a withdrawal to come, a deleted record."""
        word, by = self.marks.word, self.author
        base = drafts.open_version(records[0])
        drafts.keep_beside(
            records[0],
            self.marks.mark(records[0], base.snapshot),
            base=base,
            by=by,
            note=word(),
        )
        discarded = self.marks.mark(records[1], drafts.open_version(records[1]).snapshot)
        drafts.discard(drafts.save_draft(records[1], discarded, by=by, note=word()), by=by)
        self.change(records[1], "in_review")
        review.plan_withdrawal(
            records[2],
            by=self.publisher,
            reason=word(),
            moment=timezone.now() + timedelta(days=30),
        )
        self.delete(kind, self.marks.copy_of(records[3], len(ADDRESSES)))

    def delete(self, kind, record):
        self.deleted.append((kind, record.slug, str(record.pk), name_of(record)))
        drafts.delete_draft(record, by=self.publisher)

    def say_things(self):
        """Remarks of editors, answers of outsiders and corrections of readers, open and closed."""
        word, by = self.marks.word, self.publisher
        for records in self.records.values():
            for record, place in zip(records, ("heading", word(), word(), ""), strict=True):
                remark = remarks.add(record, by=self.author, text=word(), place=place)
            remarks.settle(remark, by=by)
            link = ask_for_check(records[0], by=self.author)
            wrong = {"part": word(), "label": word(), "verdict": "wrong", "words": word()}
            fact_checks.answer(link, parts=[wrong], name=word())
            told = self.correction(getattr(records[0], "identifier", None) or str(records[0].pk))
            corrections.answer(told, by=by, text=word())
        closed = self.correction(word())
        corrections.close(closed, by=by, state="declined", outcome=word())

    def correction(self, record):
        word = self.marks.word
        address = f"https://{word()}.example/"
        return corrections.receive(
            text=word(), record=record, address=address, name=word(), sender=word(),
            email=f"{word()}@reader.example",
        )  # fmt: skip

    def preview(self, client):
        """Reads each first draft by its link: what the preview put in place must be gone after."""
        return {
            (kind, sort): self.told(client, kind, version, f"/preview/{link.token}")
            for (kind, sort), (link, version) in self.links.items()
        }

    def publish(self, client):
        told = {}
        for (kind, sort), (_link, version) in self.links.items():
            with rolled_back():
                publish_version(version, by=self.publisher)
                told[kind, sort] = self.told(client, kind, version)
        return told

    def told(self, client, kind, version, before=""):
        """(the title, every word) on the page of what the version holds."""
        fields = version.snapshot["fields"]
        answer = read(client, before + page_of(kind, fields["slug"]))
        assert answer.status == 200, answer.body
        return fields[KINDS[kind].title_field], words_in(answer)

    def ask_for(self, client):
        """{address: (answer, that of one that never was)} of what only drafts have."""
        found, never_was = {}, cache(lambda address: without_vary(read(client, address)))
        for address, own, never in self.own_addresses():
            answer = without_vary(read(client, address))
            answer = answer._replace(body=answer.body.replace(own, never))
            found[address] = answer, never_was(address.replace(own, never))
        return found

    def own_addresses(self):
        """(address, the part of it that only a draft has or had, one that nothing has)."""
        for (kind, sort), records in self.records.items():
            for record in records:
                slug = drafts.open_version(record).snapshot["fields"]["slug"]
                if slug in WITH_PARTS_OF_THEIR_OWN:
                    continue  # the page is there without the editors' text
                yield from ((address, slug, NEVER) for address in addresses_at(kind, slug))
                if sort == "new":
                    yield f"/preview/{name_of(record)}/", str(record.pk), NO_KEY
        for kind, slug, key, name in self.deleted:
            yield from ((address, slug, NEVER) for address in addresses_at(kind, slug))
            yield f"/preview/{name}/", key, NO_KEY
        for name in self.marks.files:
            yield f"/media/{name}", WORD.search(name)[0], NEVER


def addresses_at(kind, slug):
    """Every address that shows a record of that kind under its slug, or would."""
    pages = ("", "history/", "versions/1/") if kind in WITH_PAGES else ()
    pages += ("lineage.svg",) if kind == "agreements" else ()
    found = [f"{page_of(kind, slug)}{page}" for page in pages]
    files = RECORD_FILES if kind in WITH_PAGES else ()
    found += [f"/{kind}/{slug}.{file}" for file in files]
    found += [f"/agreements/{slug}.ics"] if kind == "agreements" else []
    section = OF_API.get(kind, kind)
    found += [f"/api/v1/{section}/{slug}"] if kind != "pages" else []
    return found + [f"{start}{slug}" for start in FILTERS.get(kind, ())]


def without_vary(answer):
    """A signed-in editor gets the files of drafts, so that their answers vary."""
    return answer._replace(headers={**answer.headers, "Vary": None})


class Marks:
    """Gives each text a word of its own: "zqx0001", "zqx0002" and so on.

    `changes_codes`: another country, year and kind as well.
    """

    def __init__(self, stem):
        self.stem, self.changes_codes = stem, False
        self.numbers, self.given = count(1), set()
        self.files = []

    def word(self):
        word = f"{self.stem}{next(self.numbers):04}"
        self.given.add(word)
        return word

    def mark(self, record, snapshot):
        """A copy of the snapshot with a word in each text of the record and its rows."""
        snapshot, model = json.loads(json.dumps(snapshot)), type(record)
        slug = snapshot["fields"]["slug"]
        self.mark_values(snapshots.content_fields(model), snapshot["fields"])
        for name, rows in snapshot["children"].items():
            for values in rows.values():
                self.mark_values(snapshots.child_relation(model, name).fields, values)
        if isinstance(record, Page):
            snapshot["fields"]["slug"] = slug
        return snapshot

    def mark_values(self, fields, values):
        for field in fields:
            if field.name not in UNMARKED:
                values[field.name] = self.marked(field, values[field.name])

    def marked(self, field, value):
        if isinstance(field, FileField):
            return self.file(value)
        if field.name == "source":
            return str(make_source(**self.source()).pk)
        if field.choices or isinstance(field, CODES):
            return self.other_code(field, value) if self.changes_codes else value
        if isinstance(field, WebAddressField):
            return f"https://{self.word()}.example/"
        if isinstance(field, RichTextField):
            return f"<p>{self.word()}</p>"
        return self.word() if isinstance(field, CharField | TextField) else value

    def other_code(self, field, value):
        """A country, a year or a code that no public record has."""
        if isinstance(field, CountryField):
            return "BR"
        if isinstance(field, PartialDateField):
            return "2031"
        if field.name not in CHANGED_CODES:
            return value
        codes = [code for code, _label in field.choices]
        return codes[(codes.index(value) + 1) % len(codes)]

    def file(self, name):
        if name:
            folder, ending = name.split("/")[0], name.rpartition(".")[2]
            name = keep_file(f"{folder}/{self.word()}.{ending}")
            self.files.append(name)
        return name

    def source(self):
        word = self.word
        texts = {name: word() for name in ("title", "publisher", "note", "date_note")}
        return {**texts, "url": f"https://{word()}.example/"}

    def copy_of(self, record, place):
        """A record never published that says the same in other words."""
        model = type(record)
        snapshot = self.mark(record, with_new_keys(snapshots.take(record)))
        fields = snapshot["fields"]
        if model is Page and place < len(ADDRESSES):
            fields["slug"] = ADDRESSES[place]
        elif model is Page:
            fields["slug"] = self.word()
        names = {name: fields[name] for name in (model.title_field, "slug")}
        copy = model.objects.create(**names)
        drafts.write_through(copy, snapshot)
        copy.refresh_from_db()
        return copy


def with_new_keys(snapshot):
    """The same content in rows of its own, and what it says of its rows along with them."""
    text = json.dumps(snapshot)
    for rows in snapshot["children"].values():
        for key in rows:
            text = text.replace(key, str(uuid.uuid4()))
    return json.loads(text)
