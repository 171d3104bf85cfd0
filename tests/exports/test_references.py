"""A record as a reference: what BibTeX and RIS programs make of it."""

import pytest
import rispy
from django.utils import timezone

from organisations.uniting import merge
from publishing.actions import publish, withdraw
from tests import references
from tests.factories import make_agreement, make_article, make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

HARD = "50 % & {braces} _x_ \\ $5 #1 ~a^b “文部科学省” \u2067מדע\u2069 @ER  -\r\nsecond\tline"


def bibtex_in(response):
    """(key, {field: value}) of the one entry in a file, as a program reads it."""
    assert response.status_code == 200
    ((key, fields),) = references.bibtex_in(response.text).items()
    return key, fields


def ris_in(response):
    """{name: value} of the one reference in a file."""
    assert response.status_code == 200
    text = response.content.decode()
    assert text.endswith("\r\nER  - \r\n")
    assert "\n" not in text.replace("\r\n", "")
    (reference,) = rispy.loads(text)
    return reference


def test_a_reference_says_what_the_line_on_the_page_says(client):
    pact = make_agreement("The pact", slug="pact", kind="memorandum_of_cooperation")
    today = timezone.localdate()
    address = f"http://127.0.0.1:8000/id/{pact.identifier}/v1"

    key, fields = bibtex_in(client.get("/agreements/pact.bib"))
    assert key == pact.identifier
    assert fields == {
        "author": "Fusion Cooperation Register",
        "title": "The pact",
        "year": str(today.year),
        "date": today.isoformat(),
        "origdate": "2025-06-19",
        "howpublished": f"Record {pact.identifier}",
        "version": "1",
        "organization": "UK Fusion Cluster",
        "note": "Memorandum of cooperation, 19 June 2025.",
        "url": address,
        "urldate": today.isoformat(),
    }
    assert ris_in(client.get("/agreements/pact.ris")) == {
        "type_of_reference": "ELEC",
        "id": pact.identifier,
        "authors": ["Fusion Cooperation Register"],
        "title": "The pact",
        "year": str(today.year),
        "date": today.strftime("%Y/%m/%d/"),
        "edition": "Version 1",
        "accession_number": pact.identifier,
        "publisher": "UK Fusion Cluster",
        "notes": ["Memorandum of cooperation, 19 June 2025."],
        "urls": [address],
        "access_date": today.strftime("%Y/%m/%d/"),
    }
    page = client.get("/agreements/pact/").text
    line = f"<cite>The pact</cite>. Record {key}, version 1, {today:%-d %B %Y}. {address}</p>"
    assert f"Fusion Cooperation Register ({today.year}). {line}" in page
    assert f'<link rel="cite-as" href="{address}">' in page
    for ending in ("bib", "ris", "json", "jsonld"):
        assert f'href="/agreements/pact.{ending}"' in page
    then = client.get("/agreements/pact/?as_of=2025-07-01").text
    assert 'href="/agreements/pact.json?as_of=2025-07-01"' in then
    assert "pact.jsonld" not in then


@pytest.mark.parametrize("title", [HARD, "Half { a pair", "} turned {"])
def test_a_title_of_any_characters_is_read_back(client, title):
    make_article(title, slug="hard")

    _key, fields = bibtex_in(client.get("/news/hard.bib"))
    reference = ris_in(client.get("/news/hard.ris"))

    assert fields["title"] == " ".join(title.split())
    assert reference["title"] == " ".join(title.split())


@pytest.mark.parametrize(
    ("signed", "date", "note"),
    [
        ("June 2025", "2025-06", "Memorandum of understanding, June 2025."),
        ("by 19 June 2025", None, "Memorandum of understanding, by 19 June 2025."),
        (None, None, "Memorandum of understanding, date not known."),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(client, signed, date, note):
    make_agreement(slug="pact", signed=signed)

    _key, fields = bibtex_in(client.get("/agreements/pact.bib"))

    assert (fields.get("origdate"), fields["note"]) == (date, note)
    assert ris_in(client.get("/agreements/pact.ris"))["notes"] == [note]


def test_an_earlier_version_is_cited_as_it_was(client):
    company = make_organisation("Old Works", slug="works", kind="company")
    company.name, company.slug = "New Works", "new-works"
    company.save()
    publish(company, by=None, note="It has another name.")

    moved = client.get("/organisations/works.bib?version=1")
    assert moved["Location"] == "/organisations/new-works.bib?version=1"
    key, fields = bibtex_in(client.get(moved["Location"]))
    assert key == f"{company.identifier}-v1"
    assert (fields["title"], fields["version"]) == ("Old Works", "1")
    assert fields["url"].endswith(f"/id/{company.identifier}/v1")
    key, fields = bibtex_in(client.get("/organisations/new-works.bib"))
    assert (key, fields["title"], fields["version"]) == (company.identifier, "New Works", "2")
    page = client.get("/organisations/new-works/versions/1/").text
    assert 'href="/organisations/new-works.ris?version=1"' in page
    assert "Cite this version" in page


def test_a_withdrawn_record_says_so_wherever_it_is_cited(client):
    make_agreement(slug="pact")
    pact = make_agreement("Doubtful", slug="doubtful")
    withdraw(pact, by=None, reason="It repeated another.")
    day = f"{timezone.localdate():%-d %B %Y}"

    _key, fields = bibtex_in(client.get("/agreements/doubtful.bib"))

    said = f"Withdrawn from the register on {day}: It repeated another."
    assert fields["note"].endswith(said)
    assert ris_in(client.get("/agreements/doubtful.ris"))["notes"][0].endswith(said)
    assert f"(withdrawn {day}). http" in client.get("/agreements/doubtful/").text


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("version=0", 400, "give the number of one version"),
        ("version=1&version=2", 400, "give the number of one version"),
        ("version=%C2%B2", 400, "give the number of one version"),
        ("version=999999999", 404, ""),
        ("fields=title", 400, "“fields” is no parameter of this file."),
    ],
)
def test_what_cannot_be_read_is_said(client, query, status, words):
    make_agreement(slug="pact")

    response = client.get(f"/agreements/pact.bib?{query}")

    assert response.status_code == status
    assert words in response.text


def test_an_unknown_ending_names_those_that_there_are(client):
    make_agreement(slug="pact")

    response = client.get("/agreements/pact.docx")

    assert response.status_code == 400
    assert ".bib" in response.text


def test_a_merged_record_leads_to_the_same_file_of_the_other(client):
    double, ministry = make_organisation("Double", slug="double"), make_organisation("Ministry")
    merge(double, ministry, by=None, note="They are one.")

    response = client.get("/organisations/double.ris?version=1")

    assert (response.status_code, response["Location"]) == (
        302,
        f"/organisations/{ministry.slug}.ris",
    )
