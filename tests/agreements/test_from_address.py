"""An agreement begun from the address of a page: proposed from the page, decided by the editor."""

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied

from agreements.actions import begin_from_source
from agreements.models import Agreement
from publishing.models import Source, Step, Version
from tests.admin_forms import messages_in, values_of
from tests.factories import cite, make_agreement, make_source, make_user
from tests.publishing.canary import answer, slowly

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PAGE = "/admin/agreements/agreement/from-address/"
ADDRESS = "http://ministry.example/news"
NEWS = """<html lang="en"><title>x</title>
<meta property="og:title" content="UK–Japan fusion agreement">
<meta property="og:site_name" content="The Ministry">
<meta property="article:published_time" content="2025-06-19T10:00:00Z">"""


@pytest.fixture(autouse=True)
def plain_addresses(settings):
    settings.FETCH_HTTP = True
    # How many pages an editor had fetched outlasts a test.
    cache.clear()


@pytest.fixture
def site(canary, network):
    canary.answers["/news"] = answer(NEWS.encode(), content_type="text/html; charset=utf-8")
    return canary


@pytest.fixture
def editor(client):
    user = make_user("Authors", username="ann")
    client.force_login(user)
    return user


def look(client, address=ADDRESS, **fields):
    return client.post(PAGE, {"address": address, **fields})


def proposed(response):
    """What the forms hold, as a browser would send it."""
    sent = {"address": response.context["address"], "_make": "1"}
    for name in ("form", "source_form"):
        if name in response.context:
            sent |= values_of(response.context[name])
    return sent


def make(client, response, **fields):
    return client.post(PAGE, {**proposed(response), **fields}, follow=True)


def text(response):
    return response.content.decode()


def test_the_list_of_agreements_leads_to_it(client, editor):
    assert PAGE in text(client.get("/admin/agreements/agreement/"))
    assert "Web address" in text(client.get(PAGE))


def test_what_the_page_says_of_itself_is_proposed(client, editor, site, time_machine):
    time_machine.move_to("2026-03-01 12:00Z", tick=False)
    sent = proposed(look(client))
    assert sent["title"] == "UK–Japan fusion agreement"
    assert sent["source-title"] == "UK–Japan fusion agreement"
    assert sent["source-publisher"] == "The Ministry"
    assert sent["source-when"] == "19 June 2025"
    assert sent["source-language"] == "en"
    assert sent["source-accessed_on"] == "2026-03-01"
    assert not Agreement.objects.exists()
    assert not Source.objects.exists()


def test_a_confirmed_proposal_is_a_draft_that_cites_the_source(client, editor, site):
    response = make(client, look(client), title="UK–Japan Memorandum", gives_title="on")
    agreement = Agreement.objects.get()
    assert response.redirect_chain[-1][0].endswith(f"/{agreement.pk}/change/")
    assert "Readers do not see it" in messages_in(response)[0]
    assert (agreement.title, agreement.was_public) == ("UK–Japan Memorandum", False)
    citation = agreement.citations.get()
    assert citation.fact == "title"
    source = citation.source
    assert (source.url, source.publisher, source.date) == (ADDRESS, "The Ministry", "2025-06-19")
    version = Version.objects.of(agreement).get()
    assert (version.state, version.created_by) == ("draft", editor)
    assert list(version.writers.all()) == [editor]
    assert Step.objects.of(source).get().by == editor
    assert client.get(f"/agreements/{agreement.slug}/").status_code == 404


def test_the_editor_has_the_last_word(client, editor, site):
    make(
        client,
        look(client),
        **{"source-title": "Another title", "source-when": "June 2025", "source-publisher": ""},
    )
    source = Source.objects.get()
    assert (source.title, source.date, source.publisher) == ("Another title", "2025-06", "")
    assert Agreement.objects.get().citations.get().fact == ""


def test_a_page_that_is_not_reached_gets_a_sentence_and_empty_fields(client, editor, network):
    network.names["ministry.example"] = [[]]
    response = look(client)
    assert "No site of this name is found." in text(response)
    sent = proposed(response)
    assert (sent["title"], sent["source-title"], sent["source-when"]) == ("", "", "")
    assert sent["source-accessed_on"] == ""
    make(client, response, **{"title": "Memorandum", "source-title": "Notice"})
    assert Agreement.objects.get().citations.get().source.title == "Notice"


