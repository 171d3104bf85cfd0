"""The pages of news, as a reader sees them."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from publishing.actions import publish, unpublish, withdraw
from tests.factories import (
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_source,
    make_theme,
)
from tests.files import picture

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LIST = "/news/"


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def page_of(client, article):
    return client.get(article.get_absolute_url())


def titles_in(response):
    return [article.title for article in response.context["article_list"]]


def test_news_is_listed_newest_first_and_undated_last(client):
    make_article("Undated", date="")
    make_article("Of a month", date="2025-01")
    make_article("Of a day", date="2025-06-19")

    response = client.get(LIST)

    assert titles_in(response) == ["Of a day", "Of a month", "Undated"]
    assert '<time datetime="2025-01">January 2025</time>' in response.content.decode()


def test_drafts_and_withdrawn_articles_are_not_listed(client):
    make_article("Hidden draft", published=False)
    withdraw(make_article("Withdrawn"), by=None, reason="It was wrong.")
    make_article("Shown")

    assert titles_in(client.get(LIST)) == ["Shown"]


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ("kind=analysis", ["Japan"]),
        ("kind=analysis&kind=news_story", ["Japan", "Canada"]),
        ("kind=press_release", []),
        ("organisation=mext", ["Japan"]),
        ("agreement=uk-japan", ["Japan"]),
        ("theme=magnets", ["Japan"]),
        ("theme=supply", ["Japan"]),
        ("country=jp", ["Japan"]),
        ("country=ca", ["Canada"]),
        ("year_from=2025", ["Japan"]),
        ("year_to=2024", ["Canada"]),
        ("year_from=2024&year_to=2025", ["Japan", "Canada"]),
        ("year_from=2025&year_to=2024", []),
        ("year_from=&year_to=", ["Japan", "Canada"]),
    ],
)
def test_the_list_is_narrowed_by_its_address(client, parameters, found):
    theme = make_theme(slug="magnets", parent=make_theme(slug="supply"))
    agreement = make_agreement("UK–Japan", slug="uk-japan")
    japan = make_article("Japan", date="2025-06-19", kind="analysis", agreements=[agreement])
    japan.organisations.add(make_organisation("MEXT", country="JP"))
    japan.themes.add(theme)
    with_canada = make_agreement(parties=[make_organisation(country="CA")])
    make_article("Canada", date="2024", agreements=[with_canada])

    response = client.get(f"{LIST}?{parameters}")

    assert response.status_code == 200
    assert titles_in(response) == found


@pytest.mark.parametrize(
    "parameters",
    [
        "kind=rumour",
        "organisation=a-draft",
        "agreement=unheard-of",
        "theme=unheard-of",
        "country=atlantis",
        "year_from=0",
        "year_from=1899",
        "year_to=10000",
        "year_to=-1",
        "year_from=x",
        "year_from=" + "9" * 4000,
        "year_from=2025%00",
    ],
)
def test_a_value_that_cannot_be_read_is_answered_with_a_sentence(client, parameters):
    make_organisation("A draft", published=False)

    response = client.get(f"{LIST}?{parameters}")

    assert response.status_code == 400
    assert "We cannot read that request" in text_of(response)


def test_a_wrong_year_is_told_what_is_right(client):
    assert "From: give a year from 1900 to 2100." in text_of(client.get(f"{LIST}?year_from=0"))


@pytest.mark.parametrize("page", ["0", "2", "1000000", "x"])
def test_a_page_that_is_not_there_is_not_found(client, page):
    make_article()

    assert client.get(LIST, {"page": page}).status_code == 404


def test_nothing_found_offers_to_drop_a_filter(client):
    make_article(date="2025")

    words = text_of(client.get(f"{LIST}?year_to=2000"))

    assert "0 of 1 article" in words
    assert "Without “Years: to 2000 ”" in words


def test_the_article_names_its_records_organisations_and_themes(client):
    agreement = make_agreement("UK–Japan memorandum", kind="memorandum_of_cooperation")
    hidden = make_agreement("A draft memorandum", published=False)
    article = make_article("Partnership", agreements=[agreement])
    article.organisations.add(make_organisation("Ministry of Education"))
    article.themes.add(make_theme(name="Magnets"))
    article.agreements.add(hidden)

    response = page_of(client, article)

    words = text_of(response)
    for name in ("UK–Japan memorandum", "Ministry of Education", "Magnets"):
        assert name in words
    assert "A draft memorandum" not in words
    assert '<use href="#k-memorandum"/>' in response.content.decode().partition("<main")[2]


def test_the_article_leads_to_the_original_its_publisher_and_sources(client):
    publisher = make_organisation("Ministry of Science")
    article = make_article(
        published=False,
        original_url="https://news.example/story",
        language="ja",
        publisher_organisation=publisher,
    )
    cite(article, make_source(title="Notice of the ministry"), fact="body")
    publish(article, by=None)

    response = page_of(client, article)

    assert 'href="https://news.example/story"' in response.content.decode()
    for words in ("Read the original", "(Japanese)", "Ministry of Science", "Notice of the m"):
        assert words in text_of(response)


def test_a_publisher_of_no_record_is_named_in_words(client):
    article = make_article(publisher="The Fusion Gazette")

    assert "Published by The Fusion Gazette" in text_of(page_of(client, article))


def test_the_lead_image_has_its_alternative_text_and_credit(client):
    article = make_article(
        published=False, lead_image_alt="A hall with a tokamak", lead_image_credit="UKAEA, OGL 3"
    )
    article.lead_image.save("hall.png", ContentFile(b"picture"))
    publish(article, by=None)

    response = page_of(client, article)

    assert 'alt="A hall with a tokamak"' in response.content.decode()
    assert "UKAEA, OGL 3" in text_of(response)


def test_the_lead_image_comes_in_the_width_of_the_readers_screen(client):
    name = default_storage.save("news/hall-1000x500.png", ContentFile(picture(size=(1000, 500))))
    article = make_article(lead_image=name, lead_image_alt="A hall", lead_image_credit="UKAEA")

    page = page_of(client, article).content.decode()

    assert f"/media/480/{name} 480w, /media/960/{name} 960w, /media/{name} 1000w" in page
    assert 'width="1000" height="500"' in page


def test_a_script_in_the_text_is_not_printed(client):
    article = make_article(body="<p>True</p><script>steal()</script>")

    assert "steal()" not in page_of(client, article).content.decode()


def test_a_change_is_told_with_its_note(client):
    article = make_article()
    article.summary = "What happened, corrected."
    article.save()
    publish(article, by=None, note="A name was corrected.")

    assert "A name was corrected." in text_of(page_of(client, article))
    assert "A name was corrected." in text_of(client.get(f"{article.get_absolute_url()}history/"))


def test_a_draft_looks_like_nothing(client):
    assert page_of(client, make_article(published=False)).status_code == 404


def test_what_was_taken_back_says_so(client):
    article = make_article()
    unpublish(article, by=None, reason="It was about another country.")

    response = page_of(client, article)

    assert response.status_code == 410
    assert "It was about another country." in text_of(response)


def many(number):
    article = make_article()
    for _each in range(number):
        agreement = make_agreement()
        article.agreements.add(agreement)
        article.organisations.add(make_organisation())
        article.themes.add(make_theme())
        cite(article, fact="body")
        make_article(agreements=[agreement])
    return article


@pytest.mark.drill
@pytest.mark.parametrize("address", [LIST, None])
def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries, address):
    few = many(3)
    client.get(address or few.get_absolute_url())
    with django_assert_max_num_queries(14) as first:
        client.get(address or few.get_absolute_url())
    article = many(12)

    with django_assert_max_num_queries(len(first.captured_queries)):
        response = client.get(address or article.get_absolute_url())

    assert response.status_code == 200
