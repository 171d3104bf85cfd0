"""Agreements as their editors see them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import Agreement
from tests.admin_forms import add_address, add_row, address, errors_in, messages_in, read_form
from tests.factories import (
    add_event,
    add_party,
    add_signatory,
    make_agreement,
    make_organisation,
    make_source,
    make_theme,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
CITATIONS = "publishing-citation-content_type-object_id"
LIST = "admin:agreements_agreement_changelist"


@pytest.fixture
def publisher(client, settings):
    """Works alone, and may publish what they wrote."""
    settings.OWN_WORK = True
    client.force_login(make_user("Publishers"))
    return client


def save(client, agreement, sent):
    return client.post(address(agreement), sent)


def test_a_whole_agreement_is_added_and_published_by_one_post(publisher):
    organisation, source, theme = make_organisation(), make_source(), make_theme()
    url = add_address(Agreement)
    sent = read_form(publisher, url) | {
        "title": "Pact",
        "kind": "treaty",
        "level": "government",
        "summary": "They agreed.",
        "themes": [theme.pk],
        "_publish": "Publish version 1",
    }
    sent = add_row(sent, "parties", organisation=organisation.pk, role="party")
    sent = add_row(sent, "events", code="signed", when="by 19 June 2025")
    sent = add_row(sent, CITATIONS, source=source.pk, fact="title")
    response = publisher.post(url, sent, follow=True)
    assert messages_in(response) == ["Published version 1 of Pact."]
    agreement = Agreement.objects.get()
    assert (agreement.identifier, agreement.themes.get()) == ("AG-0001", theme)
    assert str(agreement.events.get().partial_date) == "by 19 June 2025"


@pytest.mark.drill
def test_new_rows_go_behind_the_others(publisher):
    agreement = make_agreement(published=False)
    newcomer = make_organisation("Newcomer")
    sent = add_row(
        read_form(publisher, address(agreement)),
        "parties",
        organisation=newcomer.pk,
        role="observer",
        position="",
    )
    save(publisher, agreement, sent)
    assert [party.position for party in agreement.parties.all()] == [1, 2, 3]
    assert agreement.parties.last().organisation == newcomer


def test_row_with_a_date_that_does_not_exist_is_an_error_beside_what_was_typed(publisher):
    agreement = make_agreement(published=False)
    sent = read_form(publisher, address(agreement)) | {"events-0-when": "31 February 2025"}
    response = save(publisher, agreement, sent)
    assert "There is no 31 February 2025." in errors_in(response)
    assert "31 February 2025" in response.content.decode()


@pytest.mark.drill
def test_signatory_is_for_a_party_of_this_agreement_alone(publisher):
    agreement, other = make_agreement(published=False), make_agreement()
    sent = read_form(publisher, address(agreement))
    own, foreign = agreement.parties.first(), other.parties.first()
    row = {"name": "Hiroshi Masuko"}
    refused = save(publisher, agreement, add_row(sent, "signatories", party=foreign.pk, **row))
    assert errors_in(refused)
    save(publisher, agreement, add_row(sent, "signatories", party=own.pk, **row))
    assert agreement.signatories.get().party == own


@pytest.mark.drill
def test_a_deleted_party_leaves_its_changed_signatory(publisher):
    agreement = make_agreement(published=False)
    party = add_party(agreement, make_organisation(), role="observer", position=3)
    add_signatory(agreement, party, name="A. Name")
    sent = read_form(publisher, address(agreement))
    sent |= {"parties-2-DELETE": "on", "signatories-0-office": "Minister"}
    save(publisher, agreement, sent)
    signatory = agreement.signatories.get()
    assert (signatory.party, signatory.office) == (None, "Minister")


def test_rows_of_another_agreement_cannot_be_changed(publisher):
    agreement, other = make_agreement(published=False), make_agreement()
    party = other.parties.first()
    sent = read_form(publisher, address(agreement)) | {
        "parties-0-id": str(party.pk),
        "parties-0-name_at_signing": "Stolen",
    }
    save(publisher, agreement, sent)
    party.refresh_from_db()
    assert party.name_at_signing == ""
    assert party.agreement == other


def test_a_pdf_is_kept_under_a_generated_name(publisher):
    agreement = make_agreement(published=False)
    file = SimpleUploadedFile("text.pdf", b"%PDF-1.7\n%%EOF")
    sent = add_row(
        read_form(publisher, address(agreement)), "documents", kind="text", title="Text", file=file
    )
    save(publisher, agreement, sent)
    stored = agreement.documents.get().file.name
    assert stored.startswith("documents/")
    assert "text" not in stored


@pytest.mark.drill
def test_an_upload_that_is_no_pdf_is_a_form_error(publisher):
    agreement = make_agreement(published=False)
    file = SimpleUploadedFile("text.pdf", b"<html><script>")
    sent = add_row(
        read_form(publisher, address(agreement)), "documents", kind="text", title="Text", file=file
    )
    assert "This is not a PDF." in errors_in(save(publisher, agreement, sent))
    assert not agreement.documents.exists()


@pytest.mark.drill
def test_no_rows_of_the_same_party_twice(publisher):
    agreement = make_agreement(published=False)
    sent = read_form(publisher, address(agreement))
    again = agreement.parties.first().organisation
    sent = add_row(sent, "parties", organisation=again.pk, role="party")
    assert errors_in(save(publisher, agreement, sent))
    assert agreement.parties.count() == 2


@pytest.mark.parametrize("query", ["AG-0001", "pact of", "PACT", "Päct"])
def test_search_finds_by_identifier_and_title(publisher, query):
    make_agreement("Päct of Culham")
    make_agreement("Another")
    shown = publisher.get(reverse(LIST), {"q": query}).context["cl"]
    assert [str(found) for found in shown.result_list] == ["Päct of Culham"]


def test_list_names_status_and_date_of_each_agreement(publisher):
    make_agreement("Pact", signed="June 2025")
    shown = publisher.get(reverse(LIST)).content.decode()
    assert "June 2025" in shown
    assert "Signed" in shown
    assert "AG-0001" in shown


@pytest.mark.parametrize(
    ("order", "titles"), [("5", ["Dated", "Undated"]), ("-5", ["Undated", "Dated"])]
)
def test_list_sorts_by_date_with_the_undated_at_one_end(publisher, order, titles):
    make_agreement("Undated", signed=None)
    make_agreement("Dated")
    shown = publisher.get(reverse(LIST), {"o": order}).context["cl"]
    assert [agreement.title for agreement in shown.result_list] == titles


def test_list_filters_by_country_of_a_party_and_theme(publisher):
    theme = make_theme()
    make_agreement("Ours", parties=[make_organisation(country="JP")], themes=[theme])
    make_agreement("Others")
    for query in ({"country": "JP"}, {"themes__id__exact": str(theme.pk)}):
        shown = publisher.get(reverse(LIST), query).context["cl"]
        assert [agreement.title for agreement in shown.result_list] == ["Ours"]


def test_list_needs_few_queries_however_long(publisher):
    make_agreement()
    with CaptureQueriesContext(
        connection,
    ) as short:
        publisher.get(reverse(LIST))
    for _number in range(5):
        make_agreement()
    with CaptureQueriesContext(connection) as long:
        publisher.get(reverse(LIST))
    assert len(long) <= len(short) <= 20


@pytest.mark.drill
def test_deleting_a_party_that_a_version_keeps_publishes_the_change(publisher):
    agreement = make_agreement()
    sent = read_form(publisher, address(agreement))
    sent |= {"parties-1-DELETE": "on", "change_note": "One party was named in error."}
    sent |= {"_publish": "1"}
    save(publisher, agreement, sent)
    assert agreement.parties.count() == 1
    shown = publisher.get(address(agreement)).content.decode()
    assert "Version 2, published by" in shown


def test_an_unusual_order_of_events_is_worth_knowing_and_blocks_nothing(client):
    agreement = make_agreement(published=False, signed="2024")
    add_event(agreement, "announced", "19 June 2025")
    client.force_login(make_user("Authors"))

    publication = client.get(address(agreement)).context["publication"]

    words = " ".join(sentence for _address, sentence in publication.notes)
    assert "“Signed, 2024” is dated before “Announced, 19 June 2025”" in words
    assert publication.gaps == []


@pytest.mark.parametrize("words", ["MEXT", "文部科学省", "monbu", "MEXT pact", "AG-0001"])
def test_an_agreement_is_found_by_any_name_of_a_party(client, words):
    ministry = make_organisation("Ministry of Education", acronym="MEXT", native_name="文部科学省")
    ministry.names.create(kind="alias", name="Monbukagakushō")
    make_agreement("The pact", parties=[ministry])
    make_agreement("Another", parties=[make_organisation()])
    client.force_login(make_user("Authors"))
    found = client.get(reverse(LIST), {"q": words}).context["cl"].result_list
    assert [agreement.title for agreement in found] == ["The pact"]
