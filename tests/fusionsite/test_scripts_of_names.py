"""Names in other scripts and languages: marked, and apart from the words around them."""

import pytest

from tests.factories import (
    add_party,
    add_signatory,
    cite,
    make_agreement,
    make_organisation,
    make_source,
    published_or_not,
)

pytestmark = pytest.mark.django_db
HEBREW, ARABIC = "מכון", "معهد"


@pytest.fixture
def agreement():
    institute = make_organisation(HEBREW, slug="institute", acronym="INST", country="IL")
    agreement = make_agreement("Deal", slug="deal", parties=[institute], published=False)
    named = add_party(
        agreement, make_organisation("Other", slug="other"), name_at_signing=ARABIC, position=2
    )
    add_signatory(agreement, named, name=HEBREW, office="Director")
    source = make_source(title="日本との協力", publisher="文部科学省", language="ja")
    cite(agreement, source, fact="kind")
    return published_or_not(agreement, published=True)


def test_a_record_keeps_each_name_apart_and_says_the_language_of_a_title(client, agreement):
    page = client.get("/agreements/deal/").text

    assert f'<a dir="auto" href="/organisations/institute/">{HEBREW}</a>' in page
    assert f'<a dir="auto" href="/organisations/other/">{ARABIC}</a>' in page
    assert f"<bdi>{HEBREW}</bdi>" in page
    assert 'hreflang="ja"><bdi lang="ja">日本との協力</bdi></a>, <bdi>文部科学省</bdi>' in page


def test_a_row_keeps_names_apart_where_they_are_written_from_the_right(client, agreement):
    for address in ("/agreements/", "/organisations/other/"):
        text = client.get(address).text
        assert f"\u2068{HEBREW}\u2069 (Israel) and \u2068{ARABIC}\u2069" in text


def test_lists_and_pages_of_organisations_keep_names_apart(client, agreement):
    assert f'<a dir="auto" href="/organisations/institute/">{HEBREW}</a>' in (
        client.get("/organisations/").text
    )
    assert f'<h1 dir="auto">{HEBREW}</h1>' in client.get("/organisations/institute/").text
