"""Which addresses the register leads to, and where they stand."""

import pytest
from django.utils import timezone

from agreements.models import Document
from publishing.models import LinkCheck
from publishing.outgoing_links import links_in, note_addresses
from tests.factories import (
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_page,
    make_source,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def note():
    return note_addresses(at=NOW)


def places_of(address):
    return {use.record for use in LinkCheck.objects.get(address=address).uses.all()}


def test_fields_rows_texts_and_sources_lead_out():
    organisation = make_organisation(website="https://lab.example/", published=False)
    page = make_page(body='<p><a href="https://text.example/?a=1&amp;b=2">it</a></p>')
    agreement = make_agreement(published=False)
    Document.objects.create(agreement=agreement, kind="text", url="https://text.example/t.pdf")
    article = make_article(original_url="https://press.example/1")
    note()
    assert places_of("https://lab.example/") == {organisation}
    assert places_of("https://text.example/?a=1&b=2") == {page}
    assert places_of("https://text.example/t.pdf") == {agreement}
    assert places_of("https://press.example/1") == {article}


def test_a_source_is_used_where_it_is_cited():
    source = make_source(url="https://notices.example/n")
    first, second = make_organisation(), make_organisation()
    for record in (first, second):
        cite(record, source, fact="acronym")
        cite(record, source, fact="country")
    note()
    assert places_of("https://notices.example/n") == {source, first, second}


def test_one_address_in_two_places_is_asked_once():
    first = make_organisation(website="https://lab.example/")
    second = make_organisation(website="https://lab.example/#about")
    note()
    assert places_of("https://lab.example/") == {first, second}


def test_what_is_no_page_is_left_out():
    make_page(body='<a href="mailto:a@lab.example">a</a><a href="/agreements/">b</a><a>c</a>')
    make_organisation(website="mailto:editors@lab.example")
    make_organisation()
    note()
    assert not LinkCheck.objects.exclude(address__startswith="https://notices.example/").exists()


def test_an_address_that_is_used_no_more_is_dropped():
    organisation = make_organisation(website="https://lab.example/")
    note()
    organisation.website = "https://new.example/"
    organisation.save()
    assert note() == (1, 1)
    assert not LinkCheck.objects.filter(address="https://lab.example/").exists()


def test_what_is_known_of_an_address_stays_and_its_places_follow():
    first = make_organisation(website="https://lab.example/")
    note()
    LinkCheck.objects.filter(address="https://lab.example/").update(state="broken")
    second = make_organisation(website="https://lab.example/")
    type(first).objects.filter(pk=first.pk).update(website="")
    assert note()[1] == 0
    assert places_of("https://lab.example/") == {second}
    assert LinkCheck.objects.get(address="https://lab.example/").state == "broken"


def test_nothing_changes_when_nothing_changed(django_assert_max_num_queries):
    for number in range(5):
        make_agreement(body=f'<a href="https://text.example/{number}">x</a>')
    note()
    with django_assert_max_num_queries(40):
        assert note() == (0, 0)


@pytest.mark.parametrize(
    "html", ["", "<p>No link</p>", "<a href", "<a href='", "<!--" * 999, "<![x[ href"]
)
def test_a_text_without_links_has_none(html):
    assert links_in(html) == []
