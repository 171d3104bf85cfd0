"""A register full of markup, with the content policy off: what editors write never runs."""

import json
import re

import pytest
from django.core.management import call_command
from django.db.models import CharField, FileField, TextField
from django_countries.fields import CountryField
from pytest_django.live_server_helper import LiveServer

from agreements.models import Document, Identifier, Milestone
from dates.fields import PartialDateField
from organisations.models import Name, Site
from publishing.languages import LanguageField
from publishing.web_addresses import WebAddressField
from search.indexing import rebuild
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
)

pytestmark = pytest.mark.django_db

MARKUP = (
    "Hostile <script>hit()</script><img src=x onerror=hit()>"
    "\"'><svg/onload=hit()></title></script></style><script>hit()</script>"
    "<!--]]>&lt;script>hit()</script> ${hit()} {{7*7}}"
)
CODES = (CountryField, FileField, LanguageField, PartialDateField, WebAddressField)
KEPT = {"slug", "identifier", "currency", "fact", "withdrawn_reason", "unpublished_reason"}
CORE = [
    "/",
    "/search/?q=hostlie",
    "/agreements/pact/",
    "/agreements/pact/lineage.svg",
    "/timeline.svg",
]
MORE = [
    "/search/?q=hostile",
    "/search/?q=%3Cimg+src%3Dx+onerror%3Dhit()%3E+hostlie",
    "/search/?q=%22%3E%3Cscript%3Ehit()%3C/script%3E",
    "/agreements/?q=hostile&theme=heat&organisation=ministry",
    "/agreements/?q=%3Cimg+src%3Dx+onerror%3Dhit()%3E",
    "/agreements/?country=%3Cimg+src%3Dx+onerror%3Dhit()%3E",
    "/agreements/?as_of=2025-09-01",
    "/agreements/pact/?as_of=2025-09-01",
    "/agreements/pact/history/",
    "/agreements/compare/?a=pact&b=older",
    "/agreements/compare/?a=hostile&b=pact",
    "/agreements/compare/?a=%3Cimg+src%3Dx+onerror%3Dhit()%3E",
    "/organisations/",
    "/organisations/ministry/",
    "/news/",
    "/news/signed/",
    "/countries/",
    "/countries/jp/",
    "/countries/jp/brief/",
    "/map/",
    "/map.svg",
    "/timeline/",
    "/timeline/?theme=heat",
    "/about/",
    "/corrections/?record=AG-0001",
]
LOOK = """() => ({
    hits: window.hits,
    handlers: document.querySelectorAll('[onerror], [onload], img[src="x"]').length,
    links: document.querySelectorAll('a[href^="javascript" i]').length,
    facts: [...document.querySelectorAll('script[type="application/ld+json"]')]
        .map((each) => each.textContent),
    text: document.documentElement.textContent,
})"""


def poison(record):
    """Markup in each text of the row."""
    texts = {
        field.name: MARKUP[: field.max_length]
        for field in record._meta.concrete_fields
        if isinstance(field, CharField | TextField)
        and not isinstance(field, CODES)
        and not field.choices
        and field.name not in KEPT
    }
    type(record)._base_manager.filter(pk=record.pk).update(**texts)


@pytest.fixture(scope="module")
def hostile_site(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        make_hostile_register()
        server = LiveServer("localhost")
        yield server.url
        server.stop()
        call_command("flush", interactive=False, verbosity=0)


def make_hostile_register():
    heat = make_theme(name="Heat", slug="heat")
    ministry = make_organisation("Ministry", slug="ministry", country="JP")
    works = make_organisation("Works", slug="works", country="GB")
    older = make_agreement("Older", slug="older", parties=[works], signed="2020", themes=[heat])
    pact = make_agreement("Pact", slug="pact", parties=[works], themes=[heat])
    party = add_party(pact, ministry, role="lead")
    article = make_article("Signed", slug="signed", agreements=[pact])
    article.organisations.set([ministry])
    rows = [
        *(heat, ministry, works, older, pact, party, article, make_page(slug="about")),
        add_party(older, ministry),
        add_signatory(pact, party, name="A", office="B"),
        add_event(pact, "in_effect", "2025-07"),
        add_event(pact, "review_due", "2098"),
        add_link(pact, "builds_on", older),
        Milestone.objects.create(agreement=pact, kind="meeting", text="Met.", date="2025-08"),
        Document.objects.create(agreement=pact, title="T", url="https://notices.example/text"),
        Identifier.objects.create(agreement=pact, scheme="other", value="N 1"),
        Name.objects.create(organisation=ministry, name="Old", kind="former"),
        Site.objects.create(organisation=ministry, name="Hall", country="GB"),
        cite(pact, make_source(title="S", publisher="P"), fact="amount"),
    ]
    for row in rows:
        poison(row)
    rebuild()


@pytest.fixture(scope="module")
def page(browser):
    context = browser.new_context(bypass_csp=True)
    context.add_init_script("window.hits = []; window.hit = () => window.hits.push(location.href)")
    page = context.new_page()
    page.route(re.compile(r"/(map|timeline)\.svg"), show_here)
    yield page
    context.close()


def show_here(route):
    """A file that is offered to be kept is opened in the browser as well."""
    response = route.fetch()
    headers = {k: v for k, v in response.headers.items() if k != "content-disposition"}
    route.fulfill(response=response, headers=headers)


@pytest.mark.parametrize(
    "address", [*CORE, *(pytest.param(address, marks=pytest.mark.drill) for address in MORE)]
)
def test_markup_of_a_record_or_an_address_is_shown_and_never_run(page, hostile_site, address):
    page.goto(hostile_site + address)
    found = page.evaluate(LOOK)
    assert found["hits"] == []
    assert (found["handlers"], found["links"]) == (0, 0)
    assert "<img src=x" in found["text"] or address == "/map.svg"
    for facts in found["facts"]:
        json.loads(facts)


@pytest.mark.parametrize("path", ["/agreements/", "/search/"])
def test_a_word_of_any_length_stays_on_a_phone(page, hostile_site, path):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{hostile_site}{path}?q={'W' * 200}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