def test_what_was_pasted_is_read_instead(client, editor, site):
    sent = proposed(look(client, page=NEWS.replace("Ministry", "Office")))
    assert sent["source-publisher"] == "The Office"
    sent = proposed(look(client, page="Joint statement\n\nThey agreed."))
    assert (sent["title"], sent["source-publisher"]) == ("Joint statement", "")
    assert site.accepted == 0


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::ffff:7f00:1"])
def test_an_address_that_leads_inside_is_not_looked_at(client, editor, site, network, inside):
    network.names["ministry.example"] = [[inside]]
    assert "does not lead to the public internet" in text(look(client))
    assert (site.accepted, network.connected) == (0, [])


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (answer(status="404 Not Found"), "status 404"),
        (answer(b"%PDF-1.7", content_type="application/pdf"), "no web page but a file"),
        (answer(b"<p>Nothing</p>", content_type="text/html"), "neither its title nor its date"),
        (b"nonsense", "cannot be read"),
    ],
)
def test_a_page_that_says_nothing_gets_a_sentence(client, editor, site, said, sentence):
    site.answers["/news"] = said
    assert sentence in text(look(client))


def test_a_slow_page_is_left(client, editor, site, monkeypatch):
    site.answers["/news"] = slowly(b"HTTP/1.1 200 OK\r\n\r\n")
    monkeypatch.setattr("publishing.fetching.SECONDS", 0.2)
    assert "too long to answer" in text(look(client))


@pytest.mark.drill
@pytest.mark.parametrize("url", [ADDRESS, f"{ADDRESS}/", "https://ministry.example/news"])
def test_a_source_that_is_known_is_used_and_not_fetched(client, editor, site, url):
    source = make_source(url=url, title="The notice")
    citing = make_agreement("UK–Japan")
    cite(citing, source)
    response = look(client, f"{ADDRESS}#top")
    page = text(response)
    assert "The notice" in page
    assert "cite it already" in page
    assert f"/admin/agreements/agreement/{citing.pk}/change/" in page
    assert "source_form" not in response.context
    make(client, response, title="UK–Japan, again")
    made = Agreement.objects.get(title="UK–Japan, again")
    assert made.citations.get().source == source
    assert site.accepted == 0


def test_sent_twice_it_is_made_once(client, editor, site):
    sent = proposed(look(client))
    first, second = (client.post(PAGE, sent)["Location"] for _time in range(2))
    assert first == second
    assert (Agreement.objects.count(), Source.objects.count()) == (1, 1)


@pytest.mark.drill
@pytest.mark.parametrize(
    "address",
    ["", "ministry", "javascript:alert(1)", "mailto:a@b.example", "//x", "https://", "x" * 700],
)
def test_what_is_no_address_of_a_page_is_refused_with_a_sentence(client, editor, site, address):
    response = look(client, address)
    assert response.context["asked"].errors["address"]
    assert "form" not in response.context
    assert site.accepted == 0


@pytest.mark.drill
@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"title": "x" * 301},
        {"title": "a\0b"},
        {"key": "forged"},
        {"key": "00000000-0000-0000-0000-000000000000:x"},
        {"source-title": ""},
        {"source-when": "31 February 2025"},
        {"source-language": "klingon"},
        {"source-accessed_on": "soon"},
    ],
)
def test_a_confirmation_that_is_wrong_comes_back_as_it_was_typed(client, editor, site, fields):
    kept = {"source-publisher": "Typed by hand"}
    response = make(client, look(client), **kept, **fields)
    assert "Typed by hand" in text(response)
    assert "Please correct the errors below" in text(response)
    assert not Agreement.objects.exists()
    assert not Source.objects.exists()


def test_what_a_page_says_is_printed_as_text(client, editor, site):
    said = '<meta property="og:title" content="&lt;script&gt;alert(1)&lt;/script&gt;">'
    site.answers["/news"] = answer(said.encode(), content_type="text/html")
    assert "<script>alert" not in text(look(client))


@pytest.mark.drill
def test_nobody_has_the_register_fetch_without_end(client, editor, site, monkeypatch):
    monkeypatch.setattr("publishing.source_proposals.MOST_FETCHES", 2)
    for _time in range(4):
        response = look(client)
    assert "Wait ten minutes" in text(response)
    assert site.accepted == 2


def test_who_may_not_add_agreements_makes_none(client, site):
    stranger = make_user()
    client.force_login(stranger)
    assert client.get(PAGE).status_code == 403
    assert look(client).status_code == 403
    key = "6a6f1f0e-7b1f-4c5e-9a56-2f0c54f0a111"
    with pytest.raises(PermissionDenied):
        begin_from_source(make_source(), title="Forged", key=key, by=stranger)
    with pytest.raises(PermissionDenied):
        begin_from_source(Source(title="x"), title="Forged", key=key, by=stranger)
    assert not Agreement.objects.exists()
    assert site.accepted == 0


def test_the_pages_ask_few_questions_of_the_database(
    client, editor, site, django_assert_max_num_queries
):
    source = make_source(url=ADDRESS)
    for _number in range(12):
        cite(make_agreement(published=False), source)
    with django_assert_max_num_queries(12):
        look(client)
