"""What programs ask a site for before they ask for its pages."""

import re
from datetime import UTC, datetime, timedelta
from urllib import robotparser

import pytest
from defusedxml.ElementTree import fromstring
from django.utils import timezone

from publishing.actions import publish, withdraw
from publishing.models import Change
from tests.factories import make_agreement, make_article, make_organisation, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SITE = "http://127.0.0.1:8000"
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def entries(client, address):
    """{address: since when} of a file of the sitemap."""
    response = client.get(address)
    assert response["Content-Type"] == "application/xml"
    found = {}
    for each in fromstring(response.content):
        found[each.find(f"{NAMESPACE}loc").text] = each.findtext(f"{NAMESPACE}lastmod")
    return found


def test_the_sitemap_names_every_page_that_lists_show(client):
    make_agreement("Pact", slug="pact", parties=[make_organisation("Works", slug="works")])
    make_agreement("Draft", slug="draft", published=False)
    withdraw(make_agreement("Gone", slug="gone"), by=None, reason="It was wrong.")
    make_article("Signed", slug="signed")
    make_page(slug="about/terms")
    make_page(slug="data")

    files = entries(client, "/sitemap.xml")
    found = [address for file in files for address in entries(client, file.removeprefix(SITE))]

    assert len(found) == len(set(found))
    assert {f"{SITE}{a}" for a in ("/", "/data/", "/countries/gb/", "/about/terms/")} <= set(found)
    assert {f"{SITE}/agreements/pact/", f"{SITE}/organisations/works/"} <= set(found)
    assert f"{SITE}/news/signed/" in found
    assert not [address for address in found if "draft" in address or "gone" in address]
    assert [a for a in found if client.get(a.removeprefix(SITE)).status_code != 200] == []


def test_a_page_is_as_new_as_its_last_change_that_was_not_minor(client):
    agreement = make_agreement("Pact", slug="pact")
    first = datetime(2026, 1, 5, 12, tzinfo=UTC)
    Change.objects.of(agreement).update(at=first)
    agreement.title = "Pakt"
    agreement.save()
    publish(agreement, by=None, at=timezone.now(), note="A letter.", minor=True)

    assert entries(client, "/sitemap-agreements.xml") == {f"{SITE}/agreements/pact/": "2026-01-05"}
    files = entries(client, "/sitemap.xml")
    assert files[f"{SITE}/sitemap-agreements.xml"] == "2026-01-05T12:00:00+00:00"


def test_a_long_sitemap_has_several_files(client, monkeypatch):
    monkeypatch.setattr("fusionsite.sitemaps.RegisterSitemap.limit", 1)
    for slug in ("one", "two"):
        make_article(slug=slug)

    files = [file for file in entries(client, "/sitemap.xml") if "/sitemap-news" in file]

    assert files == [f"{SITE}/sitemap-news.xml", f"{SITE}/sitemap-news.xml?p=2"]
    pages = [set(entries(client, file.removeprefix(SITE))) for file in files]
    assert set.union(*pages) == {f"{SITE}/news/one/", f"{SITE}/news/two/"}
    assert [len(page) for page in pages] == [1, 1]


@pytest.mark.parametrize(
    "address",
    [
        "/sitemap-nothing.xml",
        "/sitemap-news.xml?p=2",
        "/sitemap-news.xml?p=0",
        "/sitemap-news.xml?p=x",
        "/sitemap-news.xml?p=%ED%A0%80",
        f"/sitemap-news.xml?p={'9' * 4000}",
    ],
)
def test_a_file_that_the_sitemap_does_not_have_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_the_sitemap_asks_the_same_of_the_database_whatever_it_holds(
    client, django_assert_max_num_queries
):
    for _number in range(4):
        make_agreement()
    client.get("/sitemap.xml")
    # Within the transaction of the test each index is read anew.
    with django_assert_max_num_queries(18):
        client.get("/sitemap.xml")
    with django_assert_max_num_queries(4):
        client.get("/sitemap-agreements.xml")


def test_robots_are_kept_from_what_is_not_for_them(client):
    text = client.get("/robots.txt").content.decode()
    rules = robotparser.RobotFileParser()
    rules.parse(text.splitlines())

    assert f"Sitemap: {SITE}/sitemap.xml" in text
    assert [a for a in ("/", "/agreements/pact/", "/data/") if not rules.can_fetch("*", a)] == []
    closed = ("/admin/", "/preview/x/", "/fact-check/x/", "/search/", "/api/v1/agreements")
    assert [address for address in closed if rules.can_fetch("*", address)] == []
    # The parser of Python knows no wildcards.
    assert re.search(r"^Disallow: /\*\?$\n^Allow: /\*\?page=$", text, re.MULTILINE)


def test_who_finds_a_hole_finds_whom_to_tell(client, settings):
    make_agreement()
    Change.objects.update(at=datetime(2026, 1, 5, 12, tzinfo=UTC))

    told = fields_of(client.get("/.well-known/security.txt"))
    assert told == {
        "Contact": f"{SITE}/corrections/",
        "Expires": "2027-01-04T12:00:00Z",
        "Preferred-Languages": "en",
        "Canonical": f"{SITE}/.well-known/security.txt",
    }

    make_page(slug="contact")
    assert fields_of(client.get("/.well-known/security.txt"))["Contact"] == f"{SITE}/contact/"
    settings.SECURITY_CONTACT = "mailto:holes@register.example"
    told = fields_of(client.get("/.well-known/security.txt"))
    assert told["Contact"] == "mailto:holes@register.example"
    expires = datetime.fromisoformat(told["Expires"])
    assert timedelta(days=360) < expires - timezone.now() < timedelta(days=365)


def fields_of(response):
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in response.content.decode().splitlines())


@pytest.mark.parametrize("address", ["/robots.txt", "/sitemap.xml", "/.well-known/security.txt"])
def test_the_head_alone_is_sent_too(client, address):
    whole, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Type"] == whole["Content-Type"]
