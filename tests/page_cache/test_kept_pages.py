"""What is kept follows from watched tables alone; each public address is kept or has a reason."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from page_cache.tables import NO_PAGE, NOT_WATCHED
from publishing.kept_pages import known_parameters
from tests.factories import make_agreement, make_article, make_organisation, make_page
from tests.security.access_table import PUBLIC

from .test_wsgi import PAGES

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
def test_kept_pages_read_watched_tables_alone_and_no_session(visitor):
    make_organisation("Ministry", slug="ministry")
    make_agreement("Pact", slug="pact")
    make_article("Report", slug="report")
    make_page()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answers = [visitor.get(address) for address in PAGES]
    assert all(answer.is_stored for answer in answers)
    read = {table for each in queries for table in TABLE.findall(each["sql"])}
    assert {"agreements_agreement", "publishing_change", "publishing_source"} <= read
    unwatched = {table for table in read if NOT_WATCHED.get(table) == NO_PAGE}
    assert unwatched == set()
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
    assert kept > 800
    assert read & NOT_WATCHED.keys() <= {"publishing_version"}
