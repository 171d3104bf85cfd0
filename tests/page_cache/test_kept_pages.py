"""What is kept follows from watched tables alone; each public address is kept or has a reason."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from page_cache.tables import NOT_WATCHED
from publishing.kept_pages import known_parameters
from tests.factories import make_agreement, make_article, make_organisation, make_page
from tests.security.access_table import PUBLIC

PAGES = [
    "/",
    "/agreements/",
    "/agreements/?country=gb&sort=title&page=1",
    "/agreements/pact/",
    "/agreements/pact/?as_of=2026-01-01",
    "/agreements/pact/history/",
    "/agreements/pact/versions/1/",
    "/agreements/pact/lineage.svg",
    "/agreements/pact.bib",
    "/agreements/pact.json",
    "/agreements/pact.jsonld",
    "/agreements/pact.atom",
    "/agreements/compare/?a=pact",
    "/agreements.atom?country=gb",
    "/agreements.csv-metadata.json",
    "/organisations/",
    "/organisations/ministry/",
    "/news/",
    "/news/report/",
    "/countries/",
    "/countries/gb/",
    "/countries/gb/brief/",
    "/map/",
    "/map.svg",
    "/timeline/",
    "/timeline.svg",
    "/search/?q=pact",
    "/changes/",
    "/changes.atom",
    "/embed/agreements/?rows=3",
    "/embed/timeline/",
    "/about/",
    "/api/",
    "/data/datapackage.json",
    "/id/AG-0001",
    "/sitemap.xml",
    "/sitemap-agreements.xml",
    "/robots.txt",
    "/.well-known/security.txt",
]
# Of the public addresses these are not kept.
NOT_KEPT = {
    "data": "It tells of a package that is built beside the database.",
    "register_package": "A large file, sent in pieces.",
    "register_checksum": "Of that file.",
    "catalog": "It tells of that file.",
    "media": "A file.",
    "preview": "A draft.",
    "fact_check": "A draft.",
    "healthz": "It asks whether this process lives.",
    "readyz": "It asks whether this process can serve.",
    "corrections": "A form with a ticket of its own.",
    "corrections_received": "It follows a form.",
    "openapi": "Who asks the API is counted.",
}
TABLE = re.compile(r'(?:FROM|JOIN) "?([a-z_]+)"?')


def views():
    """{name: view} of every address outside of the admin."""
    found = {}

    def walk(patterns, prefix=""):
        for each in patterns:
            if hasattr(each, "url_patterns"):
                inner = f"{each.namespace}:" if each.namespace else ""
                walk(each.url_patterns, prefix + inner)
            elif each.name and f"{prefix}{each.name}" in PUBLIC:
                found[f"{prefix}{each.name}"] = each.callback

    walk(get_resolver().url_patterns)
    return found


def declares(view):
    return hasattr(getattr(view, "view_class", view), "kept_with")


def test_every_public_address_is_kept_or_says_why_not():
    kept = {name for name, view in views().items() if declares(view)}
    beside = {name for name in PUBLIC if name.startswith(("api:", "alerts:"))}
    assert kept & (NOT_KEPT.keys() | beside) == set()
    assert kept | NOT_KEPT.keys() | beside == set(PUBLIC)


def test_what_says_nothing_of_itself_is_not_kept(rf):
    match = get_resolver().resolve("/corrections/")
    assert known_parameters(match) is None
    assert known_parameters(get_resolver().resolve("/agreements.csv")) is None
    assert "country" in known_parameters(get_resolver().resolve("/agreements.atom"))


@pytest.mark.django_db
@pytest.mark.one_database
def test_kept_pages_are_given_again_and_read_watched_tables_alone(visitor):
    make_organisation("Ministry", slug="ministry")
    make_agreement("Pact", slug="pact")
    make_article("Report", slug="report")
    make_page()
    not_kept = []
    with CaptureQueriesContext(connection) as queries:
        for address in PAGES:
            first, second = visitor.get(address), visitor.get(address)
            if not (first.is_stored and second.is_kept and second.body == first.body):
                not_kept.append((address, first.status, first.headers))
    assert not_kept == []
    read = {table for each in queries for table in TABLE.findall(each["sql"])}
    assert {"agreements_agreement", "publishing_change", "publishing_source"} <= read
    # Of versions the reason says how they are followed all the same.
    assert read & NOT_WATCHED.keys() <= {"publishing_version"}


@pytest.mark.django_db
@pytest.mark.drill
def test_the_pages_of_the_whole_starter_register_read_watched_tables_alone(visitor, capsys):
    call_command("import_register", "data/starter", quiet=True)
    locations = re.findall(r"<loc>[^<]*?//[^/<]+([^<]*)</loc>", visitor.get("/sitemap.xml").text)
    addresses = [
        address
        for section in locations
        for address in re.findall(r"<loc>[^<]*?//[^/<]+([^<]*)</loc>", visitor.get(section).text)
    ]
    records = [a for a in addresses if a.startswith(("/agreements/", "/organisations/", "/news/"))]
    addresses += [f"{address}history/" for address in records]
    addresses += [f"{address}versions/1/" for address in records]
    read, kept = set(), 0
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            kept += visitor.get(address).is_stored
        read |= {table for each in queries for table in TABLE.findall(each["sql"])}
    with capsys.disabled():
        print(f"\n{len(addresses)} addresses, {kept} kept, {len(read)} tables read.")
    assert kept > 0.95 * len(addresses) > 700
    assert read & NOT_WATCHED.keys() <= {"publishing_version"}
