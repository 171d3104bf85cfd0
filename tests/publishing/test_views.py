"""History, versions, editors' pages and permanent identifiers."""

import pytest
from django.conf import settings

from publishing.actions import publish, unpublish, withdraw
from publishing.models.pages import ADDRESSES
from publishing.views import RecordDetailView, RecordHistoryView
from tests.factories import (
    add_link,
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def changed(record, note, **fields):
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()
    publish(record, by=None, note=note)
    return record


def test_the_history_says_what_changed_newest_first(client):
    agreement = changed(make_agreement(), "Corrected the place", place="London")

    text = client.get(f"{agreement.get_absolute_url()}history/").text

    assert text.index("Corrected the place") < text.index("First publication")
    assert f'href="{agreement.get_absolute_url()}versions/1/"' in text


def test_a_new_link_shows_in_the_history_of_both_records(client):
    first, second = make_agreement("First"), make_agreement("Second")
    add_link(second, "builds_on", first)
    publish(second, by=None, note="Added what it builds on")

    text = client.get(f"{first.get_absolute_url()}history/").text

    assert "Built on by Second" in text


def test_a_long_history_has_pages(client, monkeypatch):
    monkeypatch.setattr(RecordHistoryView, "paginate_by", 2)
    agreement = make_agreement()
    for number in range(2):
        changed(agreement, f"Change {number}", place=f"Place {number}")

    first = client.get(f"{agreement.get_absolute_url()}history/")

    assert "?page=2" in first.text
    assert "First publication" not in first.text
    assert "First publication" in client.get(f"{first.request['PATH_INFO']}?page=2").text


def test_a_page_folds_the_earlier_changes_of_its_record(client, monkeypatch):
    monkeypatch.setattr(RecordDetailView, "changes_shown", 1)
    agreement = make_agreement()
    for number in ("one", "two"):
        changed(agreement, f"Change {number}", place=f"Place {number}")

    page = client.get(agreement.get_absolute_url()).text

    folded = page.partition('<summary data-counts="2">2 earlier changes</summary>')[2]
    assert "Change two" not in folded
    assert folded.index("Change one") < folded.index("First publication")


@pytest.mark.parametrize("page", ["0", "3", "1000000", "x"])
def test_a_page_of_a_history_that_is_not_there_is_not_found(client, page):
    agreement = make_agreement()

    assert client.get(f"{agreement.get_absolute_url()}history/?page={page}").status_code == 404


def test_an_old_version_can_be_read_and_says_which_is_live(client):
    agreement = make_agreement("Memorandum", place="Oxford")
    changed(agreement, "Corrected the place", place="London")

    response = client.get(f"{agreement.get_absolute_url()}versions/1/")

    assert "This is version 1 of “Memorandum”. The live one is version 2." in response.text
    assert "Oxford" in response.text
    assert "London" not in response.text
    assert '<meta name="robots" content="noindex">' in response.text


def test_the_live_version_says_so(client):
    agreement = make_agreement("Memorandum")

    text = client.get(f"{agreement.get_absolute_url()}versions/1/").text

    assert "This is version 1 of “Memorandum”, the live one." in text


@pytest.mark.parametrize("number", ["0", "2", "9" * 30, "9" * 5000, "-1", "1.0", "x"])
def test_a_version_that_never_was_is_not_found(client, number):
    agreement = make_agreement()

    response = client.get(f"{agreement.get_absolute_url()}versions/{number}/")

    assert response.status_code == 404


def test_the_rich_text_of_a_version_is_cleaned_once_more(client):
    agreement = make_agreement(body="<p>Agreed</p><script>alert(1)</script>")

    text = client.get(f"{agreement.get_absolute_url()}versions/1/").text

    assert "<p>Agreed</p>" in text
    assert "<script>" not in text


@pytest.mark.parametrize("page", ["history/", "versions/1/"])
def test_pages_below_a_withdrawn_record_carry_the_banner(client, page):
    agreement = make_agreement()
    withdraw(agreement, by=None, reason="It repeated another.")

    text = client.get(f"{agreement.get_absolute_url()}{page}").text

    assert "Reason given: It repeated another." in text
    assert '<meta name="robots" content="noindex">' in text


@pytest.mark.parametrize("slug", ADDRESSES)
def test_every_page_of_the_editors_has_its_address(client, slug):
    page = make_page(slug=slug, title=f"All of {slug}", body="<p>Words.</p>")

    response = client.get(f"/{slug}/")

    assert page.get_absolute_url() == f"/{slug}/"
    assert f"<h1>All of {slug}</h1>" in response.text
    assert "<p>Words.</p>" in response.text


def test_a_page_that_is_not_published_is_not_found(client):
    make_page(slug="privacy", published=False)

    assert client.get("/privacy/").status_code == 404
    assert client.get("/about/nothing/").status_code == 404


def test_a_page_lists_its_sources(client):
    page = make_page(published=False)
    cite(page, fact="body")
    publish(page, by=None)

    assert 'id="source-1"' in client.get("/about/").text


@pytest.mark.parametrize("make", [make_agreement, make_organisation, make_article])
def test_an_identifier_leads_to_its_record(client, make):
    record = make()

    for identifier in (record.identifier, record.identifier.lower()):
        response = client.get(f"/id/{identifier}")
        assert (response.status_code, response["Location"]) == (302, record.get_absolute_url())


def test_an_identifier_leads_to_the_page_that_says_what_became_of_a_record(client):
    withdrawn, taken_back = make_agreement(), make_agreement()
    withdraw(withdrawn, by=None, reason="It repeated another.")
    unpublish(taken_back, by=None, reason="It was no agreement.")

    assert client.get(f"/id/{withdrawn.identifier}", follow=True).status_code == 200
    assert client.get(f"/id/{taken_back.identifier}", follow=True).status_code == 410


def test_what_was_cited_can_be_read_for_good(client):
    pact = make_agreement("Pact of one day", slug="pact")
    cited = f"/id/{pact.identifier}/v1"
    pact.title, pact.slug = "Pact under another name", "another-name"
    pact.save()
    publish(pact, by=None, note="It has another name.")

    read = client.get(cited, follow=True)

    assert read.status_code == 200
    assert read.redirect_chain[-1][0] == "/agreements/another-name/versions/1/"
    assert f"<cite>Pact of one day</cite>. Record {pact.identifier}, version 1, " in read.text
    assert f"{settings.SITE_URL}{cited}</p>" in read.text
    assert client.get(f"/id/{pact.identifier}/v3", follow=True).status_code == 404
    unpublish(pact, by=None, reason="It was no agreement.")
    assert client.get(cited, follow=True).status_code == 410


@pytest.mark.parametrize("identifier", ["AG-9999", "%00", "%ED%A0%80", "x" * 5000, "AG-0001'--"])
def test_an_identifier_that_was_never_given_is_not_found(client, identifier):
    assert client.get(f"/id/{identifier}").status_code in (400, 404)
