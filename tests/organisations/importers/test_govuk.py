"""Organisations from documents of GOV.UK's Content API."""

import pytest

from organisations.models import Identifier, Organisation
from tests.factories import make_organisation

from .bringing import bring, document

pytestmark = pytest.mark.django_db

PLACE = "/government/organisations/"


def organisation(title="Office for Fusion", slug="office-for-fusion", **more):
    details = {
        "acronym": more.pop("acronym", "OFF"),
        "organisation_type": more.pop("type", "executive_agency"),
        "organisation_govuk_status": {"status": more.pop("status", "live"), "url": None},
    }
    return {
        "schema_name": "organisation",
        "document_type": "organisation",
        "base_path": f"{PLACE}{slug}",
        "content_id": "f323e83c-868b-4bcb-b6e2-a8f9bb40397e",
        "locale": "en",
        "title": title,
        "details": details,
        "links": {},
        **more,
    }


def link(title, slug):
    return {"title": title, "base_path": f"{PLACE}{slug}", "content_id": None}


def bring_documents(folder, *documents):
    return bring(document(folder, list(documents)))


def test_an_organisation_comes_with_its_kind_and_number(tmp_path):
    done = bring_documents(tmp_path, organisation())

    assert done.code == 0
    office = Organisation.objects.published().get()
    assert (office.name, office.acronym, office.kind) == (
        "Office for Fusion", "OFF", "executive_agency"
    )  # fmt: skip
    assert office.website == f"https://www.gov.uk{PLACE}office-for-fusion"
    assert str(office.identifiers.get()) == "GOV.UK office-for-fusion"
    assert str(office.citations.get()) == "Office for Fusion (GOV.UK)"


def test_closed_ones_are_dissolved_and_name_their_successor(tmp_path):
    old = organisation(
        "Board of Fusion",
        "board-of-fusion",
        status="replaced",
        links={"ordered_successor_organisations": [link("Office for Fusion", "office-for-fusion")]},
    )

    bring_documents(tmp_path, old, organisation(acronym="OFF2"))

    board = Organisation.objects.get(name="Board of Fusion")
    assert (board.status, board.successor.name) == ("dissolved", "Office for Fusion")


def test_a_parent_is_found_by_its_page_or_its_name(tmp_path):
    ministry = make_organisation("Ministry of Energy")
    Identifier.objects.create(organisation=ministry, scheme="govuk", value="moe")
    parents = [link("Whatever it is called", "moe")]

    bring_documents(tmp_path, organisation(links={"ordered_parent_organisations": parents}))

    assert Organisation.objects.get(name="Office for Fusion").parent == ministry


def test_a_parent_that_is_not_here_is_left_out(tmp_path):
    links = {"ordered_parent_organisations": [link("Nobody", "nobody")]}

    bring_documents(tmp_path, organisation(links=links))

    assert Organisation.objects.get().parent is None


def test_what_is_here_keeps_its_kind_and_website(tmp_path):
    ours = make_organisation("Office for Fusion", kind="regulator", website="https://off.example")

    done = bring_documents(tmp_path, organisation())

    ours.refresh_from_db()
    assert (ours.kind, ours.website, ours.acronym) == ("regulator", "https://off.example", "OFF")
    assert done.tally == "0 created, 1 updated, 0 unchanged, 0 conflicts, 0 refused"


def test_a_short_name_is_no_acronym(tmp_path):
    bring_documents(tmp_path, organisation("Prime Minister's Office", acronym="Number 10"))

    office = Organisation.objects.get()
    assert (office.acronym, [name.name for name in office.names.all()]) == ("", ["Number 10"])


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"schema_name": "news_article", "document_type": "news_story"}, "import_news reads it."),
        ({"schema_name": "publication", "document_type": "guidance"}, "import_news keeps it"),
        ({"schema_name": "gone", "document_type": "gone"}, "The page is gone."),
        ({"locale": "cy"}, "It is a translation. Import the English page."),
        ({"title": ""}, "It has no title."),
        ({"title": "T" * 301}, "The text has 301 characters"),
    ],
)
def test_what_is_no_organisation_is_refused_with_the_way(tmp_path, values, sentence):
    done = bring_documents(tmp_path, {**organisation(), **values})

    assert done.code == 1
    assert sentence in done.err
    assert not Organisation.objects.exists()


def test_a_page_that_moved_says_where_to(tmp_path):
    moved = {
        "schema_name": "redirect",
        "document_type": "redirect",
        "base_path": "/old",
        "redirects": [{"path": "/old", "type": "exact", "destination": "/new"}],
    }

    assert (
        "It leads to https://www.gov.uk/new. Import that page."
        in bring(document(tmp_path, moved)).err
    )
