"""Home, countries and uploaded files."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from agreements.models import Document
from news.models import Article
from publishing.actions import publish, unpublish, withdraw
from tests.factories import make_agreement, make_article, make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def agreed(title, *countries, **fields):
    """An agreement between new organisations of these countries."""
    return make_agreement(
        title, parties=[make_organisation(country=c) for c in countries], **fields
    )


def titles(records):
    return [record.title for record in records]


def test_home_counts_what_is_public_and_leads_to_it(client):
    agreed("UK–Japan", "GB", "JP")
    agreed("US–Japan", "US", "JP")
    agreed("A draft", "GB", "FR", published=False)
    make_article()

    response = client.get("/")

    words = text_of(response)
    for count in ("2 agreements", "1 partner country of the UK", "1 news article"):
        assert count in words
    assert "6 organisations" in words
    for address in ("/agreements/", "/countries/gb/#partners", "/organisations/", "/news/"):
        assert f'<a href="{address}" data-counts=' in response.content.decode()


def test_home_shows_the_latest_agreements_and_news(client):
    for day in range(1, 8):
        agreed(f"Of day {day}", "GB", signed=f"2025-06-0{day}")
        make_article(f"News of day {day}", date=f"2025-06-0{day}")

    context = client.get("/").context

    assert titles(context["agreements"]) == [f"Of day {day}" for day in (7, 6, 5, 4, 3)]
    assert titles(context["articles"])[0] == "News of day 7"


def test_home_lists_the_partners_of_the_uk_with_first_and_latest(client):
    agreed("First", "GB", "JP", signed="2023-11")
    agreed("Latest", "GB", "JP", signed="2025-06-19")
    agreed("Undated", "GB", "JP", signed=None)
    agreed("Elsewhere", "JP", "FR", signed="1988")

    response = client.get("/")

    [row] = response.context["partners"]
    assert (row.name, row.count) == ("Japan", 3)
    assert (row.first.title, row.latest.title) == ("First", "Latest")
    assert 'aria-label="Memorandum of understanding"' in response.content.decode()


def test_home_stands_while_the_register_is_empty(client):
    response = client.get("/")

    assert response.status_code == 200
    assert "The register has no public agreement yet." in text_of(response)


def test_every_country_with_an_agreement_is_in_the_table(client):
    agreed("UK–Japan", "GB", "JP", signed="2025-06-19")
    agreed("Japan–France", "JP", "FR", signed="2007")
    agreed("A draft", "GB", "SE", published=False)
    agreed("Of bodies", "XX", "")

    rows = {row.code: row for row in client.get("/countries/").context["countries"]}

    assert set(rows) == {"GB", "JP", "FR"}
    assert (rows["JP"].count, rows["JP"].with_uk, rows["JP"].organisations) == (2, 1, 2)
    assert (rows["FR"].with_uk, rows["FR"].first.title) == (0, "Japan–France")


def test_each_number_of_the_table_leads_to_its_list(client):
    agreed("UK–Japan", "GB", "JP", slug="uk-japan")

    page = client.get("/countries/").content.decode()

    for address in (
        "/countries/jp/",
        "/agreements/?country=jp",
        "/countries/jp/#with-the-uk",
        "/organisations/?country=jp",
        "/agreements/uk-japan/",
    ):
        assert f'href="{address}"' in page


def test_a_country_shows_what_it_has_with_the_uk_first(client):
    agreed("With France", "JP", "FR", signed="2025")
    agreed("Older with the UK", "GB", "JP", signed="2023")
    agreed("With the UK", "GB", "JP", signed="2025-06-19")

    response = client.get("/countries/jp/")

    assert titles(response.context["with_uk"]) == ["With the UK", "Older with the UK"]
    assert titles(response.context["records"]) == ["With France"]
    words = text_of(response)
    assert "The UK and Japan" in words
    assert words.index("Older with the UK") < words.index("With France")


def test_a_country_names_its_organisations_those_of_the_uk_and_the_news(client):
    ministry = make_organisation("Ministry of Education", country="JP")
    department = make_organisation("Department for Energy", country="GB")
    make_organisation("Unconcerned Laboratory", country="GB")
    agreement = make_agreement(parties=[ministry, department])
    make_article("Partnership confirmed", agreements=[agreement])
    make_article("Something else")

    words = text_of(client.get("/countries/jp/"))

    assert "In Japan Ministry of Education In the UK Department for Energy" in words
    assert "Partnership confirmed" in words
    assert "Unconcerned Laboratory" not in words
    assert "Something else" not in words


def test_a_country_without_the_uk_says_so(client):
    agreed("Japan–France", "JP", "FR")

    words = text_of(client.get("/countries/fr/"))

    assert "no agreement with the UK" in words
    assert "The UK and France" not in words


def test_the_uk_has_a_page_of_its_own(client):
    agreed("UK–Japan", "GB", "JP")
    agreed("UK alone", "GB")

    response = client.get("/countries/gb/")

    assert "The United Kingdom" in text_of(response)
    assert sorted(titles(response.context["records"])) == ["UK alone", "UK–Japan"]
    assert [row.name for row in response.context["partners"]] == ["Japan"]


def test_a_country_in_capitals_leads_to_the_one_address(client):
    response = client.get("/countries/JP/")

    assert (response.status_code, response["Location"]) == (301, "/countries/jp/")


@pytest.mark.parametrize("iso2", ["fr", "zz", "xx", "jpn", "392", "j", "japan", "0"])
def test_a_country_without_a_public_agreement_is_not_found(client, iso2):
    agreed("UK–Japan", "GB", "JP")
    agreed("A draft", "GB", "FR", published=False)
    withdraw(agreed("Withdrawn", "FR"), by=None, reason="A duplicate")
    agreed("Of a body", "XX")

    assert client.get(f"/countries/{iso2}/").status_code == 404


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    counts = {}
    for countries in (["JP", "JP", "FR"], ["JP", "US", "DE", "FR", "SE"] * 2):
        for country in countries:
            make_article(agreements=[agreed(None, "GB", country), agreed(None, "JP", "CA")])
        for address in ("/", "/countries/", "/countries/jp/", "/countries/gb/"):
            client.get(address)
            with django_assert_max_num_queries(counts.get(address, 20)) as queries:
                assert client.get(address).status_code == 200
            counts[address] = len(queries.captured_queries)


def with_picture(article):
    article.lead_image_alt, article.lead_image_credit = "A tokamak", "UKAEA"
    article.lead_image.save("picture.png", ContentFile(b"picture"))
    return article.lead_image


def status_of(client, address):
    response = client.get(address)
    b"".join(response)  # A file that nobody reads stays open.
    return response.status_code


def test_the_picture_of_a_public_record_is_shown(client):
    article = make_article(published=False)
    picture = with_picture(article)
    publish(article, by=None)

    response = client.get(picture.url)

    assert b"".join(response.streaming_content) == b"picture"
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("inline")


def test_the_document_of_a_public_record_is_downloaded(client):
    agreement = make_agreement()
    document = Document(agreement=agreement, title="Text", kind="text")
    document.file.save("text.pdf", ContentFile(b"%PDF-1.7"))

    response = client.get(document.file.url)

    assert b"".join(response.streaming_content) == b"%PDF-1.7"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")


def test_the_files_of_drafts_and_of_what_was_taken_back_are_not_found(client):
    article = make_article(published=False)
    picture = with_picture(article)
    assert status_of(client, picture.url) == 404
    publish(article, by=None)
    assert status_of(client, picture.url) == 200

    unpublish(article, by=None, reason="A mistake")

    assert status_of(client, picture.url) == 404


def test_the_file_of_an_earlier_public_version_can_be_read_again(client):
    article = make_article(published=False)
    picture = with_picture(article)
    publish(article, by=None)
    Article.objects.filter(pk=article.pk).update(lead_image="", lead_image_alt="")
    publish(article, by=None)

    assert status_of(client, picture.url) == 200


def test_a_file_that_no_record_names_is_not_found(client):
    name = default_storage.save("news/stray.png", ContentFile(b"stray"))

    assert status_of(client, default_storage.url(name)) == 404


@pytest.mark.parametrize(
    "name",
    [
        "",
        "news/",
        "news",
        "../manage.py",
        "news/../../manage.py",
        "%2e%2e/manage.py",
        "news/..%2f..%2fmanage.py",
        "/etc/passwd",
        "news/a.svg",
        "news/a.html",
        "news/no-such-picture.png",
        "news/a.png%0a",
        "news/" + "a" * 300 + ".png",
    ],
)
def test_nothing_but_a_stored_file_is_ever_looked_up(client, name):
    assert client.get(f"/media/{name}").status_code == 404


def test_files_cannot_be_written_to(client):
    assert client.post("/media/news/a.png").status_code == 405
