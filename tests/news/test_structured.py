"""An article as machines are told of it."""

import pytest

from tests.factories import make_agreement, make_article, make_organisation, published_or_not
from tests.head import structured_in

pytestmark = pytest.mark.django_db


def test_an_article_says_what_it_reports_on_and_when(client):
    agreement = make_agreement("Signed deal")
    article = make_article(
        "News",
        slug="news",
        published=False,
        date="2025-06",
        agreements=[agreement],
        publisher_organisation=make_organisation("UK Fusion Cluster", kind="industry_body"),
        original_url="https://a.example/release",
    )
    published_or_not(article, published=True)

    facts = structured_in(client.get("/news/news/"))["NewsArticle"]

    assert (facts["headline"], facts["datePublished"]) == ("News", "2025-06")
    assert facts["isBasedOn"] == "https://a.example/release"
    assert facts["publisher"]["name"] == "UK Fusion Cluster"
    assert [each["name"] for each in facts["mentions"]] == ["Signed deal"]


def test_a_date_by_which_it_was_published_is_not_told_as_the_day(client):
    make_article(slug="news", date="2025-06", date_qualifier="by")

    assert "datePublished" not in structured_in(client.get("/news/news/"))["NewsArticle"]
